"""The designs on the demonstration county, whose truth is planted: they find it, and say no more than it."""

import numpy as np
import pandas as pd
import pytest

from outcomes.demo.calendar import AUTUMN, SPRING
from outcomes.demo.history import demo_history
from outcomes.evaluation.evaluate import evaluate
from outcomes.evaluation.question import Question
from partnership.demo.county import demo_county
from programs.demo.catalog import demo_catalog

# Terms, autumn and spring: the programs asked here began in the autumn of the second year.
ENTRY_TERM = 2


@pytest.fixture(scope="module")
def history():
    county = demo_county()
    return demo_history(county, demo_catalog(county))


@pytest.fixture(scope="module")
def terms(history):
    """Attendance of every student in the six terms, and the suspensions before entry."""
    enrollments, attendance = history.enrollments, history.attendance
    suspensions = np.bincount(history.discipline.stay, minlength=len(enrollments)).astype(float)
    parts = []
    for term in range(6):
        stays = enrollments.in_year(term // 2)
        where = np.ix_(stays, AUTUMN if term % 2 == 0 else SPRING)
        expected = attendance.expected[where].sum(axis=1)
        missed = attendance.absent_halves()[where].sum(axis=1) / 2
        part = {
            "student": enrollments.student[stays],
            "school": enrollments.school[stays],
            "grade": enrollments.grade[stays],
            "period": term,
            "y": 100 * (1 - missed / np.maximum(expected, 1)),
            "days": expected.astype(float),
            "suspended": suspensions[stays],
        }
        parts.append(pd.DataFrame(part)[expected > 0])
    return pd.concat(parts, ignore_index=True)


@pytest.fixture(scope="module")
def result(history, terms):
    """result(program): what the designs make of it, other programs' students left out."""

    def of(program):
        entry, others = {}, set()
        for engagement in history.engagements:
            if engagement.program != program:
                others.add(engagement.student)
                continue
            term = 2 * (engagement.entry.year - 2023 - (engagement.entry.month < 7)) + (
                engagement.entry.month < 7
            )
            entry[engagement.student] = min(entry.get(engagement.student, 9), term)
        panel = terms[~terms["student"].isin(others - set(entry))]
        panel = panel.assign(
            entry=panel["student"].map(entry), participant=panel["student"].isin(entry).astype(int)
        )
        question = Question(
            "attendance",
            window=ENTRY_TERM + 1,
            baselines=(ENTRY_TERM - 1, ENTRY_TERM - 2),
            covariates=("suspended",),
            least_days=20,
        )
        return evaluate(panel, question)

    return of


def test_the_program_that_works_is_found_to(result, history):
    found = result("morning-mentors")
    assert found.finding.verdict == "favorable"
    assert found.estimate.low < history.realized["morning-mentors"] < found.estimate.high
    assert found.described.value > 2 * found.estimate.value


def test_the_program_that_only_looks_as_if_is_not_called_a_success(result):
    found = result("back-to-class-outreach")
    assert found.described.value > 4
    assert found.finding.verdict == "inconclusive"
    assert any("usually improve without any program" in note for note in found.finding.notes)


def test_the_program_that_does_nothing_is_inconclusive_and_says_what_it_could_have_seen(result):
    found = result("youth-sports-league")
    assert found.finding.verdict == "inconclusive"
    assert found.estimate.low < 0 < found.estimate.high
    assert "could have detected" in found.finding.certainty


def test_fourteen_youth_are_too_few_to_say(result):
    found = result("after-school-studio")
    assert found.estimate is None and found.finding.verdict == "descriptive"
    assert "only 14 students" in found.finding.change_mind


@pytest.mark.parametrize("program", ["kinwork-case-management", "families-and-faculty", "summer-academy"])
def test_small_gains_are_within_their_wide_intervals(result, history, program):
    found = result(program)
    assert found.estimate.low < history.realized[program] < found.estimate.high
