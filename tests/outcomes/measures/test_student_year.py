from datetime import date

import pytest

from outcomes.measures import student_year
from outcomes.measures.student_year import mark_stale, rebuild, rebuild_stale
from outcomes.models import (
    AttendanceMonth,
    Claim,
    DisciplineEvent,
    Enrollment,
    StudentYear,
    StudentYearBuild,
)
from partnership.follow_ups import follow_up

from ..factories import attend, claim, discipline, enroll

YEAR = "2024-25"


@pytest.fixture
def school(world):
    return world.places["alder-1"]


def build(school, year=YEAR):
    rebuild([(school.pk, year)])


def row(student, school, year=YEAR):
    return StudentYear.objects.get(student_key=student, school_id=school.pk, year=year)


def snapshot():
    return list(StudentYear.objects.order_by("student_key", "school_id", "year").values())


def test_the_months_of_a_year_are_added_up_and_no_other_year_is(world, school):
    attend(world, school, "2024-09", {1: (20, 1, 0.5, 1)})
    attend(world, school, "2025-06", {1: (10, 0, 1)})
    attend(world, school, "2025-07", {1: (10, 9, 0)})
    attend(world, school, "2024-06", {1: (10, 9, 0)})
    build(school)
    found = row(1, school)
    assert (found.expected, found.absent, found.excused, found.unexcused) == (3000, 350, 100, 150)


def test_no_attendance_reported_is_not_a_perfect_year(world, school):
    enroll(world, school, YEAR, [1])
    build(school)
    found = row(1, school)
    assert found.enrolled
    assert found.expected is found.absent is None


def test_discipline_is_zero_where_the_school_reported_and_unknown_where_it_did_not(world, school):
    other = world.places["alder-2"]
    enroll(world, school, YEAR, [1, 2])
    enroll(world, other, YEAR, [3])
    discipline(world, school, YEAR, [(1, "out", 0.5), (1, "in", 2), (1, "expulsion", None)])
    rebuild([(school.pk, YEAR), (other.pk, YEAR)])
    found = row(1, school)
    assert (found.suspensions_out, found.suspensions_in, found.suspended_days, found.expulsions) == (
        1,
        1,
        250,
        1,
    )
    assert row(2, school).suspensions_out == 0
    assert row(3, other).suspensions_out is None
    assert row(3, other).expulsions is None


def test_of_several_enrollments_the_first_entry_and_the_rest_of_the_latest(world, school):
    made = claim(world, "student_enrollment", school, YEAR)
    Enrollment.objects.create(
        student_key=1,
        claim_id=made.pk,
        entry_date=date(2024, 8, 15),
        exit_date=date(2024, 11, 1),
        grade="05",
        race="RH",
        english_learner=True,
        foster=True,
    )
    Enrollment.objects.create(
        student_key=1,
        claim_id=made.pk,
        entry_date=date(2025, 1, 8),
        grade="06",
        english_learner=False,
    )
    build(school)
    found = row(1, school)
    assert (found.entry_date, found.exit_date) == (date(2024, 8, 15), None)
    assert (found.grade, found.race) == ("06", "")
    assert found.english_learner is False
    assert found.foster is None


def test_a_student_of_two_schools_has_two_rows(world, school):
    other = world.places["birch-1"]
    enroll(world, school, YEAR, [1])
    enroll(world, other, YEAR, [1])
    rebuild([(school.pk, YEAR), (other.pk, YEAR)])
    assert StudentYear.objects.filter(student_key=1).count() == 2


def test_a_student_known_from_discipline_alone_is_not_enrolled(world, school):
    discipline(world, school, YEAR, [(9, "out", 1)])
    build(school)
    assert not row(9, school).enrolled


def test_rows_of_claims_out_of_effect_do_not_count(world, school):
    made = attend(world, school, "2024-09", {1: (20, 5)})
    Claim.objects.filter(pk=made.pk).update(in_effect=False)
    attend(world, school, "2024-09", {1: (20, 1)})
    build(school)
    assert row(1, school).absent == 100


def test_withdrawal_restores_identical_rows(world, school):
    enroll(world, school, YEAR, range(1, 30), sex="F", race="RH", homeless=False)
    first = attend(world, school, "2024-09", {student: (20, student % 5) for student in range(1, 30)})
    discipline(world, school, YEAR, [(3, "out", 1)])
    build(school)
    before, claims_before = snapshot(), StudentYearBuild.objects.get().claims
    Claim.objects.filter(pk=first.pk).update(in_effect=False)
    second = attend(world, school, "2024-09", dict.fromkeys(range(5, 60), (21, 0)))
    build(school)
    assert snapshot() != before
    Claim.objects.filter(pk=second.pk).update(in_effect=False)
    Claim.objects.filter(pk=first.pk).update(in_effect=True)
    build(school)
    assert snapshot() == before
    assert StudentYearBuild.objects.get().claims == claims_before


