"""A file of student attendance from the clerk's desk into effect, and back."""

import random

import pytest

from outcomes.models import AttendanceMonth, Claim, Problem, SchoolTotal, Submission
from outcomes.submissions.accept import accept
from outcomes.submissions.withdraw import discard, withdraw
from partnership.models import AuditEvent, VaultItem

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused,days_suspended,iss"
SEPTEMBER = [
    "99100010100001,100,2024-09,20,1,0.5,0,0",
    "99100010100001,101,2024-09,20,0,0,0,0",
    "0100002,102,2024-09,20,0,0,0,0",
]
OCTOBER = ["99100010100001,100,2024-10,21,0,2,1,0"]
DAYS = ("expected", "excused", "unexcused", "suspended_out", "suspended_in")


def in_effect():
    """{(place code, month, student): days in hundredths} of what counts now."""
    claims = {claim.pk: claim for claim in Claim.objects.filter(in_effect=True).select_related("place")}
    return {
        (claims[row.claim_id].place.code, claims[row.claim_id].period, row.student_key): tuple(
            getattr(row, name) for name in DAYS
        )
        for row in AttendanceMonth.objects.filter(claim_id__in=claims)
    }


def everything_in_effect():
    """Whole tables, as far as they count."""
    claims = Claim.objects.filter(in_effect=True).order_by("pk")
    return (
        list(claims.values("pk", "dataset", "place", "program", "period", "family", "rows", "in_effect")),
        list(AttendanceMonth.objects.filter(claim_id__in=claims.values("pk")).order_by("pk").values()),
        list(SchoolTotal.objects.filter(claim_id__in=claims.values("pk")).order_by("pk").values()),
    )


def test_staged_rows_are_invisible_until_they_are_accepted(hand_in):
    submission = hand_in("student_attendance", ATTENDANCE, SEPTEMBER + OCTOBER)
    assert (submission.state, submission.rows, submission.new) == ("staged", 4, 4)
    assert AttendanceMonth.objects.count() == 4
    assert in_effect() == {}
    accept(submission, by=submission.created_by)
    assert sorted(in_effect().values()) == [
        (2000, 0, 0, 0, 0),
        (2000, 0, 0, 0, 0),
        (2000, 100, 50, 0, 0),
        (2100, 0, 200, 100, 0),
    ]


def test_a_claim_is_a_school_and_a_month(accepted):
    submission = accepted("student_attendance", ATTENDANCE, SEPTEMBER + OCTOBER)
    claims = submission.claims.order_by("place__code", "period")
    assert list(claims.values_list("place__code", "period", "rows", "in_effect")) == [
        ("99100010100001", "2024-09", 2, True),
        ("99100010100001", "2024-10", 1, True),
        ("99100010100002", "2024-09", 1, True),
    ]


def test_a_corrected_month_replaces_its_month_and_nothing_else(accepted, hand_in):
    accepted("student_attendance", ATTENDANCE, SEPTEMBER + OCTOBER)
    corrected = ["99100010100001,100,2024-09,20,2,0.5,0,0", "99100010100001,109,2024-09,20,0,0,0,0"]
    submission = hand_in("student_attendance", ATTENDANCE, corrected)
    # Student 101 is no longer in the school's September; 102 is at another school, which is not claimed.
    assert (submission.new, submission.changed, submission.unchanged, submission.removed) == (1, 1, 0, 1)
    accept(submission, by=submission.created_by)
    assert sorted(in_effect().values()) == [
        (2000, 0, 0, 0, 0),
        (2000, 0, 0, 0, 0),
        (2000, 200, 50, 0, 0),
        (2100, 0, 200, 100, 0),
    ]


def test_importing_twice_changes_nothing(accepted):
    accepted("student_attendance", ATTENDANCE, SEPTEMBER)
    before = in_effect()
    again = accepted("student_attendance", ATTENDANCE, SEPTEMBER)
    assert (again.new, again.changed, again.unchanged, again.removed) == (0, 0, 3, 0)
    assert in_effect() == before
    notice = again.recognized["notices"][0]
    assert notice["code"] == "same_file"


def test_withdrawing_restores_exactly_the_state_before(accepted):
    accepted("student_attendance", ATTENDANCE, SEPTEMBER + OCTOBER)
    before = everything_in_effect()
    submission = accepted("student_attendance", ATTENDANCE, ["0100001,100,2024-09,19,0,0,0,0"])
    assert everything_in_effect() != before
    withdraw(submission, by=submission.created_by, why="Wrong export")
    assert everything_in_effect() == before


def test_withdrawing_what_was_replaced_changes_nothing_now_and_is_remembered(accepted):
    first = accepted("student_attendance", ATTENDANCE, SEPTEMBER)
    second = accepted("student_attendance", ATTENDANCE, ["0100001,100,2024-09,19,0,0,0,0"])
    third = accepted("student_attendance", ATTENDANCE, ["0100001,100,2024-09,18,0,0,0,0"])
    before = everything_in_effect()
    withdraw(second, by=second.created_by, why="Never right")
    assert everything_in_effect() == before
    withdraw(third, by=third.created_by, why="Nor this")
    assert set(Claim.objects.filter(in_effect=True).values_list("submission", flat=True)) == {first.pk}


