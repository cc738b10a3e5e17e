"""A PostgreSQL cluster that lives as long as the tests do; also started when the tests run as root."""

import contextlib
import glob
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path


class NoPostgres(RuntimeError):
    """There is no PostgreSQL server on this machine."""


@contextlib.contextmanager
def throwaway_postgres():
    """Yield a DATABASE_URL. Raises NoPostgres when `initdb` is not on the machine."""
    programs = find_programs()
    owner = unprivileged_user()
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        data = Path(folder, "data")
        data.mkdir(mode=0o700)
        if owner:
            shutil.chown(data, owner)
        port = free_port()
        run(
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
            owner=owner,
        )
        server = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data, "-p", str(port), "-k", data),
                *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "synchronous_commit=off"),
                *("-c", "full_page_writes=off", "-c", "max_connections=60", "-c", "shared_buffers=256MB"),
                # Compiling a statement costs seconds where it runs for milliseconds (docs/operations.md).
                *("-c", "jit=off"),
                *("-c", "work_mem=64MB", "-c", "max_wal_size=4GB", "-c", "log_min_messages=fatal"),
            ],
            user=owner,
            cwd=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port, server)
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=30)


def find_programs():
    places = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda p: float(p.split("/")[4]))
    on_path = shutil.which("initdb")
    if on_path and Path(on_path).with_name("postgres").exists():
        places.append(str(Path(on_path).parent))
    places = [place for place in places if Path(place, "initdb").exists()]
    if not places:
        raise NoPostgres("`initdb` is not on this machine; install PostgreSQL to run the suite on it.")
    return Path(places[-1])


def unprivileged_user():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*command, owner):
    subprocess.run(
        [str(part) for part in command], user=owner, cwd="/tmp", check=True, stdout=subprocess.DEVNULL
    )


def wait_for(port, server):
    for _ in range(300):
        if server.poll() is not None:
            raise NoPostgres("The throwaway PostgreSQL server stopped at its start.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            time.sleep(0.3)
            return
        time.sleep(0.1)
    raise NoPostgres("The throwaway PostgreSQL server did not answer within 30 seconds.")


if __name__ == "__main__":
    with throwaway_postgres() as url:
        print(url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            time.sleep(86_400)