def test_withdrawal_restores_tardies_spells_and_days_out_of_school_exactly(world, school):
    """A second file of each kind takes the place of the first; taken back, every column is what it was."""
    first = [
        enroll(world, school, YEAR, range(1, 9)),
        attend(world, school, "2024-09", dict.fromkeys(range(1, 9), (20, 1, 2))),
        discipline(world, school, YEAR, [(1, "out", 1.5), (1, "in", 0.5), (2, "out", 2)]),
    ]
    Enrollment.objects.filter(claim_id=first[0].pk, student_key=4).update(exit_date=date(2024, 12, 1))
    AttendanceMonth.objects.filter(claim_id=first[1].pk).update(tardies_over_30=3)
    build(school)
    before = snapshot()
    told = row(1, school)
    assert (told.tardies, told.suspended_days, told.suspended_days_out) == (3, 200, 150)
    # Counted by hand: from 15 August to the end of June, and to the first of December.
    assert row(2, school).longest_enrollment == (date(2025, 6, 30) - date(2024, 8, 15)).days + 1
    assert row(4, school).longest_enrollment == (date(2024, 12, 1) - date(2024, 8, 15)).days + 1
    Claim.objects.filter(pk__in=[claim.pk for claim in first]).update(in_effect=False)
    second = [
        enroll(world, school, YEAR, range(1, 9)),
        attend(world, school, "2024-09", dict.fromkeys(range(1, 9), (21, 0, 0))),
        discipline(world, school, YEAR, [(1, "out", 9)]),
    ]
    Enrollment.objects.filter(claim_id=second[0].pk).update(exit_date=date(2024, 10, 1))
    AttendanceMonth.objects.filter(claim_id=second[1].pk).update(tardies_over_30=7)
    build(school)
    now = row(1, school)
    assert (now.tardies, now.suspended_days_out) == (7, 900)
    assert now.longest_enrollment < told.longest_enrollment
    Claim.objects.filter(pk__in=[claim.pk for claim in second]).update(in_effect=False)
    Claim.objects.filter(pk__in=[claim.pk for claim in first]).update(in_effect=True)
    build(school)
    assert snapshot() == before


def test_only_the_schools_and_years_named_are_touched(world, school):
    other = world.places["alder-2"]
    for place in (school, other):
        enroll(world, place, YEAR, [1])
        enroll(world, place, "2023-24", [1])
        rebuild([(place.pk, YEAR), (place.pk, "2023-24")])
    Claim.objects.update(in_effect=False)
    build(school)
    assert not StudentYear.objects.filter(school_id=school.pk, year=YEAR).exists()
    assert StudentYear.objects.count() == 3


def test_an_acceptance_marks_stale_and_the_task_rebuilds(
    world, school, django_capture_on_commit_callbacks, monkeypatch
):
    enqueued = []
    monkeypatch.setattr(
        student_year, "rebuild_stale_rows", type("Task", (), {"enqueue": lambda: enqueued.append(1)})
    )
    made = attend(world, school, "2024-09", {1: (20, 1)})
    with django_capture_on_commit_callbacks(execute=True):
        follow_up("claims_changed", submission=made.submission, claims=made.submission.claims.all())
    assert enqueued
    assert StudentYearBuild.objects.get(school=school, year=YEAR).stale
    assert rebuild_stale() == 1
    built = StudentYearBuild.objects.get(school=school, year=YEAR)
    assert (built.stale, built.claims) == (False, [made.pk])
    assert row(1, school).expected == 2000
    assert rebuild_stale() == 0


def test_a_roster_marks_nothing_stale(world):
    made = claim(world, "program_roster", world.programs["mentoring"], YEAR)
    mark_stale(submission=made.submission, claims=made.submission.claims.all())
    assert not StudentYearBuild.objects.exists()


def test_the_cost_does_not_depend_on_the_number_of_schools(world, django_assert_num_queries):
    schools = [world.places[name] for name in ("alder-1", "alder-2", "birch-1", "birch-2")]
    for school in schools:
        discipline(world, school, YEAR, [(1, "in", 1)])
    with django_assert_num_queries(8):
        rebuild([(school.pk, YEAR) for school in schools])
    assert StudentYear.objects.count() == DisciplineEvent.objects.count() == 4
