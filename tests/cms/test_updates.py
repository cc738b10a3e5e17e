"""Updates made for speed: composed on a phone, kept when the sign-in runs out, corrected in the open."""

import re
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.actions.updates import compose_update, revise_update
from cms.models import ComposerDraft, Subscription, Update
from cms.models.updates import FactState
from cms.public.subscribing import forget_unconfirmed, key_of
from cms.told import Told

from .conftest import sign_in, surroundings  # noqa: F401
from .posted import add_event

pytestmark = pytest.mark.django_db
COMPOSE = "/workspace/site/compose/"
CHECKS = {"no_minor": "on", "no_victim": "on", "no_case": "on"}


def composed(client, **fields):
    """Fill in the composer as it opens, and send it."""
    page = client.get(COMPOSE).content.decode()
    values = dict(re.findall(r'<input type="hidden" name="(draft_key|kind)" value="([^"]+)"', page))
    organization = re.search(r'<select name="organization".*?<option value="([^"]+)"', page, re.S).group(1)
    return client.post(COMPOSE, values | {"organization": organization} | fields)


def compose(world, organization="harbor-police", role="incident_officer", **fields):
    officer = world.person(role, world[organization])
    told = {
        "facts": ["A road is closed at the harbor.", "Nobody is hurt."],
        "title": Told(en="A road is closed"),
        "organization": world[organization],
        "city": world.places["harbor"],
    }
    return compose_update(Update(), by=officer, language="en", **told | fields), officer


def test_an_officer_publishes_at_once_with_three_boxes_and_one_button(client, world, sign_in):
    sign_in("incident_officer")
    answer = composed(client, facts="A road is closed.\nNobody is hurt.", coming="We speak at six.", **CHECKS)
    update = Update.objects.get()
    assert answer.status_code == 302 and update.state == "published"
    client.logout()
    page = client.get(update.get_absolute_url()).content.decode()
    assert "A road is closed." in page and "Nobody is hurt." in page and "We speak at six." in page
    assert page.count("Preliminary") == 2
    assert not ComposerDraft.objects.exists()


def test_without_the_checklist_nothing_goes_out(client, world, sign_in):
    sign_in("incident_officer")
    answer = composed(client, facts="A road is closed.", no_minor="on", no_victim="on")
    assert answer.status_code == 200 and not Update.objects.exists()
    # Nothing typed is lost.
    assert "A road is closed." in answer.content.decode()
    assert ComposerDraft.objects.get().data["facts"] == "A road is closed."


def test_an_editor_needs_one_tap_of_an_approver(client, world, sign_in, django_capture_on_commit_callbacks):
    approver = world.person("page_approver", world["harbor-police"])
    sign_in("editor", "harbor-police")
    with django_capture_on_commit_callbacks(execute=True):
        composed(client, facts="A road is closed.", **CHECKS)
    update = Update.objects.get()
    assert update.state == "waiting" and client.get(update.get_absolute_url()).status_code == 404
    assert [message.to for message in mail.outbox] == [[approver.email]]
    link = re.search(r"https?://\S+(/workspace/\S+)", mail.outbox[0].body).group(1)
    sign_in("page_approver", "harbor-police")
    assert "A road is closed." in client.get(link).content.decode()
    client.post(reverse("workspace:publish_posting", args=["updates", update.pk]))
    assert client.get(update.get_absolute_url()).status_code == 200
    assert update.entries.get().kind == "published"


def test_what_is_sent_after_the_sign_in_ran_out_is_kept(client, world, sign_in):
    officer = sign_in("incident_officer")
    key = re.search(r'name="draft_key" value="([^"]+)"', client.get(COMPOSE).content.decode()).group(1)
    client.logout()
    assert (
        client.post(COMPOSE + "keep/", {"draft_key": key, "facts": "Typed while signed out."}).status_code
        == 204
    )
    answer = client.post(COMPOSE, {"draft_key": key, "facts": "Sent while signed out.", **CHECKS})
    assert answer.url.startswith("/accounts/login/?next=") and not Update.objects.exists()
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    from urllib.parse import parse_qs, urlsplit

    back = parse_qs(urlsplit(answer.url).query)["next"][0]
    page = client.get(back).content.decode()
    assert "Sent while signed out." in page and "This is what you had typed." in page


def test_a_draft_is_read_by_its_owner_alone_and_a_forged_key_opens_nothing(client, world, sign_in):
    officer = world.person("incident_officer")
    draft = ComposerDraft.objects.create(owner=officer, data={"facts": "Mine alone."})
    sign_in("editor", "harbor-police")
    assert "Mine alone." not in client.get(f"{COMPOSE}?draft={draft.pk}").content.decode()
    for key in ("", "forged", str(draft.pk)):
        assert client.post(COMPOSE + "keep/", {"draft_key": key, "facts": "x"}).status_code == 404
    draft.refresh_from_db()
    assert draft.data == {"facts": "Mine alone."}


def test_a_correction_stays_visible_and_nothing_changes_silently(client, world):
    update, officer = compose(world)
    first, second = update.facts.all()
    revise_update(
        update,
        by=officer,
        language="en",
        changes={
            first.pk: (FactState.CONFIRMED, "A road is closed at the harbor."),
            # Chosen as preliminary still; the words say that it is a correction.
            second.pk: (FactState.PRELIMINARY, "One person is slightly hurt."),
        },
        added=["The road opens at six."],
        coming="An officer speaks at seven.",
    )
    page = client.get(update.get_absolute_url()).content.decode()
    assert "<del>Nobody is hurt.</del>" in page
    assert "One person is slightly hurt." in page and "The road opens at six." in page
    assert sorted(update.entries.values_list("kind", flat=True)) == [
        "added",
        "changed",
        "confirmed",
        "corrected",
        "published",
    ]
    before = update.entries.count()
    # Saying the same again is no change.
    revise_update(update, by=officer, language="en", changes={}, coming="An officer speaks at seven.")
    assert update.entries.count() == before


