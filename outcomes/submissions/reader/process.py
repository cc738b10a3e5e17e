"""Starting, feeding and ending the child process that reads a file.

The bytes go through a pipe and never touch the disk. The child reads everything before it answers, so the
two can never wait for each other; every wait has an end; a child whose reader goes away is killed.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
import weakref
from dataclasses import asdict
from pathlib import Path

from .guarded import frames

_HOME = Path(__file__).resolve().parent
_START = "import sys; sys.path.insert(0, sys.argv[1]); from guarded.main import main; main()"
#: Where some builds of Python find their own libraries; the child gets nothing else of the environment.
_NEEDED = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_PIECE = 1 << 16


class ChildFailed(Exception):
    """The child ended without an answer, or gave none in time; `code` is the refusal that this amounts to."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Child:
    """One child process reading one file."""

    def __init__(self, content, name, chosen, limits):
        self._seconds = limits.seconds
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, str(_HOME)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            cwd="/",
        )
        self._end = weakref.finalize(self, _end, self._process)
        try:
            self._send(content, name, chosen, limits)
        except BaseException:
            self.end()
            raise

    def end(self):
        """Kill the child if it still lives, and take back its pipes. Can be called again."""
        self._end()

    def frame(self):
        """(kind, payload) of the next frame. Raises ChildFailed."""
        kind, length = frames.HEAD.unpack(self._read(frames.HEAD.size))
        if length > frames.LONGEST:
            self.end()
            raise ChildFailed("reader_died")
        return kind, self._read(length)

    def _send(self, content, name, chosen, limits):
        request = json.dumps(
            {"name": name, **chosen, "limits": asdict(limits), "length": len(content)}
        ).encode()
        stdin = self._process.stdin.fileno()
        os.set_blocking(stdin, False)
        try:
            for part in (frames.LENGTH.pack(len(request)) + request, content):
                self._write(stdin, memoryview(part))
        except BrokenPipeError:
            pass  # The child is gone already; reading its answer tells why.
        self._process.stdin.close()

    def _write(self, stdin, left):
        while left:
            self._wait(stdin, select.POLLOUT)
            left = left[os.write(stdin, left[:_PIECE]) :]

    def _read(self, length):
        stdout = self._process.stdout.fileno()
        payload = bytearray(length)
        left = memoryview(payload)
        while left:
            self._wait(stdout, select.POLLIN)
            received = os.readv(stdout, [left])
            if not received:
                raise ChildFailed(self._cause())
            left = left[received:]
        return payload

    def _wait(self, descriptor, event):
        poll = select.poll()
        poll.register(descriptor, event)
        deadline = time.monotonic() + self._seconds
        while not poll.poll(max(0, deadline - time.monotonic()) * 1000):
            if time.monotonic() >= deadline:
                self.end()
                raise ChildFailed("reader_stalled")

    def _cause(self):
        """Why the child stopped talking."""
        try:
            status = self._process.wait(timeout=self._seconds)
        except subprocess.TimeoutExpired:
            status = None
        self.end()
        return "too_much_time" if status == -signal.SIGXCPU else "reader_died"


def _end(process):
    for pipe in (process.stdin, process.stdout):
        pipe.close()
    if process.poll() is None:
        process.kill()
    process.wait()
