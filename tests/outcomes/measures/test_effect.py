"""What a submission would do to the measures: said before acceptance, true after it, and nothing is written."""

import random
from decimal import Decimal

import pytest

from outcomes.measures.calculate import counts_of, together, value_of
from outcomes.measures.cube import Where, count_students
from outcomes.measures.definition import registry
from outcomes.measures.populations import placed, reported
from outcomes.measures.student_year import claims_in_effect, rebuild_stale
from outcomes.models import Claim, StudentYear
from outcomes.submissions.accept import accept, approve
from outcomes.submissions.effects import effects_of
from outcomes.submissions.withdraw import withdraw
from partnership.models import Place
from tests.outcomes.submissions.conftest import accepted, hand_in  # noqa: F401

ENROLLMENT = "school,student_id,school_year,entry_date"
ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
OF_STUDENTS = {"student_enrollment", "student_attendance", "student_discipline"}
DISCIPLINE = "school,student_id,date,action,days"


def told(submission):
    """{(measure, year): (before, after)}"""
    return {(effect.measure, effect.year): (effect.before, effect.after) for effect in effects_of(submission)}


def enrolled(students, school="0100001", year="2024-25"):
    return [f"{school},{student},{year},{year[:4]}-08-15" for student in students]


def test_attendance_by_hand(accepted, hand_in):
    """Two months of 20 days. October is corrected: two days absent of the first student become six."""
    rows = ["0100001,{},2024-{},20,{},0"]
    accepted("student_attendance", ATTENDANCE, [rows[0].format(s, "09", 0) for s in (1, 2)])
    accepted("student_attendance", ATTENDANCE, [rows[0].format(1, "10", 2), rows[0].format(2, "10", 0)])
    again = hand_in(
        "student_attendance", ATTENDANCE, [rows[0].format(1, "10", 6), rows[0].format(2, "10", 0)]
    )
    assert told(again) == {
        # 78 of 80 days, then 74 of 80; of two students expected for 40 days, nobody, then one missed a tenth.
        ("attendance_rate", "2024-25"): (Decimal("97.5"), Decimal("92.5")),
        ("average_days_absent", "2024-25"): (Decimal("2.0"), Decimal("6.0")),
        ("chronic_absence", "2024-25"): (Decimal("0.0"), Decimal("50.0")),
        ("severe_chronic_absence", "2024-25"): (Decimal("0.0"), Decimal("0.0")),
        ("truancy", "2024-25"): (Decimal("0.0"), Decimal("0.0")),
        ("chronic_truancy", "2024-25"): (Decimal("0.0"), Decimal("0.0")),
        # Nobody was there the year before.
        ("improved_attendance", "2024-25"): (None, None),
        ("attendance_measurable", "2024-25"): (Decimal("0.0"), Decimal("0.0")),
    }
    verdicts = {effect.measure: effect.verdict for effect in effects_of(again) if effect.verdict}
    assert verdicts == {"attendance_rate": "bad", "average_days_absent": "bad", "chronic_absence": "bad"}


def test_the_year_before_is_what_is_stored(accepted, hand_in):
    row = "0100001,{},{}-10,31,{},0"
    accepted(
        "student_attendance", ATTENDANCE, [row.format(s, 2023, absent) for s, absent in ((1, 4), (2, 4))]
    )
    rebuild_stale()
    now = hand_in("student_attendance", ATTENDANCE, [row.format(1, 2024, 3), row.format(2, 2024, 4)])
    assert told(now)["improved_attendance", "2024-25"] == (None, Decimal("50.0"))


def test_the_first_file_has_nothing_before(hand_in):
    submission = hand_in("student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,5,0"])
    assert told(submission)["attendance_rate", "2024-25"] == (None, Decimal("75.0"))


def test_suspensions_need_the_enrollment_of_the_same_school(accepted, hand_in):
    events = ["0100001,1,2024-10-01,OSS,1"]
    assert told(hand_in("student_discipline", DISCIPLINE, events, period="2024-25"))[
        "suspension_rate", "2024-25"
    ] == (None, None)
    accepted("student_enrollment", ENROLLMENT, enrolled(range(1, 5)))
    submission = hand_in("student_discipline", DISCIPLINE, events, period="2024-25")
    assert told(submission)["suspension_rate", "2024-25"] == (None, Decimal("25.0"))
    accepted("student_discipline", DISCIPLINE, events, period="2024-25")
    more = hand_in("student_enrollment", ENROLLMENT, enrolled(range(1, 11)))
    for key, before, after in [
        ("suspension_rate", "25.0", "10.0"),
        ("suspensions_per_100", "25.0", "10.0"),
        ("days_lost_per_100", "25.0", "10.0"),
        ("suspended_out_of_school", "25.0", "10.0"),
        ("suspended_in_school", "0.0", "0.0"),
        ("expulsions_per_1000", "0.0", "0.0"),
        ("stability", "100.0", "100.0"),
    ]:
        assert told(more)[key, "2024-25"] == (Decimal(before), Decimal(after)), key


