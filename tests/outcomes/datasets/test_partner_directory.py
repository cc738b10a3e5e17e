"""A list of partners becomes organizations, and withdrawing it takes exactly that back."""

import pytest
from django.core.exceptions import PermissionDenied

from outcomes.submissions.accept import accept
from outcomes.submissions.withdraw import withdraw
from partnership.actions.memberships import grant_role
from partnership.actions.organizations import change_organization
from partnership.models import AuditEvent, Organization, User

HEADER = "name,kind,city,website,phone"
LIST = [
    "Open Door Youth Services,Non-profit,Harbor,opendoor.example,",
    "Bethel Church,church,Nowhere,,555-0101",
    "Lantern Fund,foundation,,,",
]


def directory():
    """{name: what the register says}"""
    fields = ("name", "slug", "kind", "city__name", "website", "phone")
    return {name: rest for name, *rest in Organization.objects.values_list(*fields)}


@pytest.fixture
def listed(accepted):
    def listed(rows):
        return accepted("partner_directory", rows, header=HEADER)

    return listed


def test_partners_are_added_and_completed(world, listed):
    submission = listed(LIST)
    assert directory()["Bethel Church"] == ["bethel-church", "faith", None, "", "555-0101"]
    assert directory()["Open Door Youth Services"] == [
        "open-door",
        "nonprofit",
        "Harbor",
        "https://opendoor.example",
        "",
    ]
    assert submission.problems.get().reason == "unknown_city"
    verbs = AuditEvent.objects.filter(actor_id=submission.created_by.pk, verb__startswith="organization.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["organization.added", "organization.changed"]


def test_withdrawal_takes_exactly_that_back(world, listed):
    before = directory()
    first = listed(LIST)
    between = directory()
    second = listed([LIST[0].replace("opendoor", "open-door"), "Cove Company,business,,cove.example,"])
    assert "Bethel Church" in directory(), "a partner that a list leaves out stays"
    withdraw(second, by=second.created_by, why="Too early")
    assert directory() == between
    withdraw(first, by=first.created_by, why="Not yet")
    assert directory() == before


def test_withdrawing_an_older_list_leaves_what_the_newer_says(listed):
    first = listed(LIST)
    bethel = Organization.objects.get(slug="bethel-church").pk
    listed(LIST[:2])
    withdraw(first, by=first.created_by, why="Old")
    assert directory()["Open Door Youth Services"][3] == "https://opendoor.example"
    assert Organization.objects.get(slug="bethel-church").pk == bethel


def test_what_somebody_has_built_on_since_stays(world, listed):
    submission = listed(LIST)
    bethel = Organization.objects.get(slug="bethel-church")
    grant_role(by=None, user=User.objects.create(email="p@x.example"), organization=bethel, role="editor")
    change_organization(world["open-door"], by=None, website="https://new.example")
    withdraw(submission, by=submission.created_by, why="Wrong")
    assert Organization.objects.filter(slug="bethel-church").exists()
    assert directory()["Open Door Youth Services"][2:4] == [None, "https://new.example"]


def test_a_list_never_changes_a_kind_and_no_partner_is_written_twice(hand_in):
    submission = hand_in(
        "partner_directory",
        [
            "Harbor Police Department,nonprofit,,,",
            "Cove,company,,,",
            "COVE,company,,,",
            "Dune,company,,not a site,",
        ],
        header=HEADER,
    )
    found = {problem.reason: problem.severity for problem in submission.problems.all()}
    assert found == {"other_kind": "error", "written_two_ways": "error", "no_address": "warning"}


def test_it_takes_who_keeps_organizations(world, hand_in):
    submission = hand_in("partner_directory", LIST, header=HEADER)
    only_data = User.objects.create(email="clerk@x.example")
    grant_role(by=None, user=only_data, organization=world.partnership, role="data_coordinator")
    with pytest.raises(PermissionDenied):
        accept(submission, by=User.objects.get(pk=only_data.pk))
    assert "Bethel Church" not in directory()