def test_a_translation_is_no_correction_but_a_correction_voids_it(world):
    update, officer = compose(world, facts=["Nobody is hurt."])
    fact = update.facts.get()
    revise_update(update, by=officer, language="es", changes={fact.pk: (fact.state, "No hay heridos.")})
    fact.refresh_from_db()
    assert fact.text == {"en": "Nobody is hurt.", "es": "No hay heridos."} and fact.state == "preliminary"
    assert update.entries.count() == 1
    revise_update(update, by=officer, language="en", changes={fact.pk: (fact.state, "One is hurt.")})
    fact.refresh_from_db()
    assert fact.text == {"en": "One is hurt."} and fact.state == "corrected"


def test_the_form_of_corrections_does_what_the_action_does(client, world, sign_in):
    update, officer = compose(world)
    sign_in("incident_officer")
    first, second = update.facts.all()
    address = reverse("workspace:revise_update", args=[update.pk])
    assert "Nobody is hurt." in client.get(address).content.decode()
    data = {
        f"text-{first.pk}": str(first.text),
        f"state-{first.pk}": "confirmed",
        f"text-{second.pk}": "Two are hurt.",
        f"state-{second.pk}": "corrected",
        "added": "",
        "close": "on",
    }
    client.post(address, data)
    assert {fact.state for fact in update.facts.all()} == {"confirmed", "corrected"}
    assert "No further update is planned." in client.get(update.get_absolute_url()).content.decode()
    sign_in("editor", "harbor-police")
    assert client.post(address, data).status_code == 403


def test_the_short_message_fits_and_leads_to_the_update(world, settings):
    settings.BASE_URL = "https://partnership.example.org"
    update, _officer = compose(world, title=Told(en="word " * 24))
    assert len(update.short_message) <= 280
    assert update.short_message.endswith("https://partnership.example.org" + update.get_absolute_url())


def test_feeds_are_atom_of_all_cities_or_of_one(client, world):
    compose(world)
    compose(world, organization="alder", role="page_approver", city=None, title=Told(en="Elsewhere"))
    space = "{http://www.w3.org/2005/Atom}"
    titles = {}
    for path in ("/en/updates.atom", "/en/updates/of/harbor.atom"):
        answer = client.get(path)
        assert answer["Content-Type"].startswith("application/atom+xml")
        titles[path] = {
            entry.find(f"{space}title").text
            for entry in ElementTree.fromstring(answer.content).iter(f"{space}entry")
        }
    assert titles == {
        "/en/updates.atom": {"A road is closed", "Elsewhere"},
        "/en/updates/of/harbor.atom": {"A road is closed"},
    }


def test_a_subscription_counts_only_after_the_second_yes_and_ends_with_one_button(
    client, world, settings, django_capture_on_commit_callbacks
):
    settings.SHORTEST_FORM_SECONDS = 0
    address = "/es/updates/by-email/"
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(address).content.decode()).group(1)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"city": "harbor", "email": "Somebody@Example.org", "opened": opened})
        compose(world)
    assert len(mail.outbox) == 1, "nothing but the letter to confirm"
    link = re.search(r"https?://[^/]+(/es/updates/by-email/confirm/\S+)", mail.outbox.pop().body).group(1)
    client.get(link)
    assert Subscription.objects.get().confirmed_at is None, "a program that follows links confirms nothing"
    client.post(link)
    with django_capture_on_commit_callbacks(execute=True):
        update, officer = compose(world)
        compose(world, city=None, organization="alder", role="page_approver")
    (message,) = mail.outbox
    assert message.to == ["somebody@example.org"] and "A road is closed" in message.subject
    way_out = re.search(
        r"(/es/updates/by-email/end/[^>\s]+)", message.extra_headers["List-Unsubscribe"]
    ).group(1)
    client.get(way_out)
    assert Subscription.objects.exists()
    client.post(way_out)
    assert not Subscription.objects.exists()
    assert client.get(way_out).status_code == 404


def test_a_key_for_one_purpose_serves_no_other_and_unconfirmed_addresses_are_forgotten(client, world):
    subscription = Subscription.objects.create(
        email="a@example.org", city=world.places["harbor"], language="en"
    )
    assert client.post(f"/en/updates/by-email/confirm/{key_of(subscription)}/").status_code == 404
    assert forget_unconfirmed() == 0
    Subscription.objects.update(asked_at=timezone.now() - timezone.timedelta(days=4))
    assert forget_unconfirmed() == 1


def test_the_same_composer_sums_up_a_listening_session(client, world, sign_in):
    event = add_event(world["harbor-police"], "At the library", kind="listening")
    sign_in("incident_officer")
    page = client.get(f"{COMPOSE}?event={event.pk}").content.decode()
    values = dict(re.findall(r'<input type="hidden" name="(draft_key|kind|event)" value="([^"]+)"', page))
    client.post(
        COMPOSE,
        values
        | CHECKS
        | {
            "organization": world["harbor-police"].pk,
            "facts": "The crossing is dark.",
            "coming": "A lamp by May.",
        },
    )
    summary = Update.objects.get()
    assert (summary.kind, summary.event, summary.state) == ("heard", event, "published")
    page = client.get(event.get_absolute_url()).content.decode()
    assert "The crossing is dark." in page and "A lamp by May." in page
    assert "The crossing is dark." not in client.get("/en/updates/").content.decode()
