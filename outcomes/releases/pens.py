"""SVG from Vega-Lite specifications, many at once: half of them drawn in a process beside this one.

Vega keeps the interpreter to itself while it draws, so threads are of no use. Run as a program, this file is the other
process: it reads a job a line and writes its drawings a line. It is asked for nothing that could not be drawn here as
well: when it does not start, or ends early, what is left is drawn here. It ends when its input does, so also with its parent.
"""

import json
import os
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from functools import cache

import vl_convert

# Fewer are drawn sooner than another process has started.
WORTH_A_PROCESS = 16
AHEAD, PATIENCE = 2, 60  # jobs that wait for the other process; seconds for the last of them


def svgs(spec, sizes):
    """[SVG] of a specification in each of some (width, height): compiled once for all of them."""
    width, height = sizes[0]
    vega = vl_convert.vegalite_to_vega(
        {**spec, "width": width, "height": height}, vl_version=_newest_version()
    )
    return [vl_convert.vega_to_svg({**vega, "width": width, "height": height}) for width, height in sizes]


def drawn_side_by_side(jobs, meanwhile):
    """([[SVG] of each job], what `meanwhile` returns). jobs: [(specification, sizes)]. meanwhile: other work, which is
    done here while the other process begins to draw.
    """
    jobs, done = [list(job) for job in jobs], {}
    left = deque(range(len(jobs)))
    other = None
    if len(jobs) >= WORTH_A_PROCESS and (os.cpu_count() or 1) > 1:
        other = _OtherPen(jobs, left, done)
    try:
        result = meanwhile()
        while (number := _taken(left.pop)) is not None:
            done[number] = svgs(*jobs[number])
    finally:
        if other:
            other.finish()
    return [done[number] if number in done else svgs(*job) for number, job in enumerate(jobs)], result


def _taken(take):
    """A job's number, None where the two have taken all."""
    try:
        return take()
    except IndexError:
        return None


class _OtherPen:
    """Takes jobs from the left and keeps their drawings, in a thread that waits for the other process."""

    def __init__(self, jobs, left, done):
        self.jobs, self.left, self.done, self.process = jobs, left, done, None
        # Isolated: beside this file lie others that are named like parts of Python.
        command = [sys.executable, "-I", __file__]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        try:
            self.process = subprocess.Popen(command, **pipes, text=True, encoding="ascii")
        except OSError:
            return
        self.thread = threading.Thread(target=self._draw, daemon=True)
        self.thread.start()

    def _draw(self):
        waiting = deque()
        with suppress(OSError, ValueError):  # it has ended: what it did not draw is drawn by the other
            while True:
                while len(waiting) < AHEAD and (number := _taken(self.left.popleft)) is not None:
                    waiting.append(number)
                    print(json.dumps(self.jobs[number]), file=self.process.stdin, flush=True)
                if not waiting:
                    return
                self.done[waiting[0]] = json.loads(self.process.stdout.readline())
                waiting.popleft()

    def finish(self):
        if self.process is None:
            return
        self.left.clear()
        self.thread.join(PATIENCE)
        self.process.kill()
        self.thread.join()
        with suppress(OSError):
            self.process.communicate()


@cache
def _newest_version():
    return max(vl_convert.get_vegalite_versions(), key=lambda name: [int(part) for part in name.split(".")])


def main():
    for line in sys.stdin:
        print(json.dumps(svgs(*json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
