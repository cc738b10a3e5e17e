"""The calendar: when events take place, who sees them, who comes."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.actions.registrations import (
    cancel_registration,
    forget_registrations,
    places_taken,
    register,
    remind_of_events,
)
from cms.calendar.occurrences import occurrences_of
from cms.models import Event, Registration
from partnership.models import AuditEvent
from tests.outcomes.submissions.at_once import at_once, shared_database

from .conftest import sign_in, surroundings  # noqa: F401
from .posted import add_event, at, soon

pytestmark = pytest.mark.django_db


@pytest.fixture
def instantly(settings, django_capture_on_commit_callbacks):
    """Forms may be sent at once, and mail goes out as if the transaction had ended."""
    settings.SHORTEST_FORM_SECONDS = 0
    with django_capture_on_commit_callbacks(execute=True):
        yield


def days_of(event, first="2026-01-01", last="2027-12-31"):
    found = occurrences_of(event, date.fromisoformat(first), date.fromisoformat(last))
    return [each.day.isoformat() for each in found]


def test_a_series_keeps_its_hour_when_the_clocks_change(world):
    event = add_event(
        world["open-door"],
        start=at("2026-03-01 16:00"),
        repeats="weekly",
        repeats_until="2026-03-22",
        skipped=["2026-03-15"],
    )
    event.refresh_from_db()
    found = occurrences_of(event, date(2026, 1, 1), date(2026, 12, 31))
    # The clocks change on 8 March 2026.
    assert [each.start.isoformat() for each in found] == [
        "2026-03-01T16:00:00-08:00",
        "2026-03-08T16:00:00-07:00",
        "2026-03-22T16:00:00-07:00",
    ]


@pytest.mark.parametrize(
    ("repeats", "start", "expected"),
    [
        ("once", "2026-01-13 18:00", ["2026-01-13"]),
        (
            "fortnightly",
            "2026-01-13 18:00",
            ["2026-01-13", "2026-01-27", "2026-02-10", "2026-02-24", "2026-03-10"],
        ),
        # The second Tuesday.
        ("monthly_day", "2026-01-13 18:00", ["2026-01-13", "2026-02-10", "2026-03-10"]),
        # The fifth Thursday means the last one.
        ("monthly_day", "2026-01-29 18:00", ["2026-01-29", "2026-02-26"]),
    ],
)
def test_the_days_of_a_series(world, repeats, start, expected):
    event = add_event(world["open-door"], start=at(start), repeats=repeats, repeats_until="2026-03-11")
    event.refresh_from_db()
    assert days_of(event) == expected
    # Day by day gives the same as all at once.
    one_by_one = [
        day
        for n in range(120)
        for day in days_of(event, *[(date(2026, 1, 1) + timedelta(n)).isoformat()] * 2)
    ]
    assert one_by_one == expected


def test_the_calendar_is_narrowed_by_city_audience_and_language(client, world):
    harbor = world.places["harbor"]
    add_event(world["alder"], "Game in Harbor", city=harbor, audience="everyone", languages=["en", "es"])
    add_event(world["open-door"], "For families elsewhere", audience="families")
    add_event(world["open-door"], "Among colleagues", audience="partners", kind="meeting")
    add_event(world["open-door"], "Not yet told", state="draft")

    def listed(query):
        page = client.get(f"/en/calendar/{query}").content.decode()
        return {
            title
            for title in ("Game in Harbor", "For families elsewhere", "Among colleagues", "Not yet told")
            if title in page
        }

    assert listed("") == {"Game in Harbor", "For families elsewhere", "Among colleagues"}
    assert listed("?city=harbor") == {"Game in Harbor"}
    assert listed("?audience=families") == {"Game in Harbor", "For families elsewhere"}
    assert listed("?audience=partners") == {"Among colleagues"}
    assert listed("?language=es") == {"Game in Harbor"}
    assert listed("?partner=open-door") == {"For families elsewhere", "Among colleagues"}
    assert listed("?kind=meeting") == {"Among colleagues"}
    assert listed("?city=nowhere&kind=nonsense") == {
        "Game in Harbor",
        "For families elsewhere",
        "Among colleagues",
    }
    month = soon().strftime("%Y-%m")
    assert "Game in Harbor" in client.get(f"/en/calendar/?month={month}").content.decode()


def test_a_reader_in_spanish_gets_spanish_or_is_told_which_language_it_is(client, world):
    both = add_event(world["alder"], {"en": "Open house", "es": "Casa abierta"})
    only = add_event(world["alder"], "Only in English")
    assert "Casa abierta" in client.get(f"/es/calendar/{both.slug}/").content.decode()
    page = client.get(f"/es/calendar/{only.slug}/").content.decode()
    assert '<span lang="en">Only in English</span>' in page


def test_calendar_programs_get_all_partners_or_one(client, world):
    add_event(
        world["alder"],
        "Game; with, signs",
        repeats="weekly",
        repeats_until=timezone.localdate() + timedelta(days=20),
    )
    add_event(world["open-door"], "Elsewhere", is_called_off=True)
    everything = client.get("/en/calendar.ics")
    assert everything["Content-Type"].startswith("text/calendar")
    text = everything.content.decode()
    assert text.count("BEGIN:VEVENT") == 4 and r"SUMMARY:Game\; with\, signs" in text
    assert "STATUS:CANCELLED" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    own = client.get("/en/calendar/of/open-door.ics").content.decode()
    assert "Elsewhere" in own and "Game" not in own
    assert len(set(re.findall(r"UID:\S+", text))) == 4


def test_a_parent_registers_in_spanish_without_an_account(client, world, instantly):
    event = add_event(world["alder"], {"en": "Open house", "es": "Casa abierta"}, takes_registrations=True)
    address = f"/es/calendar/{event.slug}/register/"
    client.get(address)
    answer = client.post(address, _form(client, address, event, email="madre@example.org", people=3))
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.url).content.decode()
    assert "Casa abierta" in page
    registration = event.registrations.get()
    assert (registration.people, registration.language, registration.state) == (3, "es", "registered")
    # Nobody is asked for a name.
    assert not any("name" in field.name for field in Registration._meta.fields)


def test_whoever_gives_neither_or_both_is_asked_again(client, world, settings):
    settings.SHORTEST_FORM_SECONDS = 0
    event = add_event(world["alder"], takes_registrations=True)
    address = f"/en/calendar/{event.slug}/register/"
    for contact in ({}, {"email": "a@example.org", "phone": "(555) 555-0100"}):
        answer = client.post(address, _form(client, address, event, **contact))
        assert "one of the two" in answer.content.decode() and not event.registrations.exists()


def test_machines_are_kept_away(client, world, settings):
    event = add_event(world["alder"], takes_registrations=True)
    address = f"/en/calendar/{event.slug}/register/"
    settings.SHORTEST_FORM_SECONDS = 0
    client.post(
        address, _form(client, address, event, email="a@example.org", website="https://spam.example.org")
    )
    client.post(address, _form(client, address, event, email="a@example.org", opened="forged"))
    settings.SHORTEST_FORM_SECONDS = 60
    client.post(address, _form(client, address, event, email="a@example.org"))
    assert not event.registrations.exists()
    settings.SHORTEST_FORM_SECONDS = 0
    for number in range(31):
        client.post(address, _form(client, address, event, email=f"a{number}@example.org"))
    assert event.registrations.count() == 30


def _form(client, address, event, **fields):
    page = client.get(address).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page).group(1)
    return {"day": soon().date().isoformat(), "people": 1, "opened": opened} | fields


def test_a_full_event_has_a_waiting_list_that_moves_up_in_order(world, django_capture_on_commit_callbacks):
    event = add_event(world["alder"], takes_registrations=True, capacity=4)
    day = soon().date()

    def come(name, people):
        return register(event, day, email=f"{name}@example.org", people=people, language="en")

    with django_capture_on_commit_callbacks(execute=True):
        first, second = come("first", 3), come("second", 2)
        third = come("third", 1)
    # Whoever waits is not overtaken by a smaller party.
    assert [each.state for each in (first, second, third)] == ["registered", "waiting", "waiting"]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        moved = cancel_registration(first)
    assert [each.email for each in moved] == ["second@example.org", "third@example.org"]
    assert places_taken(event, day) == 3
    assert {message.to[0]: message.subject for message in mail.outbox} == {
        "second@example.org": "There is a place for you: Practice",
        "third@example.org": "There is a place for you: Practice",
    }
    assert cancel_registration(first) == []


def test_the_same_address_registers_once_and_nobody_for_a_day_without_event(world):
    event = add_event(world["alder"], takes_registrations=True)
    day = soon().date()
    register(event, day, phone="(555) 555-0100", language="en")
    with pytest.raises(ValidationError):
        register(event, day, phone="(555) 555-0100", language="en")
    with pytest.raises(ValidationError):
        register(event, day + timedelta(days=1), phone="(555) 555-0199", language="en")
    event.is_called_off = True
    event.save()
    with pytest.raises(ValidationError):
        register(event, day, phone="(555) 555-0198", language="en")


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_take_the_last_place_both(world, tmp_path):
    event = add_event(world["alder"], takes_registrations=True, capacity=1)
    day = soon().date()

    def come(address):
        return lambda: register(event, day, email=address, language="en").state

    with shared_database(tmp_path):
        assert sorted(at_once(come("a@example.org"), come("b@example.org"))) == ["registered", "waiting"]


def test_reminders_go_out_once_the_day_before(world, django_capture_on_commit_callbacks):
    event = add_event(world["alder"], start=soon(1), takes_registrations=True)
    later = add_event(world["alder"], "Later", start=soon(5), takes_registrations=True)
    register(event, soon(1).date(), email="a@example.org", language="es")
    register(event, soon(1).date(), phone="(555) 555-0100", language="es")
    register(later, soon(5).date(), email="b@example.org", language="en")
    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_events() == 1
        assert remind_of_events() == 0
    assert [message.to for message in mail.outbox] == [["a@example.org"]]


def test_what_is_known_of_people_is_destroyed_a_month_after_the_event(world):
    event = add_event(world["alder"], takes_registrations=True)
    for days in (29, 30, 31):
        day = timezone.localdate() - timedelta(days=days)
        Registration.objects.create(
            event=event, day=day, phone="1234567", language="en", state="registered", token_hash=str(days)
        )
    assert forget_registrations() == 1
    assert event.registrations.count() == 2


def test_calling_off_is_told_to_whoever_registered(
    client, world, sign_in, django_capture_on_commit_callbacks
):
    event = add_event(world["alder"], takes_registrations=True)
    register(event, soon().date(), email="a@example.org", language="en")
    sign_in("page_approver")
    address = reverse("workspace:change_posting", args=["events", event.pk])
    data = _posted(event) | {"is_called_off": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert mail.outbox[-1].subject == "Called off: Practice"
    assert "called off" in client.get(event.get_absolute_url()).content.decode()


def test_reading_who_comes_is_logged(client, world, sign_in):
    event = add_event(world["alder"], takes_registrations=True)
    register(event, soon().date(), email="a@example.org", language="en")
    user = sign_in("editor")
    assert "a@example.org" in client.get(reverse("workspace:registrations", args=[event.pk])).content.decode()
    assert AuditEvent.objects.filter(verb="registrations.read", actor_id=user.pk).count() == 1
    screen = client.get(reverse("workspace:posting", args=["events", event.pk])).content.decode()
    assert "a@example.org" not in screen


def test_an_editor_writes_an_approver_publishes_the_public_reads(client, world, sign_in):
    world.person("page_approver")
    sign_in("editor")
    data = _posted(add_event(world["alder"], "Template", state="draft")) | {
        "organization": world["alder"].pk,
        "title_en": "Family night",
        "title_es": "Noche de familias",
    }
    answer = client.post(reverse("workspace:add_posting", args=["events"]), data)
    event = Event.objects.get(slug="family-night")
    client.post(reverse("workspace:hand_in_posting", args=["events", event.pk]))
    assert client.post(reverse("workspace:publish_posting", args=["events", event.pk])).status_code == 403
    assert client.get("/en/calendar/family-night/").status_code == 404
    sign_in("page_approver")
    assert "Family night" in client.get(answer.url).content.decode()
    assert "Family night" in client.get(reverse("workspace:desk")).content.decode()
    client.post(reverse("workspace:publish_posting", args=["events", event.pk]))
    assert "Noche de familias" in client.get("/es/calendar/family-night/").content.decode()


def test_what_an_editor_changes_on_a_published_event_waits(client, world, sign_in):
    event = add_event(world["alder"], "As it was")
    sign_in("editor")
    change = reverse("workspace:change_posting", args=["events", event.pk])
    client.post(change, _posted(event) | {"title_en": "As it shall be", "venue": "Elsewhere"})
    assert "As it was" in client.get(event.get_absolute_url()).content.decode()
    sign_in("page_approver")
    screen = client.get(reverse("workspace:posting", args=["events", event.pk])).content.decode()
    assert "As it shall be" in screen and "Elsewhere" in screen
    client.post(reverse("workspace:publish_posting", args=["events", event.pk]))
    page = client.get(event.get_absolute_url()).content.decode()
    assert "As it shall be" in page and "Elsewhere" in page
    event.refresh_from_db()
    assert event.proposed is None and timezone.localtime(event.starts_at) == soon()


def test_an_event_of_a_shared_program_is_published_by_the_coordinator(client, world, sign_in):
    event = add_event(world["alder"], program=world.programs["mentoring"], state="waiting")
    publish = reverse("workspace:publish_posting", args=["events", event.pk])
    sign_in("page_approver")
    assert client.post(publish).status_code == 403
    sign_in("partnership_coordinator")
    client.post(publish)
    event.refresh_from_db()
    assert event.state == "published"


def test_the_consent_form_is_printed_and_holds_no_field(client, world):
    event = add_event(world["alder"], asks_consent=True)
    page = client.get(f"/en/calendar/{event.slug}/consent/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "parent or guardian" in main and "<input" not in main and "<textarea" not in main
    plain = add_event(world["alder"])
    assert client.get(f"/en/calendar/{plain.slug}/consent/").status_code == 404


def _posted(event):
    """What the form of an event posts when nothing is changed."""
    local = timezone.localtime
    return {
        "kind": event.kind,
        "title_en": event.title.get("en", ""),
        "title_es": event.title.get("es", ""),
        "summary_en": event.summary.get("en", ""),
        "starts_at": local(event.starts_at).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": local(event.ends_at).strftime("%Y-%m-%dT%H:%M"),
        "repeats": event.repeats,
        "venue": event.venue,
        "audience": event.audience,
        "languages": event.languages,
        "takes_registrations": "on" if event.takes_registrations else "",
        "capacity": event.capacity or "",
    }
