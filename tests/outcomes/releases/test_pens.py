"""Drawings made in two processes are those made in one, and a process that dies takes none with it."""

import pytest

from outcomes.releases import pens

SIZES = [(60, 40), (40, 60)]
JOBS = [
    ({"data": {"values": [{"a": n, "b": 2.5}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}, SIZES)
    for n in range(pens.WORTH_A_PROCESS + 4)
]


def told():
    return "told"


def alone():
    return [pens.svgs(*job) for job in JOBS]


def test_two_processes_draw_what_one_draws(monkeypatch):
    monkeypatch.setattr(pens.os, "cpu_count", lambda: 2)
    expected, here, draw = alone(), [], pens.svgs

    def meanwhile():
        """Long enough for the other process to begin."""
        return [draw(*job) for job in JOBS]

    monkeypatch.setattr(pens, "svgs", lambda *job: here.append(job) or draw(*job))
    assert pens.drawn_side_by_side(JOBS, meanwhile) == (expected, expected)
    assert len(here) < len(JOBS), "the other process drew some"


def test_a_process_that_does_not_start_or_dies_takes_no_drawing_with_it(monkeypatch):
    monkeypatch.setattr(pens.os, "cpu_count", lambda: 2)
    expected = alone()
    for command in ("/nowhere/python", "false", "true"):
        monkeypatch.setattr(pens.sys, "executable", command)
        assert pens.drawn_side_by_side(JOBS, told) == (expected, "told")


def test_a_process_killed_amid_its_drawings_takes_none_with_it(monkeypatch):
    monkeypatch.setattr(pens.os, "cpu_count", lambda: 2)
    expected, kept = alone(), []
    start = pens.subprocess.Popen

    def started(*command, **more):
        kept.append(start(*command, **more))
        return kept[-1]

    def killed():
        kept[0].kill()
        return "told"

    monkeypatch.setattr(pens.subprocess, "Popen", started)
    assert pens.drawn_side_by_side(JOBS, killed) == (expected, "told")
    assert kept[0].returncode is not None, "nobody is left behind"


def test_what_goes_wrong_meanwhile_ends_the_other_process(monkeypatch):
    monkeypatch.setattr(pens.os, "cpu_count", lambda: 2)
    kept = []
    start = pens.subprocess.Popen
    monkeypatch.setattr(
        pens.subprocess, "Popen", lambda *command, **more: kept.append(start(*command, **more)) or kept[-1]
    )

    def fails():
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        pens.drawn_side_by_side(JOBS, fails)
    assert kept[0].returncode is not None
