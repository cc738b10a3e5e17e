"""Schools close, merge and are renamed; what was reported before stays where it was."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from outcomes.models import AttendanceMonth, Claim
from outcomes.submissions.withdraw import withdraw
from outcomes.timeliness.expectations import expectations
from partnership.actions.place_history import close_place, merge_places, reopen_place
from partnership.actions.places import add_place, change_place, know_place_as
from partnership.models import AuditEvent, Organization, Place

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
DISCIPLINE = "school,student_id,date,action,days"
JANUARY = date(2025, 1, 1)


@pytest.fixture
def old(world):
    """Alder School 2, which becomes a part of Alder School 1 on 1 January 2025."""
    know_place_as(world.places["alder-2"], by=None, name="The Annex")
    return merge_places(world.places["alder-2"], by=None, into=world.places["alder-1"], merged_on=JANUARY)


def places_of(submission):
    """{(school, period): rows}"""
    return {(claim.place.name, claim.period): claim.rows for claim in submission.claims.all()}


def problems(submission):
    return {problem.reason: problem.rows for problem in submission.problems.all()}


@pytest.mark.parametrize("named", ["0100002", "Alder School 2", "the annex"])
def test_an_old_code_or_name_leads_to_the_successor_from_that_day_on(old, hand_in, named):
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        [f"{named},1,2024-12,15,1,0", f"{named},1,2025-01,18,1,0", f"{named},2,2025-01,18,0,0"],
    )
    assert places_of(submission) == {
        ("Alder School 2", "2024-12"): 1,
        ("Alder School 1", "2025-01"): 2,
    }
    assert problems(submission)["merged_school"] == [[3, 4]]
    message = submission.problems.get(reason="merged_school").message
    assert "Alder School 2 → Alder School 1" in message


def test_a_month_that_had_begun_stays_with_the_old_school(world, hand_in):
    merge_places(world.places["alder-2"], by=None, into=world.places["alder-1"], merged_on=date(2025, 1, 10))
    submission = hand_in("student_attendance", ATTENDANCE, ["0100002,1,2025-01,18,1,0"])
    assert places_of(submission) == {("Alder School 2", "2025-01"): 1}


def test_within_a_year_the_day_of_an_event_decides(old, hand_in):
    submission = hand_in(
        "student_discipline",
        DISCIPLINE,
        ["0100002,1,2024-12-20,OSS,1", "0100002,1,2025-01-15,OSS,1"],
        period="2024-25",
    )
    assert places_of(submission) == {
        ("Alder School 2", "2024-25"): 1,
        ("Alder School 1", "2024-25"): 1,
    }
    assert problems(submission)["merged_school"] == [[3, 3]]


def test_mergers_follow_each_other(world, old, hand_in):
    third = add_place(
        by=None, kind="school", code="99100010100003", name="Alder School 3", parent=world.places["alder"]
    )
    merge_places(Place.objects.get(pk=old.merged_into_id), by=None, into=third, merged_on=date(2025, 3, 1))
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        [f"0100002,1,{month},15,1,0" for month in ("2024-12", "2025-02", "2025-03")],
    )
    assert places_of(submission) == {
        ("Alder School 2", "2024-12"): 1,
        ("Alder School 1", "2025-02"): 1,
        ("Alder School 3", "2025-03"): 1,
    }


def test_a_successor_of_another_organization_is_not_ours_to_report(world, hand_in):
    merge_places(world.places["alder-2"], by=None, into=world.places["birch-1"], merged_on=JANUARY)
    submission = hand_in("student_attendance", ATTENDANCE, ["0100002,1,2025-02,15,1,0"])
    assert problems(submission)["not_your_place"] == [[2, 2]]
    assert not submission.claims.exists()


def test_old_and_new_school_may_share_a_name(world, hand_in):
    change_place(world.places["alder-1"], by=None, name="Alder School")
    change_place(world.places["alder-2"], by=None, name="Alder School")
    merge_places(world.places["alder-2"], by=None, into=world.places["alder-1"], merged_on=JANUARY)
    submission = hand_in("student_attendance", ATTENDANCE, ["Alder School,1,2025-02,15,1,0"])
    assert submission.claims.get().place_id == world.places["alder-1"].pk


def test_totals_of_the_state_follow_as_well(old, hand_in):
    header = (
        "AcademicYear,CountyCode,DistrictCode,SchoolCode,ReportingCategory_Description,"
        "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)"
    )
    rows = [f"{year},99,10001,0100002,Total,50,9,5" for year in ("2023-24", "2024-25", "2025-26")]
    submission = hand_in("school_totals", header, rows)
    assert places_of(submission) == {
        ("Alder School 2", "2023-24"): submission.claims.first().rows,
        ("Alder School 2", "2024-25"): submission.claims.first().rows,
        ("Alder School 1", "2025-26"): submission.claims.first().rows,
    }


def test_after_its_last_day_nothing_is_taken_for_a_school(world, hand_in):
    close_place(world.places["alder-2"], by=None, closed_on=date(2025, 1, 31))
    submission = hand_in(
        "student_attendance",
        ATTENDANCE,
        ["0100002,1,2025-01,15,1,0", "0100002,1,2025-02,15,1,0", "0100001,1,2025-02,15,1,0"],
    )
    problem = submission.problems.get(reason="closed_school")
    assert (problem.severity, problem.rows) == ("error", [[3, 3]])
    assert "Alder School 2" in problem.message
    events = hand_in(
        "student_discipline",
        DISCIPLINE,
        ["0100002,1,2025-01-15,OSS,1", "0100002,1,2025-02-01,OSS,1"],
        period="2024-25",
    )
    assert problems(events)["closed_school"] == [[3, 3]]


def test_a_closed_school_is_not_asked_for_later_periods(world):
    close_place(world.places["alder-2"], by=None, closed_on=date(2025, 1, 31))

    def asked(month):
        ours = Organization.objects.filter(slug="alder")
        found = [
            each for each in expectations(ours, date(2025, 5, 20)) if each.dataset.key == "student_attendance"
        ]
        return [part.name for period in found[0].periods if period.period == month for part in period.parts]

    assert asked("2025-01") == ["Alder School 1", "Alder School 2"]
    assert asked("2025-02") == ["Alder School 1"]


def test_history_stays_and_later_numbers_stand_in_the_way(world, accepted):
    before = accepted("student_attendance", ATTENDANCE, ["0100002,1,2024-12,15,1,0"])
    later = accepted("student_attendance", ATTENDANCE, ["0100002,1,2025-02,15,1,0"])
    school = world.places["alder-2"]
    for end in (
        lambda: close_place(school, by=None, closed_on=date(2024, 12, 31)),
        lambda: merge_places(school, by=None, into=world.places["alder-1"], merged_on=JANUARY),
    ):
        with pytest.raises(ValidationError) as refusal:
            end()
        assert "2025-02" in refusal.value.messages[0] and "2024-12" not in refusal.value.messages[0]
    school.refresh_from_db()
    assert school.closed_on is None, "nothing changed"
    withdraw(later, by=later.created_by, why="It is one school now")
    merge_places(school, by=None, into=world.places["alder-1"], merged_on=JANUARY)
    again = accepted("student_attendance", ATTENDANCE, ["0100002,1,2025-02,15,1,0"])
    assert places_of(again) == {("Alder School 1", "2025-02"): 1}
    assert places_of(before) == {("Alder School 2", "2024-12"): 1}
    in_effect = Claim.objects.filter(in_effect=True).values("pk")
    assert AttendanceMonth.objects.filter(claim_id__in=in_effect).count() == 2


def test_what_cannot_be_merged(world, old):
    ours, theirs = world.places["alder-1"], world.places["birch-1"]
    for place, into, day in [
        (ours, ours, JANUARY),
        (ours, world.places["alder"], JANUARY),
        (ours, old, JANUARY),  # closed since
        (old, theirs, JANUARY),  # merged already
    ]:
        with pytest.raises(ValidationError):
            merge_places(place, by=None, into=into, merged_on=day)
    with pytest.raises(ValidationError):
        close_place(old, by=None, closed_on=JANUARY)


def test_a_mistake_is_taken_back_and_each_step_is_logged(world, old, hand_in):
    administrator = world.person("partnership_administrator")
    place = reopen_place(old, by=administrator)
    assert (place.merged_into, place.merged_on, place.closed_on) == (None, None, None)
    submission = hand_in("student_attendance", ATTENDANCE, ["0100002,1,2025-02,15,1,0"])
    assert places_of(submission) == {("Alder School 2", "2025-02"): 1}
    told = AuditEvent.objects.filter(target_id=str(old.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(told)[-2:] == ["place.merged", "place.reopened"]


def test_a_renamed_school_is_found_by_both_names(world, hand_in):
    change_place(world.places["alder-2"], by=None, name="Rosa Parks Academy")
    rows = ["Alder School 2,1,2025-02,15,1,0", "Rosa Parks Academy,2,2025-02,15,1,0"]
    submission = hand_in("student_attendance", ATTENDANCE, rows)
    assert places_of(submission) == {("Rosa Parks Academy", "2025-02"): 2}
