"""The chaser's board and the partner's own view; nudges, notes, more time, contacts, the calendar."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from outcomes.models import CalendarLink, CallNote, Contact, Extension, Nudge
from outcomes.timeliness.actions import (
    choose_contact,
    extend,
    make_calendar_link,
    note_call,
    nudge_all_who_are_late,
)
from partnership.actions.memberships import end_role
from partnership.icalendar import _folded
from partnership.models import Agreement, AuditEvent, Organization
from tests.audit_lines import CHILD, untold

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def as_(client):
    """The client, signed in as somebody."""

    def as_(person):
        client.force_login(person, backend=BACKEND)
        return client

    return as_


def nudge(world, capture):
    with capture(execute=True):
        return nudge_all_who_are_late(by=world.person("partnership_coordinator"))


def test_all_who_are_late_are_written_to_once_a_day(world, mailoutbox, django_capture_on_commit_callbacks):
    coordinator = world.person("data_coordinator")
    administrator = world.person("organization_administrator", world["birch"])
    written = nudge(world, django_capture_on_commit_callbacks)
    # Nobody of the county office and the non-profit has an address.
    assert [each.slug for each in written] == ["alder", "birch"]
    assert {mail.to[0] for mail in mailoutbox} == {coordinator.email, administrator.email}
    alder = next(mail for mail in mailoutbox if mail.to == [coordinator.email])
    assert "Student attendance" in alder.body and "/organizations/alder/timeliness/" in alder.body
    assert nudge(world, django_capture_on_commit_callbacks) == [] and len(mailoutbox) == 2
    Nudge.objects.update(on=timezone.localdate() - timedelta(days=1))
    assert len(nudge(world, django_capture_on_commit_callbacks)) == 2
    assert AuditEvent.objects.filter(verb="timeliness.nudged").count() == 4


def test_contact_and_deputy_are_written_to_before_the_others(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    contact, other = world.person("data_coordinator"), world.person("data_coordinator", world["birch"])
    with pytest.raises(ValidationError):
        choose_contact(world["alder"], by=None, contact=other)
    with pytest.raises(ValidationError):
        choose_contact(world["alder"], by=None, contact=contact, deputy=contact)
    choose_contact(world["alder"], by=None, contact=contact)
    nudge(world, django_capture_on_commit_callbacks)
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted([contact.email, other.email])


def test_the_board(world, as_):
    contact = world.person("data_coordinator")
    choose_contact(world["alder"], by=None, contact=contact)
    client = as_(world.person("partnership_coordinator"))
    board = reverse("workspace:timeliness")
    assert board in client.get(reverse("workspace:home")).content.decode()
    page = client.get(board).content.decode()
    for said in ("Alder Unified", "Open Door", "Delinquent", "Reporting rate", "On-time rate", str(contact)):
        assert said in page
    assert client.get(reverse("workspace:nudge_late")).status_code == 405
    assert "was written to" in client.post(reverse("workspace:nudge_late"), follow=True).content.decode()
    for role in ("organization_administrator", "data_coordinator"):
        assert as_(world.person(role)).get(board).status_code == 403


def test_the_board_costs_the_same_for_many_organizations(world, as_, django_assert_max_num_queries):
    client = as_(world.person("partnership_coordinator"))
    client.get(reverse("workspace:timeliness"))
    with django_assert_max_num_queries(26):
        client.get(reverse("workspace:timeliness"))


def test_an_organization_sees_its_own_and_no_notes_of_calls(world, as_):
    chaser, address = (
        world.person("partnership_coordinator"),
        reverse("workspace:timeliness_of", args=["alder"]),
    )
    client = as_(chaser)
    today = timezone.localdate()
    client.post(reverse("workspace:note_call", args=["alder"]), {"on": today, "text": "Wants a week."})
    until = today + timedelta(days=300)
    form = client.get(reverse("workspace:extend_deadline", args=["alder"])).context["form"]
    what = next(value for value, _label in form.fields["what"].choices if "enrollment" in value)
    given = {"what": what, "until": until, "reason": "New system"}
    assert client.post(reverse("workspace:extend_deadline", args=["alder"]), given).status_code == 302
    assert (CallNote.objects.get().by, Extension.objects.get().by) == (chaser, chaser)
    page = client.get(address).content.decode()
    assert "Wants a week." in page and "New system" in page
    page = as_(world.person("data_coordinator")).get(address).content.decode()
    assert "Wants a week." not in page and "New system" in page and "Alder School 2" in page
    assert "Birch" not in page
    assert as_(world.person("editor")).get(address).status_code == 403
    assert as_(world.person("data_coordinator", world["birch"])).get(address).status_code == 404


def test_who_may_choose_the_contact_and_who_may_chase(world, as_):
    contact = world.person("data_coordinator")
    page = reverse("workspace:choose_contact", args=["alder"])
    client = as_(world.person("organization_administrator"))
    assert client.post(page, {"contact": contact.pk, "deputy": ""}).status_code == 302
    assert Contact.objects.get().contact == contact
    for name in ("note_call", "extend_deadline"):
        assert client.get(reverse(f"workspace:{name}", args=["alder"])).status_code == 403
        assert client.get(reverse(f"workspace:{name}", args=["birch"])).status_code == 404
    assert as_(contact).get(page).status_code == 403


def test_the_next_file_expected_stands_on_the_home_card(world, as_):
    page = as_(world.person("data_coordinator")).get(reverse("workspace:home")).content.decode()
    assert "Next files expected" in page
    assert (
        f"{reverse('workspace:submit')}?organization={world['alder'].pk}&amp;dataset=student_attendance"
        in page
    )
    page = as_(world.person("editor")).get(reverse("workspace:home")).content.decode()
    assert "Next files expected" not in page


def test_the_calendar_is_secret_current_and_revocable(world, as_, client):
    person = world.person("organization_administrator")
    settings_page = reverse("workspace:calendar_link")
    page = as_(person).post(settings_page, {"do": "make"})
    address = page.context["address"]
    token = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in CalendarLink.objects.get().token_hash
    assert address not in client.get(settings_page).content.decode()
    client.logout()
    feed = reverse("workspace:calendar_feed", args=[token])
    answer = client.get(feed)
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") > 5
    agreement = Agreement.objects.get(organization=world["alder"])
    assert f"DTSTART;VALUE=DATE:{agreement.ends_on:%Y%m%d}" in text
    assert "Agreement ends: " in text and "Birch" not in text
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    # What the role gave is gone from the calendar as soon as the role is.
    end_role(person.memberships.get(), by=None)
    assert "VEVENT" not in client.get(feed).content.decode()
    as_(person).post(settings_page, {"do": "revoke"})
    assert client.get(feed).status_code == 404


def test_a_new_address_closes_the_earlier_one(world, client):
    person = world.person("data_coordinator")
    first, second = make_calendar_link(by=person), make_calendar_link(by=person)
    assert client.get(reverse("workspace:calendar_feed", args=[first])).status_code == 404
    assert client.get(reverse("workspace:calendar_feed", args=[second])).status_code == 200
    person.is_active = False
    person.save()
    assert client.get(reverse("workspace:calendar_feed", args=[second])).status_code == 404


def test_long_lines_are_folded_between_letters():
    line = "SUMMARY:" + "Ñandú " * 40
    folded = _folded(line)
    assert folded.replace("\r\n ", "") == line
    assert max(len(part.encode()) for part in folded.split("\r\n")) <= 75


def test_whoever_hands_in_for_nobody_has_an_empty_calendar(world, client):
    token = make_calendar_link(by=world.person("editor"))
    assert "VEVENT" not in client.get(reverse("workspace:calendar_feed", args=[token])).content.decode()
    assert Organization.objects.exists()


def test_what_is_typed_about_an_organization_stays_with_its_files(world):
    coordinator, alder = world.person("partnership_coordinator"), world["alder"]
    until = timezone.localdate() + timedelta(days=400)
    given = extend(
        alder, by=coordinator, dataset="school_totals", period="2020-21", until=until, reason=CHILD
    )
    assert given.reason == CHILD and note_call(alder, by=coordinator, text=CHILD).text == CHILD
    assert untold("timeliness.extended") and untold("timeliness.call_noted")