def test_any_order_of_accepting_and_withdrawing_ends_as_a_simple_model_says(accepted):
    """The slow, obvious way: a stack of accepted files; for each scope the topmost not withdrawn one counts."""
    draw = random.Random(4)
    stack = []
    for _step in range(25):
        running = [entry for entry in stack if not entry["withdrawn"]]
        if running and draw.random() < 0.4:
            entry = draw.choice(running)
            withdraw(entry["submission"], by=entry["submission"].created_by, why="Drawn")
            entry["withdrawn"] = True
        else:
            scopes = draw.sample(
                [(school, month) for school in (1, 2) for month in ("2024-09", "2024-10")], 2
            )
            days = draw.randint(1, 20)
            rows = [f"010000{school},100,{month},{days},0,0,0,0" for school, month in scopes]
            submission = accepted("student_attendance", ATTENDANCE, rows)
            stack.append({"submission": submission, "scopes": scopes, "days": days, "withdrawn": False})
        expected = {}
        for entry in stack:
            if not entry["withdrawn"]:
                expected |= dict.fromkeys(entry["scopes"], entry["days"] * 100)
        found = {(int(code[-1]), month): days[0] for (code, month, _student), days in in_effect().items()}
        assert found == expected


def test_counts_of_a_comparison_agree_with_sets(hand_in, accepted):
    """The slow, obvious way, on rows that come, go and change."""
    draw = random.Random(11)

    def month_of(students):
        return {student: draw.choice((0, 1, 2)) for student in students if draw.random() < 0.7}

    before, after = month_of(range(1, 120)), month_of(range(40, 160))
    accepted(
        "student_attendance", ATTENDANCE, [f"0100001,{s},2024-09,20,{d},0,0,0" for s, d in before.items()]
    )
    submission = hand_in(
        "student_attendance", ATTENDANCE, [f"0100001,{s},2024-09,20,{d},0,0,0" for s, d in after.items()]
    )
    both = before.keys() & after.keys()
    assert (submission.new, submission.changed, submission.unchanged, submission.removed) == (
        len(after.keys() - both),
        sum(before[student] != after[student] for student in both),
        sum(before[student] == after[student] for student in both),
        len(before.keys() - both),
    )


TOTALS = (
    "AcademicYear,CountyCode,DistrictCode,SchoolCode,ReportingCategory_Description,CumulativeEnrollment,"
    "Total Suspensions,Unduplicated Count of Students Suspended (Total),Suspension Count Weapons Possession"
)


def test_counts_of_a_comparison_of_totals_agree_with_sets(hand_in, accepted):
    """Each row of the spreadsheet is several facts, in several families; it is counted as one row."""
    draw = random.Random(5)
    groups = ["Total", "Female", "Male", "White", "Asian", "English Learners", "Foster", "Homeless"]

    def of_a_year():
        return {
            group: (draw.choice((50, 51)), draw.choice((1, 2))) for group in groups if draw.random() < 0.8
        }

    for _round in range(6):
        before, after = of_a_year(), of_a_year()
        year = f"20{10 + _round}-{11 + _round}"
        rows = [
            [
                f"{year},99,10001,0100001,{group},{enrolled},9,5,{weapons}"
                for group, (enrolled, weapons) in side.items()
            ]
            for side in (before, after)
        ]
        accepted("school_totals", TOTALS, rows[0])
        found = hand_in("school_totals", TOTALS, rows[1])
        both = before.keys() & after.keys()
        # A family that the second file does not hold is not claimed, and so not taken away.
        family = {"White": "race", "Asian": "race", "Female": "sex", "Male": "sex", "Total": "total"}
        held = {family.get(group, "groups") for group in after}
        gone = {group for group in before.keys() - both if family.get(group, "groups") in held}
        assert (found.new, found.changed, found.unchanged, found.removed) == (
            len(after.keys() - both),
            sum(before[group] != after[group] for group in both),
            sum(before[group] == after[group] for group in both),
            len(gone),
        )


@pytest.mark.parametrize("way", ["accept", "discard"])
def test_the_file_leaves_the_vault_when_its_journey_ends(hand_in, way):
    submission = hand_in("student_attendance", ATTENDANCE, SEPTEMBER)
    assert VaultItem.objects.filter(purpose="submission").count() == 1
    {"accept": accept, "discard": discard}[way](submission, by=submission.created_by)
    assert not VaultItem.objects.exists()
    assert AuditEvent.objects.filter(verb="vault.destroyed").count() == 1


def test_discarding_removes_every_staged_row(hand_in, django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    submission = hand_in("student_attendance", ATTENDANCE, SEPTEMBER)
    with django_capture_on_commit_callbacks(execute=True):
        discard(submission, by=submission.created_by)
    assert AttendanceMonth.objects.count() == Claim.objects.count() == Problem.objects.count() == 0
    assert Submission.objects.get().state == "discarded"


def test_every_step_is_in_the_audit_log(accepted):
    submission = accepted("student_attendance", ATTENDANCE, SEPTEMBER)
    withdraw(submission, by=submission.created_by, why="Wrong export")
    told = AuditEvent.objects.filter(target_id=str(submission.pk)).order_by("id")
    assert list(told.values_list("verb", flat=True)) == [
        "submission.received",
        "submission.accepted",
        "submission.withdrawn",
    ]
    assert told[1].detail["new"] == 3
    assert {event.actor_id for event in told} == {submission.created_by_id}
