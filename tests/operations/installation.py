"""An installation on loopback that a drill may disturb: PostgreSQL, web server, worker, readers, a small disk, a mail server."""

import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from tests.operations.cluster import Cluster, copy_database, wait_for
from tests.throwaway_postgres import free_port

ROOT = Path(__file__).resolve().parents[2]
NAME, LEASE = "partnership", 8


def status(address):
    """Of the answer; 0 where there is none."""
    try:
        return urllib.request.urlopen(address, timeout=20).status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return 0


class Kept(threading.Thread):
    """A process that is started again when it ends, as systemd does it (Restart=always)."""

    def __init__(self, *command, **environment):
        super().__init__(daemon=True)
        self.command, self.environment = command, {**os.environ, **environment}
        self.starts, self.over, self.process = 0, False, None
        self.start()

    def run(self):
        while not self.over:
            self.starts += 1
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self.process.wait()
            time.sleep(1)

    def end(self):
        self.over = True
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()


class Readers:
    """Two people who keep asking for a page; `answers` counts statuses, 0 for none."""

    def __init__(self, port):
        self.address, self.answers, self.over = f"http://127.0.0.1:{port}", Counter(), False
        self.threads = [threading.Thread(target=self._read, daemon=True) for _one in range(2)]
        [each.start() for each in self.threads]

    def _read(self):
        while not self.over:
            self.answers[status(self.address + "/accounts/login/")] += 1
            time.sleep(0.1)

    def until_answered(self):
        return wait_for("web answers", lambda: status(self.address + "/accounts/login/") == 200)

    def end(self):
        self.over = True
        [each.join() for each in self.threads]


@contextmanager
def small_disk(cluster, size):
    """(name of a tablespace or None, function that enlarges it)"""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        disk = Path(folder, "disk")
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", str(disk)]
        if subprocess.run(mount, stderr=subprocess.DEVNULL).returncode:
            yield None, None
            return
        try:
            (disk / "space").mkdir()
            cluster.give(disk / "space")
            cluster.sql(f"CREATE TABLESPACE small LOCATION '{disk}/space'")
            yield (
                "small",
                lambda new: subprocess.run(["mount", "-o", f"remount,size={new}", disk], check=True),
            )
            cluster.sql("DROP TABLESPACE small")
        finally:
            subprocess.run(["umount", "-l", disk], check=False)


@contextmanager
def mail_server(port):
    """[letters] that a small SMTP server took."""
    import socketserver

    letters = []

    class Talk(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 here\r\n")
            while line := self.rfile.readline():
                if line.upper().startswith(b"DATA"):
                    self.wfile.write(b"354 go on\r\n")
                    letter = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        letter.append(part)
                    letters.append(b"".join(letter))
                self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 ok\r\n")

    socketserver.TCPServer.allow_reuse_address = True
    with socketserver.TCPServer(("127.0.0.1", port), Talk) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield letters
        server.shutdown()


class Place:
    """An installation on loopback."""

    def __init__(self, folder, copy_of):
        self.cluster = Cluster(folder, "shared_buffers = 128MB").start()
        self.mail_port, self.port = free_port(), free_port()
        self.environment = {
            "DATABASE_URL": self.cluster.url(NAME),
            "DJANGO_SETTINGS_MODULE": "partnership.settings",
            "PARTNERSHIP_VAR": str(folder),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "WORKER_LEASE_SECONDS": str(LEASE),
        }
        os.environ.update(self.environment)
        self.cluster.sql(f"CREATE DATABASE {NAME}")
        if copy_of:
            copy_database(copy_of, self.cluster.url(NAME))
        import django

        django.setup()
        from django.core.management import call_command

        from tests.conftest import small_world

        call_command("migrate", verbosity=0)
        self.world = small_world()
        words = (
            (ROOT / "deploy/partnership-web.service")
            .read_text()
            .split("ExecStart=")[1]
            .split("\n")[0]
            .split()
        )
        words[words.index("--port") + 1] = str(self.port)
        self.web = Kept(str(Path(sys.executable).with_name("granian")), *words[1:], **self.environment)
        self.worker = Kept(sys.executable, "manage.py", "worker", **self.environment)

    def manage(self, *words, wait=True):
        command = [sys.executable, "manage.py", *words]
        begin = subprocess.run if wait else subprocess.Popen
        return begin(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self):
        self.web.end()
        self.worker.end()
        self.cluster.stop("immediate")
