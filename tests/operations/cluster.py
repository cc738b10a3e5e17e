"""A PostgreSQL cluster that a drill may restart, crash, lose and bring back."""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psycopg

from tests.throwaway_postgres import find_programs, free_port, run, unprivileged_user


class Cluster:
    def __init__(self, folder, *settings, data=None):
        """settings: lines of postgresql.conf. data: a data directory that is there already."""
        self.owner, self.port = unprivileged_user(), free_port()
        self.programs = (find_programs() / "initdb").resolve().parent
        self.settings = settings
        self.data = data or Path(folder, "data")
        os.chmod(folder, 0o755)
        if not data:
            self.data.mkdir(mode=0o700)
            self.give(self.data)
            self.do(
                "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
            )

    def give(self, path):
        """Let PostgreSQL's own user write there."""
        if self.owner:
            shutil.chown(path, self.owner)

    def do(self, program, *words):
        run(self.programs / program, *words, owner=self.owner)

    def start(self):
        told = [f"port = {self.port}", f"unix_socket_directories = '{self.data}'", "jit = off"]
        told += ["listen_addresses = '127.0.0.1'", "max_connections = 60", *self.settings]
        with open(self.data / "postgresql.conf", "a") as file:
            file.write("\n".join(["", *told, ""]))
        self.do("pg_ctl", "start", "-w", "-t", "60", "-D", self.data, "-l", self.data / "log")
        return self

    def stop(self, mode="fast"):
        self.do("pg_ctl", "stop", "-w", "-t", "60", "-D", self.data, "-m", mode)

    def restart(self, mode="fast"):
        self.stop(mode)
        self.start()

    def runs(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def url(self, name="postgres"):
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}"

    def sql(self, statement, name="postgres"):
        """The first row of the answer, or None."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            answer = connection.execute(statement)
            return answer.fetchone() if answer.description else None

    def lose(self):
        """Stop as a machine that loses its power, and throw everything away."""
        self.stop("immediate")
        shutil.rmtree(self.data)


def copy_database(url, into):
    line = f"pg_dump --no-owner '{url}' | psql -q -v ON_ERROR_STOP=1 '{into}'"
    subprocess.run(["bash", "-o", "pipefail", "-c", line], check=True, stdout=subprocess.DEVNULL)


def wait_for(what, condition, seconds=120, every=0.2):
    """The seconds until the condition holds. Raises AssertionError in words after so many."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, f"{what}: not within {seconds} s"
        time.sleep(every)
    return time.monotonic() - started
