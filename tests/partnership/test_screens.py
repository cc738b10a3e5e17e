"""What people see and do in the workspace; who may is in tests/access."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnership.actions.invitations import invite
from partnership.actions.memberships import change_last_day, grant_role
from partnership.actions.places import know_place_as
from partnership.audit import record
from partnership.models import AuditEvent, Invitation, Membership, Organization, Place, RoleGroup, User


def screen(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def signed_in(world, client):
    """`signed_in("editor")`: the client, with the holder of the role signed in."""

    def sign_in(role, organization=None):
        client.force_login(world.person(role, organization))
        return client

    return sign_in


def text(answer):
    return " ".join(answer.content.decode().split())


# --- Home and navigation ---------------------------------------------------------------------------


def test_somebody_without_a_role_is_told_what_to_do(client, db):
    client.force_login(User.objects.create_user("new@example.org", name="Nobody Yet"))
    page = text(client.get(screen("home")))
    assert "Ask the administrator of your organization to invite you" in page
    assert "Whole partnership" not in page


def test_home_says_which_roles_one_holds_and_what_they_give(signed_in):
    page = text(signed_in("data_coordinator").get(screen("home")))
    assert "Alder Unified School District" in page and "each reading is logged" in page
    assert "Birch" not in page


def test_what_ends_soon_waits_for_those_who_can_prolong_it(world, signed_in):
    soon = timezone.localdate() + timedelta(days=9)
    editor = world.person("editor").memberships.get()
    change_last_day(editor, by=None, ends_on=soon)
    world["alder"].agreements.update(ends_on=soon)
    page = text(signed_in("organization_administrator").get(screen("home")))
    assert "Roles that end soon" in page and screen("change_role", editor.pk) in page
    assert "Agreements that end soon" in page
    page = text(signed_in("organization_administrator", world["birch"]).get(screen("home")))
    assert "Nothing waits for you" in page


@pytest.mark.parametrize(
    ("role", "seen", "unseen"),
    [
        ("editor", ["Public site", "Workspace", "Page editor"], ["Audit log", "Places"]),
        ("data_coordinator", ["Public site", "Workspace"], ["Page editor", "Audit log"]),
        ("organization_administrator", ["People", "Evaluators", "Agreements", "Audit log"], ["Page editor"]),
        (
            "partnership_administrator",
            ["Organizations", "Places", "Audit log"],
            ["Page editor", "Evaluators"],
        ),
        ("partnership_coordinator", ["Page editor", "Organizations"], ["Audit log", "Evaluators"]),
    ],
)
def test_one_navigation_shows_each_person_the_own_places_only(signed_in, role, seen, unseen):
    page = text(signed_in(role).get(screen("home")))
    labels = [f">{label}</a>" for label in seen]
    assert [label for label in labels if label not in page] == []
    assert [label for label in unseen if f">{label}</a>" in page] == []


def test_the_language_of_screens_is_chosen_and_kept(signed_in):
    client = signed_in("editor")
    here = screen("organization", "alder")
    answer = client.get(reverse("choose_language", args=["es"]), {"next": here})
    assert answer.url == here
    assert '<html lang="es"' in client.get(here).content.decode()
    elsewhere = client.get(reverse("choose_language", args=["en"]), {"next": "https://example.org/"})
    assert elsewhere.url == "/"
    assert client.get(reverse("choose_language", args=["xx"])).status_code == 404


# --- People ------------------------------------------------------------------------------------------


def test_people_now_and_before_and_invitations_not_taken_up(world, signed_in):
    administrator = world.person("organization_administrator")
    world.person("editor")
    world.person("data_coordinator").memberships.update(ends_on=timezone.localdate() - timedelta(days=3))
    invite(by=administrator, email="soon@alder.example.org", organization=world["alder"], role="funder")
    Invitation.objects.update(expires_at=timezone.now())
    page = text(signed_in("organization_administrator").get(screen("people", "alder")))
    before, past = page.split("Past roles", 1)
    assert "editor@alder" in before and "data_coordinator@alder" not in before
    assert "Data coordinator, Alder" in past
    assert "soon@alder.example.org" in before and "Expired" in before


def test_a_role_gets_a_last_day_and_loses_it_again(world, signed_in):
    membership = world.person("editor").memberships.get()
    client, day = signed_in("organization_administrator"), timezone.localdate() + timedelta(days=3)
    client.post(screen("change_role", membership.pk), {"ends_on": day.isoformat()})
    membership.refresh_from_db()
    assert membership.ends_on == day
    page = client.get(screen("change_role", membership.pk)).content.decode()
    assert f'value="{day.isoformat()}"' in page
    client.post(screen("change_role", membership.pk), {"ends_on": ""})
    membership.refresh_from_db()
    assert membership.ends_on is None


def test_why_can_this_person_see_this_is_answered_on_screen(world, signed_in):
    world.person("data_coordinator"), world.person("partnership_coordinator")
    page = text(signed_in("editor").get(screen("organization", "alder")))
    clerk, whole = page.split("Data coordinator in Alder")[1].split("Partnership coordinator in Bay County")
    assert "Hand in, accept and withdraw data" in clerk and "Decide between two organizations" not in clerk
    assert "Decide between two organizations" in whole
    assert "@" not in page, "colleagues' addresses are for those who manage people"


def test_everybody_is_found_by_name_address_and_state(world, signed_in):
    closed = world.person("data_coordinator", world["birch"])
    User.objects.filter(pk=closed.pk).update(is_active=False)
    world.person("editor")
    client = signed_in("partnership_administrator")

    def found(**query):
        return [person.email for person in client.get(screen("everybody"), query).context["page"]]

    assert found(q="editor alder") == ["editor@alder.example.org"]
    assert found(state="closed") == ["data_coordinator@birch.example.org"]
    assert len(found(q="example.org", state="open")) == 2


# --- Organizations and places -------------------------------------------------------------------------


def test_an_organization_is_added_and_its_short_name_stays(world, signed_in):
    client = signed_in("partnership_administrator")
    fields = {"name": "Mill Creek Faith Alliance", "kind": "faith", "website": "mill-creek.example.org"}
    assert client.post(screen("add_organization"), fields).url == screen(
        "organization", "mill-creek-faith-alliance"
    )
    again = client.post(screen("add_organization"), {"name": "Mill Creek Faith Alliance!", "kind": "faith"})
    assert "already has the short name" in text(again)
    change = screen("change_organization", "mill-creek-faith-alliance")
    client.post(
        change, fields | {"name": "Mill Creek Alliance", "slug": "other", "summary": "Congregations."}
    )
    changed = Organization.objects.get(slug="mill-creek-faith-alliance")
    assert (changed.name, changed.website) == ("Mill Creek Alliance", "https://mill-creek.example.org")
    event = AuditEvent.objects.get(verb="organization.changed")
    assert sorted(event.detail["fields"]) == ["name", "summary"]


def test_nobody_makes_a_second_partnership_or_ends_the_first(world, signed_in):
    client = signed_in("partnership_administrator")
    answer = client.post(screen("add_organization"), {"name": "Another", "kind": "partnership"})
    assert answer.status_code == 200 and Organization.objects.filter(kind="partnership").count() == 1
    client.post(screen("change_organization", "partnership"), {"name": "Bay County", "kind": "police"})
    world.partnership.refresh_from_db()
    assert (world.partnership.name, world.partnership.kind) == ("Bay County", "partnership")


def test_the_directory_is_searched_and_filtered(world, signed_in):
    Organization.objects.filter(slug="harbor-police").update(city=world.places["harbor"])
    client = signed_in("partnership_coordinator")
    for query, found in [
        ({"q": "union birch"}, ["birch"]),
        ({"kind": "police"}, ["harbor-police"]),
        ({"city": "harbor"}, ["harbor-police"]),
        ({"q": "nothing like it"}, []),
        ({"kind": "nonsense", "page": "99"}, sorted(world.organizations)),
    ]:
        page = client.get(screen("organizations"), query).context["page"]
        assert sorted(each.slug for each in page) == found, query


def test_members_list_only_their_own_organizations(world, signed_in):
    page = signed_in("organization_administrator").get(screen("organizations")).context["page"]
    assert [each.slug for each in page] == ["alder"]


def test_a_place_keeps_its_code_and_its_earlier_names(world, signed_in):
    client, place = signed_in("partnership_administrator"), world.places["alder-1"]
    know_place_as(place, by=None, name="Alder ES 1")
    fields = {
        "name": "Alder Creek School",
        "parent": world.places["alder"].pk,
        "code": "1",
        "in_partnership": "on",
    }
    client.post(screen("change_place", place.pk), fields | {"other_names": "Alder  One\nAlder One\n"})
    before, place = place, Place.objects.get(pk=place.pk)
    assert (place.name, place.code) == ("Alder Creek School", before.code)
    assert sorted(place.other_names.values_list("name", flat=True)) == ["Alder One", "Alder School 1"]


def test_a_school_lies_in_a_district(world, signed_in):
    client = signed_in("partnership_administrator")
    fields = {"kind": "school", "code": "99100010100009", "name": "New School", "other_names": "NS"}
    refused = client.post(screen("add_place"), fields | {"parent": world.places["county"].pk})
    assert "lies in a place of the kind “School district”" in text(refused)
    assert client.post(screen("add_place"), fields | {"parent": world.places["alder"].pk}).status_code == 302
    assert Place.objects.get(code="99100010100009").other_names.get().name == "NS"
    again = client.post(screen("add_place"), fields)
    assert again.status_code == 200, "a code is given once"


# --- Audit log -----------------------------------------------------------------------------------------


def test_the_log_tells_each_what_is_theirs_to_know(world, signed_in):
    record("role.granted", by=None, organization=world["birch"], target=world["birch"], note="canary")
    record("place.added", by=None, target=world.places["harbor"])
    own = signed_in("organization_administrator").get(screen("audit"))
    assert {event.organization_id for event, *_rest in own.context["events"]} == {world["alder"].pk}
    assert "canary" not in text(own) and "added the organization" in text(own)
    every = text(signed_in("partnership_administrator").get(screen("audit"), {"verb": "role.granted"}))
    assert "note: canary" in every and "added the organization" not in every.split("<tbody>")[1]


def test_the_log_is_filtered_by_person_and_day(world, signed_in):
    administrator = world.person("partnership_administrator")
    record("place.added", by=administrator, target=world.places["harbor"])
    client, today = signed_in("partnership_administrator"), timezone.localdate()

    def found(**query):
        return [event.verb for event, *_rest in client.get(screen("audit"), query).context["events"]]

    assert found(person="partnership administrator") == ["place.added"]
    assert found(person="partnership", since=today.isoformat(), until=today.isoformat()) == ["place.added"]
    assert found(until=(today - timedelta(days=1)).isoformat()) == []
    assert len(found(since="nonsense")) == min(50, AuditEvent.objects.count())


# --- Constant queries -----------------------------------------------------------------------------------


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def more_organizations(world, number):
    """Organizations with a person, a role of the reader and a role group each, as fast as rows can be made."""
    start = Organization.objects.count()
    made = Organization.objects.bulk_create(
        Organization(
            name=f"Organization {n}", slug=f"organization-{n}", kind="nonprofit", city=world.places["harbor"]
        )
        for n in range(start, start + number)
    )
    people = User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"Person {n}", password="!")
        for n in range(start, start + number)
    )
    soon = timezone.localdate() + timedelta(days=5)
    Membership.objects.bulk_create(
        Membership(user=person, organization=organization, role="editor", ends_on=soon)
        for person, organization in zip(people, made, strict=True)
    )
    return made


@pytest.mark.parametrize(
    "name", ["home", "organizations", "everybody", "agreements", "audit", "places", "programs"]
)
def test_staff_screens_cost_the_same_at_10_and_at_300_organizations(world, signed_in, name):
    client = signed_in("partnership_administrator")
    more_organizations(world, 10 - Organization.objects.count())
    client.get(screen(name))
    few = queries(client, screen(name))
    more_organizations(world, 290)
    assert Organization.objects.count() == 300
    assert queries(client, screen(name)) == few <= 20


@pytest.mark.parametrize("name", ["home", "organizations", "agreements", "audit", "programs"])
def test_a_person_of_many_organizations_pays_no_more_than_one_of_ten(world, signed_in, name):
    person = world.person("organization_administrator")
    client = signed_in("organization_administrator")

    def join(organizations):
        for organization in organizations:
            grant_role(by=None, user=person, organization=organization, role="organization_administrator")

    join(more_organizations(world, 9))
    client.get(screen(name))
    few = queries(client, screen(name))
    join(more_organizations(world, 20))
    assert RoleGroup.objects.filter(role="organization_administrator").count() == 30
    assert queries(client, screen(name)) == few <= 20


def test_an_organization_of_many_people_costs_the_same(world, signed_in):
    client = signed_in("organization_administrator")
    world.person("editor")
    few = [queries(client, screen(name, "alder")) for name in ("people", "organization")]
    people = User.objects.bulk_create(User(email=f"q{n}@example.org", password="!") for n in range(40))
    Membership.objects.bulk_create(
        Membership(user=user, organization=world["alder"], role="editor") for user in people
    )
    assert [queries(client, screen(name, "alder")) for name in ("people", "organization")] == few
