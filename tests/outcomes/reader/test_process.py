"""The child process: it is lean and confined, it always ends, and whatever becomes of it the server gets a
sentence.
"""

import gc
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from outcomes.submissions.reader import Limits, Refused, process, read
from outcomes.submissions.reader.guarded import frames

from .files import read_one, row, sheet, workbook

HOME = Path(process.__file__).parent
LONG = b"school,days\n" + b"Adams,1\n" * 400_000


def child(reading):
    return reading._child._process


def in_child(monkeypatch, script):
    """Let the child run this instead of the reader."""
    monkeypatch.setattr(process, "_START", script)


def test_what_the_child_imports_is_only_the_standard_library_and_itself():
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import guarded.main; "
        "print('\\n'.join(f'{name} {getattr(module, \"__file__\", None) or \"\"}' for name, module in "
        "sys.modules.items()))"
    )
    lines = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(HOME)], capture_output=True, text=True, check=True
    ).stdout
    for line in lines.splitlines():
        name, _, path = line.partition(" ")
        assert "site-packages" not in path, name
        assert not path.startswith(str(HOME)) or name.split(".")[0] == "guarded"
    assert "django" not in lines
    assert "outcomes" not in "".join(line.split(" ")[0] for line in lines.splitlines())


def test_leaving_early_ends_the_child():
    with read(LONG, "x.csv") as reading:
        next(next(reading.tables()).batches())
        running = child(reading)
        assert running.poll() is None
    assert running.returncode == -signal.SIGKILL
    assert running.stdout.closed


def test_a_reading_that_is_forgotten_ends_its_child():
    reading = read(LONG, "x.csv")
    running = child(reading)
    del reading
    gc.collect()
    assert running.returncode is not None


def test_a_child_whose_reading_is_complete_is_gone_before_the_block_ends():
    with read(b"a,b\n1,2\n", "x.csv") as reading:
        running = child(reading)
        for table in reading.tables():
            list(table.batches())
        assert running.returncode is not None


def test_a_table_passed_over_is_read_to_its_end_for_the_next():
    pages = {
        f"20{n}-{n + 1}": sheet(row(1, "a", "b"), *(row(r, n, r) for r in range(2, 50))) for n in (17, 18, 19)
    }
    with read(workbook(pages), "x.xlsx", limits=Limits(batch_rows=7)) as reading:
        seen = []
        for table in reading.tables():
            if table.sheet != "2018-19":
                continue
            seen.append(sum(len(batch.rows) for batch in table.batches()))
    assert seen == [48]


def test_a_reading_is_streamed_once():
    with read(b"a,b\n1,2\n", "x.csv") as reading:
        list(reading.tables())
        with pytest.raises(RuntimeError):
            next(reading.tables())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_killed_while_reading_is_a_refusal(number):
    with read(LONG * 3, "x.csv") as reading:
        batches = next(reading.tables()).batches()
        next(batches)
        os.kill(child(reading).pid, number)
        with pytest.raises(Refused) as refused:
            list(batches)
    assert refused.value.code == "reader_died"
    assert refused.value.sentence.startswith("The file made the program that reads it stop")


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("raise SystemExit(3)", "reader_died"),
        ("import os; os.abort()", "reader_died"),
        ("import sys; sys.stdin.buffer.read(); print('nonsense that is no frame at all')", "reader_died"),
        (
            "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'O\\xff\\xff\\xff\\xff')",
            "reader_died",
        ),
        ("import sys, time; sys.stdin.buffer.read(); time.sleep(60)", "reader_stalled"),
        ("import time; time.sleep(60)", "reader_stalled"),
    ],
)
def test_whatever_the_child_does_instead_of_answering(monkeypatch, script, code):
    in_child(monkeypatch, script)
    with pytest.raises(Refused) as refused:
        read(LONG, "x.csv", limits=Limits(seconds=0.5))
    assert refused.value.code == code


def test_too_little_memory_is_said_not_suffered():
    with pytest.raises(Refused) as refused:
        read_one(LONG * 8, limits=Limits(memory=40 * 1024 * 1024))
    assert refused.value.code == "too_much_memory"


def test_too_little_time_is_said():
    with pytest.raises(Refused) as refused:
        read_one(LONG * 16, limits=Limits(cpu_seconds=1))
    assert refused.value.code == "too_much_time"


def test_the_child_can_write_no_file_and_leaves_no_core(tmp_path, monkeypatch):
    target = tmp_path / "leak"
    in_child(
        monkeypatch,
        "import sys, json, resource; sys.path.insert(0, sys.argv[1]); from guarded import main, frames; "
        "main.restrict({'cpu_seconds': 5, 'memory': 1 << 29});"
        "sys.stdin.buffer.read();"
        f"\ntry:\n f = open({str(target)!r}, 'w'); f.write('x' * 10); f.flush(); said = 'written'\n"
        "except OSError: said = 'refused'\n"
        "core = resource.getrlimit(resource.RLIMIT_CORE)\n"
        "sys.stdout.buffer.write(frames.pack(frames.REFUSED, {'code': said, 'details': {'core': "
        "list(core)}}))",
    )
    with pytest.raises(Refused) as refused:
        read(b"a,b\n1,2\n", "x.csv")
    assert (refused.value.code, refused.value.details) == ("refused", {"core": [0, 0]})


def test_a_fault_in_the_child_tells_its_place_and_no_data(monkeypatch):
    in_child(
        monkeypatch,
        "import sys; sys.path.insert(0, sys.argv[1]); from guarded import main\n"
        "def broken(content): raise ValueError(content.decode())\n"
        "main.kind_of = broken\nmain.main()",
    )
    with pytest.raises(Refused) as refused:
        read(b"name,secret\nAnn,Canary\n", "x.csv")
    assert refused.value.code == "unreadable"
    assert "ValueError" in refused.value.sentence
    assert "Canary" not in refused.value.sentence + repr(refused.value.details)


def test_many_files_at_once():
    results = []

    def work(n):
        _, whole = read_one(f"school,days\nS{n},{n}\n" * 1)
        results.append(whole.rows[2] == (f"S{n}", str(n)))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 12


def test_no_open_files_are_left_behind():
    before = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    if before is None:
        pytest.skip("the system does not list open files")
    for content in (b"a,b\n1,2\n", b"%PDF-1.4", b"a,a\n"):
        try:
            with read(content, "x.csv") as reading:
                list(reading.tables())
        except Refused:
            pass
    gc.collect()
    assert set(os.listdir("/proc/self/fd")) == before


def test_a_batch_that_does_not_add_up_is_never_believed():
    short = (4, "too_few_fields", "x\0y")
    honest = frames.pack_batch([2, 3, 9], ["a\0b\0c", "\0\0"], [short])[frames.HEAD.size :]
    assert frames.unpack_batch(honest) == ([[2, 2], [9, 1]], [["a", "b", "c"], ["", "", ""]], [short])
    for broken in (honest[:3], honest[:-2], honest.replace(b"a\0b", b"a-b")):
        with pytest.raises(ValueError):
            frames.unpack_batch(broken)


def test_blank_and_single_cells_survive_the_wire():
    for numbers, columns in (([5], ["", "x"]), ([], ["", ""])):
        _, back, _ = frames.unpack_batch(frames.pack_batch(numbers, columns, [])[frames.HEAD.size :])
        assert back == ([[""], ["x"]] if numbers else [[], []])
