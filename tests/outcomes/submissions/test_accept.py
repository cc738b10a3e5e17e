"""Two organizations, two people, one scope."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from outcomes.models import Claim, SchoolTotal
from outcomes.submissions.accept import accept, decide_contested, leave_out
from outcomes.submissions.journey import stage_now
from outcomes.submissions.withdraw import discard, withdraw
from tests.outcomes.submissions.at_once import at_once, shared_database

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
TOTALS = (
    "AcademicYear,CountyCode,DistrictCode,SchoolCode,SchoolName,DistrictName,ReportingCategory_Description,"
    "CumulativeEnrollment,Total Suspensions,Unduplicated Count of Students Suspended (Total)"
)


def totals(enrolled):
    return [f"2023-24,99,10001,0100001,Alder School 1,Alder,Total,{enrolled},9,5"]


def enrolled():
    """The one number that counts."""
    in_effect = Claim.objects.filter(in_effect=True).values("pk")
    return SchoolTotal.objects.get(claim_id__in=in_effect, element="enrollment").count


def test_a_second_organizations_claim_waits_for_the_coordinator(
    accepted, hand_in, world, django_capture_on_commit_callbacks
):
    accepted("school_totals", TOTALS, totals(50))
    coordinator = world.person("partnership_coordinator")
    with django_capture_on_commit_callbacks(execute=True):
        second = accepted("school_totals", TOTALS, totals(60), organization="county-office")
    assert second.state == "contested"
    assert enrolled() == 50
    assert [(message.to, str(second.pk) in message.body) for message in mail.outbox] == [
        ([coordinator.email], True)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        second = decide_contested(second, by=coordinator, admit=True)
    assert (second.state, enrolled()) == ("accepted", 60)
    assert mail.outbox[-1].to == [second.created_by.email]


def test_what_is_not_admitted_leaves_no_row(accepted, world, django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    accepted("school_totals", TOTALS, totals(50))
    second = accepted("school_totals", TOTALS, totals(60), organization="county-office")
    with django_capture_on_commit_callbacks(execute=True):
        second = decide_contested(second, by=world.person("partnership_coordinator"), admit=False)
    assert (second.state, enrolled(), Claim.objects.count()) == ("refused", 50, 1)


def test_withdrawing_an_admitted_claim_gives_the_first_organization_its_number_back(accepted, world):
    accepted("school_totals", TOTALS, totals(50))
    second = accepted("school_totals", TOTALS, totals(60), organization="county-office")
    second = decide_contested(second, by=world.person("partnership_coordinator"), admit=True)
    withdraw(second, by=second.created_by, why="The district knows better")
    assert enrolled() == 50


def test_nobody_decides_who_does_not_hold_the_right(accepted, world):
    accepted("school_totals", TOTALS, totals(50))
    second = accepted("school_totals", TOTALS, totals(60), organization="county-office")
    for person in (world.person("data_coordinator"), second.created_by):
        with pytest.raises((PermissionDenied, Http404)):
            decide_contested(second, by=person, admit=True)


@pytest.mark.parametrize("action", [accept, discard])
def test_only_the_organizations_coordinator_acts(hand_in, world, action):
    submission = hand_in("school_totals", TOTALS, totals(50))
    with pytest.raises(Http404):
        action(submission, by=world.person("data_coordinator", world["birch"]))
    with pytest.raises(PermissionDenied):
        action(submission, by=world.person("partnership_coordinator"))
    with pytest.raises(PermissionDenied):
        leave_out(submission, by=world.person("editor"), reasons=["x"])


def test_of_two_previews_of_one_scope_one_is_accepted_and_the_other_told(hand_in):
    first = hand_in("school_totals", TOTALS, totals(50))
    second = hand_in("school_totals", TOTALS, totals(60))
    assert first.new == second.new == 1
    accept(first, by=first.created_by)
    with pytest.raises(ValidationError) as refusal:
        accept(second, by=second.created_by)
    assert refusal.value.code == "outdated"
    assert enrolled() == 50
    second.refresh_from_db()
    stage_now(second)
    assert (second.state, second.new, second.changed) == ("staged", 0, 1)
    assert accept(second, by=second.created_by).state == "accepted"
    assert enrolled() == 60


def test_the_same_new_place_named_by_two_files_is_one_place(hand_in):
    """Both previews saw a place that the registry lacked; the second acceptance finds it there."""
    row = ["2023-24,42,66666,0100007,Tern School,Cove,Total,50,9,5"]
    first = hand_in("school_totals", TOTALS, row, organization="county-office")
    second = hand_in("school_totals", TOTALS, row, organization="county-office")
    accept(first, by=first.created_by)
    with pytest.raises(ValidationError):
        accept(second, by=second.created_by)
    second.refresh_from_db()
    stage_now(second)
    assert (second.new, second.unchanged) == (0, 1)
    assert accept(second, by=second.created_by).state == "accepted"
    assert Claim.objects.filter(in_effect=True).count() == 1


@pytest.mark.parametrize("action", [accept, discard])
def test_what_is_done_is_not_done_again(accepted, action):
    submission = accepted("school_totals", TOTALS, totals(50))
    with pytest.raises(ValidationError) as refusal:
        action(submission, by=submission.created_by)
    assert refusal.value.code == "wrong_state"


def test_a_family_that_a_file_does_not_hold_stays(accepted):
    """A file of the total only takes away neither groups nor the counts by reason."""
    reasons = ",Suspension Count Weapons Possession"
    accepted(
        "school_totals",
        TOTALS + reasons,
        [f"{row},3" for row in [*totals(50), totals(20)[0].replace("Total", "Female")]],
    )
    second = accepted("school_totals", TOTALS, totals(55))
    assert (second.changed, second.removed) == (1, 0)
    in_effect = Claim.objects.filter(in_effect=True).values("pk")
    facts = SchoolTotal.objects.filter(claim_id__in=in_effect).values_list("group", "element", "count")
    assert ("female", "enrollment", 20) in facts and ("all", "weapons", 3) in facts
    assert ("all", "enrollment", 55) in facts


def test_a_file_by_race_is_complete_for_those_whose_race_is_not_reported(accepted):
    def of(*groups):
        return [totals(10 + number)[0].replace("Total", group) for number, group in enumerate(groups)]

    accepted("school_totals", TOTALS, of("Not Reported"))
    accepted("school_totals", TOTALS, of("Female", "Male"))
    assert SchoolTotal.objects.filter(claim_id__in=_in_effect(), group="race_not_reported").exists()
    submission = accepted("school_totals", TOTALS, of("White", "Asian"))
    assert submission.removed == 1
    assert not SchoolTotal.objects.filter(claim_id__in=_in_effect(), group="race_not_reported").exists()


def _in_effect():
    return Claim.objects.filter(in_effect=True).values("pk")


@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_one_scope_at_once(hand_in, tmp_path):
    """Two connections, one moment: one wins, the other is told; the number is one of the two."""
    one, two = (hand_in("school_totals", TOTALS, totals(number)) for number in (50, 60))
    with shared_database(tmp_path):
        ends = at_once(
            lambda: accept(one, by=one.created_by).state, lambda: accept(two, by=two.created_by).state
        )
        (number,) = at_once(enrolled)
    assert sorted(ends) == ["accepted", "outdated"]
    assert number == (50 if ends[0] == "accepted" else 60)
