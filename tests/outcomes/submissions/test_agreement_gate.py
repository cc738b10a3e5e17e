"""The gate: an agreement must be in force for the organization, the dataset and the school years of the rows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from outcomes.models import AttendanceMonth, Claim, Enrollment
from outcomes.submissions.accept import accept
from outcomes.submissions.reading import log_reading
from partnership.actions.agreements import sign_agreement, terminate_agreement
from partnership.models import Agreement

ENROLLMENT = "school_code,student_id,school_year,entry_date,exit_date,grade,race"
ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
SCHOOL = "99100010100001"


@pytest.fixture
def only_2024(world):
    """Alder's agreement covers one school year."""
    agreement = world["alder"].agreements.get()
    Agreement.objects.filter(pk=agreement.pk).update(first_year="2024-25", last_year="2024-25")
    agreement.refresh_from_db()
    return agreement


def test_a_declared_year_outside_the_agreement_is_refused_at_the_door(only_2024, hand_in):
    with pytest.raises(ValidationError, match="2023-24"):
        hand_in("student_discipline", "school_code,student_id,date,action", [], period="2023-24")
    assert hand_in(
        "student_discipline",
        "school_code,student_id,date,action",
        [f"{SCHOOL},1,2024-09-10,out"],
        period="2024-25",
    )


@pytest.mark.parametrize(
    "dataset, header, rows",
    [
        (
            "student_enrollment",
            ENROLLMENT,
            [f"{SCHOOL},1,2024-25,2024-08-15,,06,RH", f"{SCHOOL},1,2025-26,2025-08-15,,07,RH"],
        ),
        ("student_attendance", ATTENDANCE, [f"{SCHOOL},1,2025-06,20,0,0", f"{SCHOOL},1,2025-07,20,0,0"]),
    ],
)
def test_a_year_that_the_file_itself_tells_is_refused_with_the_sentence(
    only_2024, hand_in, dataset, header, rows
):
    submission = hand_in(dataset, header, rows)
    assert submission.state == "refused"
    assert "for the school year 2025-26" in submission.refusal
    assert not Claim.objects.exists() and not Enrollment.objects.exists()
    assert not AttendanceMonth.objects.exists()
    assert hand_in(dataset, header, rows[:1]).state == "staged"


def test_what_was_staged_is_not_accepted_after_its_year_has_closed(world, hand_in):
    submission = hand_in("student_attendance", ATTENDANCE, [f"{SCHOOL},1,2024-09,20,0,0"])
    world["alder"].agreements.update(first_year="2025-26")
    with pytest.raises(ValidationError, match="no longer in force"):
        accept(submission, by=submission.created_by)
    assert not Claim.objects.filter(in_effect=True).exists()


def test_student_level_views_close_with_the_agreement_and_open_with_the_next(world, only_2024, accepted):
    submission = accepted("student_attendance", ATTENDANCE, [f"{SCHOOL},1,2024-09,20,0,0"])
    reader = submission.created_by
    log_reading(submission, by=reader, rows=1)
    terminate_agreement(only_2024, by=None)
    with pytest.raises(PermissionDenied, match="closed"):
        log_reading(submission, by=reader, rows=1)
    renewed = {
        "by": None,
        "organization": world["alder"],
        "datasets": ["student_attendance"],
        "purpose": "To see what helps.",
        "starts_on": date(2020, 7, 1),
        "ends_on": timezone.localdate() + timedelta(days=9),
    }
    sign_agreement(title="Other years", first_year="2025-26", **renewed)
    with pytest.raises(PermissionDenied):
        log_reading(submission, by=reader, rows=1)
    sign_agreement(title="These years", last_year="2024-25", **renewed)
    log_reading(submission, by=reader, rows=1)


def test_columns_that_the_agreement_does_not_share_are_dropped_as_the_file_is_read(world, hand_in):
    world["alder"].agreements.get().datasets.filter(dataset="student_enrollment").update(withheld=["race"])
    submission = hand_in("student_enrollment", ENROLLMENT, [f"{SCHOOL},1,2024-25,2024-08-15,,06,RH"])
    assert submission.state == "staged"
    assert (Enrollment.objects.get().race, Enrollment.objects.get().grade) == ("", "06")
    (told,) = [each for each in submission.recognized["notices"] if each["code"] == "withheld_columns"]
    assert told["detail"] == {"columns": "race"}
    assert "race" not in submission.recognized["columns"]