def test_a_roster_tells_how_many_are_served(accepted, hand_in, world):
    header, program = "student_id,entry_date,exit_date,exit_reason", world.programs["mentoring"]
    accepted("program_roster", header, ["1,2024-09-01,,"], period="2024-25", program=program)
    rows = ["1,2024-09-01,2024-09-10,completed", "2,2023-09-01,2024-12-01,unsuccessful"]
    found = told(hand_in("program_roster", header, rows, period="2024-25", program=program))
    assert found["youth_served", "2024-25"] == (Decimal(1), Decimal(2))
    assert found["youth_carried_over", "2024-25"] == (Decimal(0), Decimal(1))
    assert found["completion", "2024-25"] == (None, Decimal("50.0"))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_is_what_comes_and_withdrawal_brings_the_rest_back(accepted, hand_in, world, seed):
    """Drawn files over two schools, three months and three datasets: preview equals result; undo is exact."""
    draw = random.Random(seed)
    files = {
        "student_enrollment": ENROLLMENT,
        "student_attendance": ATTENDANCE,
        "student_discipline": DISCIPLINE,
    }
    for dataset, header in files.items():
        accepted(dataset, header, rows_of(draw, dataset), period="2024-25")
    rebuild_stale()
    for dataset, header in files.items():
        before, rows_before = measured(world), student_years()
        submission = hand_in(dataset, header, rows_of(draw, dataset), period="2024-25")
        said = told(submission)
        assert student_years() == rows_before, "a preview writes nothing"
        done = accept(submission, by=submission.created_by, why="drawn")
        if done.state == "held":
            done = approve(done, by=world.person("partnership_coordinator"))
        rebuild_stale()
        after = measured(world)
        assert said == {key: (before[key[0]], after[key[0]]) for key in said} and said
        withdraw(done, by=done.created_by, why="drawn")
        rebuild_stale()
        assert measured(world) == before
        assert student_years() == rows_before


def rows_of(draw, dataset):
    schools, students = ("0100001", "0100002"), range(1, 31)
    some = [(draw.choice(schools), student) for student in students if draw.random() < 0.8]
    if dataset == "student_enrollment":
        return (
            [f"{school},{student},2024-25,2024-08-15" for school, student in some]
            + enrolled([90], "0100001")
            + enrolled([91], "0100002")
        )
    if dataset == "student_discipline":
        return [f"{school},{student},2024-10-0{1 + student % 3},OSS,1" for school, student in some[:8]]
    return [
        f"{school},{student},2024-{month},20,{draw.choice((0, 1, 5))},0"
        for school, student in [*some, ("0100001", 90), ("0100002", 91)]
        for month in ("09", "10", "11")
    ]


def measured(world):
    """{measure: value} from the table, over both schools."""
    schools = Place.objects.filter(pk__in=[world.places[name].pk for name in ("alder-1", "alder-2")])
    reporting = reported(claims_in_effect("2024-25", schools))
    ones = [one for one in registry().values() if set(one.needs) <= OF_STUDENTS and not one.ratio]
    names = {name for one in ones for name in one.aggregates}
    found = count_students(names, placed(schools, reporting, ["2024-25"]), grouped=False)
    counted = together(*found.get(Where("2024-25", "", "", ""), {}).values())
    return {one.key: value_of(one, counts_of(one, counted)) for one in ones}


def student_years():
    return list(StudentYear.objects.order_by("student_key", "school_id", "year").values())


def test_the_cost_does_not_depend_on_what_else_is_stored(accepted, hand_in, django_assert_num_queries):
    accepted("student_attendance", ATTENDANCE, ["0100001,1,2024-09,20,5,0"])
    submission = hand_in("student_attendance", ATTENDANCE, ["0100001,1,2024-10,20,5,0"])
    with django_assert_num_queries(8):
        effects_of(submission)
    accepted("student_attendance", ATTENDANCE, [f"0100002,{n},2023-09,20,5,0" for n in range(1, 40)])
    assert Claim.objects.filter(in_effect=True).count() == 2
    with django_assert_num_queries(8):
        assert told(submission)["attendance_rate", "2024-25"] == (Decimal("75.0"), Decimal("75.0"))
