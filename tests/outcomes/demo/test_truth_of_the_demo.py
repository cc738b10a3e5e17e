"""What is planted is there: selection, regression to the mean, and effects as written down."""

from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pytest

from outcomes.demo.calendar import AUTUMN
from outcomes.demo.truth import TRUTHS

ENTERED_BY = date(2024, 12, 31)
BAD_YEAR = [
    truth.program for truth in TRUTHS.values() if truth.chosen_for in ("bad_year", "unexcused_absences")
]


@pytest.fixture(scope="module")
def entrants(history):
    """{program: positions of the students who entered in the autumn of 2024}"""
    entered = defaultdict(list)
    for engagement in history.engagements:
        if engagement.entry <= ENTERED_BY:
            entered[engagement.program].append(engagement.student)
    return {program: np.array(students) for program, students in entered.items()}


@pytest.fixture(scope="module")
def peers(history):
    """Students at a program's sites and in its grades in 2024-25 who never entered any program (mask)."""
    enrollments = history.enrollments
    anyone = np.zeros(len(history.students), dtype=bool)
    anyone[[engagement.student for engagement in history.engagements]] = True

    def of(program):
        told = history.catalog.program(program)
        sites = [at for at, school in enumerate(history.county.schools) if school.code in told.sites]
        there = (enrollments.year == 1) & np.isin(enrollments.school, sites)
        there &= np.isin(enrollments.grade, list(told.grades))
        mask = np.zeros(len(history.students), dtype=bool)
        mask[enrollments.student[there]] = True
        return mask & ~anyone

    return of


def test_some_nine_hundred_youth_are_in_the_eight_programs(history):
    assert 870 <= len(history.engagements) <= 950
    sizes = Counter(engagement.program for engagement in history.engagements)
    assert set(sizes) == set(TRUTHS) == {program.slug for program in history.catalog.programs}
    assert sizes["after-school-studio"] == 14
    in_second_year = sum(
        date(2024, 7, 1) <= engagement.entry <= date(2025, 6, 30) for engagement in history.engagements
    )
    assert in_second_year > 0.85 * len(history.engagements)


def test_participants_are_enrolled_at_the_site_in_the_grades_under_the_id_on_the_roster(history):
    enrollments = history.enrollments
    for engagement in history.engagements:
        program = history.catalog.program(engagement.program)
        school = history.county.schools[enrollments.school[engagement.stay]]
        assert engagement.site == school.code and school.code in program.sites
        assert engagement.issuer == school.district
        assert engagement.local_id == enrollments.local_id[engagement.stay]
        assert enrollments.student[engagement.stay] == engagement.student
        assert enrollments.grade[engagement.stay] in program.grades
        assert engagement.entry >= program.starts
        assert engagement.exit is None or engagement.exit >= engagement.entry
        assert bool(engagement.exit) == bool(engagement.exit_reason)


def test_consent_is_given_declined_or_withdrawn(history):
    consents = Counter(engagement.consent for engagement in history.engagements)
    assert consents["given"] > 0.85 * len(history.engagements)
    assert set(consents) == {"given", "declined", "withdrawn"}


def test_only_the_two_programs_that_say_so_share_students(history):
    programs = defaultdict(set)
    for engagement in history.engagements:
        programs[engagement.student].add(engagement.program)
    assert {frozenset(shared) for shared in programs.values() if len(shared) > 1} <= {
        frozenset({"families-and-faculty", "home-stretch-challenge"})
    }


@pytest.mark.parametrize("program", BAD_YEAR)
def test_participants_had_a_worse_year_than_their_peers(program, entrants, peers, rate):
    before = rate(0)
    assert np.nanmean(before[entrants[program]]) < np.nanmean(before[peers(program)]) - 3


def test_entrants_of_the_challenge_had_a_worse_autumn_than_their_peers(history, peers, rate):
    program = "home-stretch-challenge"
    entered = [engagement.student for engagement in history.engagements if engagement.program == program]
    entered = [student for student in entered if not np.isnan(rate(1, list(AUTUMN))[student])]
    autumn = rate(1, list(AUTUMN))
    assert np.mean(autumn[entered]) < np.nanmean(autumn[peers(program)]) - 2


def test_before_and_after_makes_a_program_that_does_nothing_look_splendid(history, entrants, rate):
    truth = TRUTHS["back-to-class-outreach"]
    assert truth.attendance_points == 0 and truth.suspension_rate_ratio == 1
    assert history.realized[truth.program] == 0
    change = (rate(1) - rate(0))[entrants[truth.program]]
    assert np.nanmean(change) > 1


def test_before_and_after_of_the_league_is_flat_and_so_is_its_truth(entrants, rate):
    assert TRUTHS["youth-sports-league"].attendance_points == 0
    change = (rate(1) - rate(0))[entrants["youth-sports-league"]]
    assert abs(np.nanmean(change)) < 1


def test_what_was_planted_was_really_gained(history):
    for program, truth in TRUTHS.items():
        assert abs(history.realized[program] - truth.attendance_points) < 0.1, program


@pytest.mark.parametrize(
    ("program", "least", "most"),
    [
        ("morning-mentors", 0.8, 2.8),
        ("back-to-class-outreach", -1.5, 1.5),
        ("youth-sports-league", -1.2, 1.2),
    ],
)
def test_a_comparison_that_adjusts_for_the_year_before_finds_the_truth(
    history, entrants, peers, rate, program, least, most
):
    """Least squares on the two halves of the year before, unexcused days, suspensions, school and grade."""
    enrollments, count = history.enrollments, len(history.students)
    first, second = enrollments.in_year(0), enrollments.in_year(1)
    unexcused = np.bincount(
        enrollments.student[first], history.attendance.unexcused[first].sum(axis=1), minlength=count
    )
    events = history.discipline.stay
    suspensions = np.bincount(enrollments.student[events[enrollments.year[events] == 0]], minlength=count)
    school, grade = np.full(count, -1), np.full(count, -1)
    school[enrollments.student[second]] = enrollments.school[second]
    grade[enrollments.student[second]] = enrollments.grade[second]
    entered = np.zeros(count, dtype=bool)
    entered[entrants[program]] = True
    outcome, autumn, spring = rate(2), rate(0, slice(0, 4)), rate(0, slice(4, 10))
    sample = (entered | peers(program)) & ~np.isnan(outcome + autumn + spring)
    columns = [np.ones(count), entered, autumn, spring, unexcused, unexcused**2, suspensions]
    columns += [school == site for site in np.unique(school[sample])[1:]]
    columns += [grade == level for level in np.unique(grade[sample])[1:]]
    design = np.column_stack([column[sample].astype(float) for column in columns])
    estimate = np.linalg.lstsq(design, outcome[sample], rcond=None)[0][1]
    assert least < estimate < most
