"""Questions from anybody, commitments by when, policies by whom."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cms.actions.questions import ask, forget_contacts
from cms.models import Commitment, Question

from .conftest import add_download, root_of, sign_in, surroundings  # noqa: F401
from .posted import add_commitment, add_event, add_policy

pytestmark = pytest.mark.django_db


def test_a_resident_asks_without_an_account_and_reads_the_answer(
    client, world, sign_in, settings, django_capture_on_commit_callbacks
):
    settings.SHORTEST_FORM_SECONDS = 0
    event = add_event(world["alder"], "At the library", kind="listening")
    address = f"/en/calendar/{event.slug}/question/"
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(address).content.decode()).group(1)
    client.post(address, {"text": "Who watches the crossing?", "contact": "me@example.org", "opened": opened})
    question = Question.objects.get()
    public = client.get(event.get_absolute_url()).content.decode()
    assert "Who watches the crossing?" not in public, "it is read before it is shown"
    sign_in("editor")
    screen = reverse("workspace:question", args=[question.pk])
    assert "Who watches the crossing?" in client.get(screen).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            screen,
            {"publish": "yes", "answer_en": "A guard, until the late bus.", "answer_es": "Una guardia."},
        )
    client.logout()
    for path in (event.get_absolute_url(), event.get_absolute_url().replace("/en/", "/es/")):
        public = client.get(path).content.decode()
        assert "Who watches the crossing?" in public and "me@example.org" not in public
    assert "Una guardia." in public
    (letter,) = mail.outbox
    assert letter.to == ["me@example.org"] and "A guard, until the late bus." in letter.body


def test_a_declined_question_is_never_shown_and_contacts_are_forgotten(client, world, sign_in):
    event = add_event(world["alder"], kind="hearing")
    question = ask(event, text="A name that must not stand here", language="en", contact="me@example.org")
    sign_in("editor")
    client.post(reverse("workspace:question", args=[question.pk]), {"publish": "no"})
    assert "A name that must not" not in client.get(event.get_absolute_url()).content.decode()
    assert forget_contacts() == 0
    Question.objects.update(asked_at=timezone.now() - timedelta(days=91))
    assert forget_contacts() == 1
    question.refresh_from_db()
    assert question.contact == "" and question.text


def test_questions_are_for_sessions_where_people_speak(client, world):
    game = add_event(world["alder"], kind="game")
    assert client.get(f"/en/calendar/{game.slug}/question/").status_code == 404


def test_what_is_past_its_day_is_late_whatever_its_owner_says(client, world):
    yesterday = timezone.localdate() - timedelta(days=1)
    late = add_commitment(world["alder"], "Late by a day", due_on=yesterday)
    kept = add_commitment(world["alder"], "Kept in time", due_on=yesterday, status="kept")
    due_today = add_commitment(world["alder"], "Due today", due_on=timezone.localdate())
    assert [each.state_now for each in (late, kept, due_today)] == ["late", "kept", "open"]
    page = client.get("/en/commitments/").content.decode()
    assert page.index("Late by a day") < page.index("Due today") < page.index("Kept in time")


def test_an_approver_follows_up_and_an_editor_does_not(client, world, sign_in):
    commitment = add_commitment(world["alder"])
    address = reverse("workspace:follow_up", args=[commitment.pk])
    sign_in("editor")
    assert client.post(address, {"status": "kept"}).status_code == 403
    sign_in("page_approver")
    client.post(address, {"status": "kept", "text_en": "The guard stands there since Monday."})
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert "The guard stands there since Monday." in page and "Kept" in page
    assert Commitment.objects.get().status == "kept"


def test_the_matrix_shows_the_version_in_force_and_sorts_by_who_adopted_first(client, world):
    add_policy(world["harbor-police"], "intervene", "2021-03-04")
    add_policy(world["harbor-police"], "intervene", "2024-05-06", changes={"en": "Reports within a day."})
    add_policy(world["harbor-police"], "cameras", "2026-01-01", state="draft")
    add_policy(world["alder"], "intervene", "2020-01-02")
    page = client.get("/en/policies/?order=intervene").content.decode()
    assert page.index("Alder Unified") < page.index("Harbor Police")
    assert "05/06/2024" in page and "03/04/2021" not in page and "01/01/2026" not in page
    rows = list(csv.reader(io.StringIO(client.get("/en/policies.csv").content.decode())))
    column = rows[0].index("Duty to intervene")
    assert {row[0]: row[column] for row in rows[1:]} == {
        "Alder Unified School District": "2020-01-02",
        "Harbor Police Department": "2024-05-06",
    }
    versions = client.get("/en/policies/harbor-police/intervene/").content.decode()
    assert "Reports within a day." in versions and versions.count("timeline-when") == 2
    assert client.get("/en/policies/harbor-police/cameras/").status_code == 404


def test_the_document_of_a_published_policy_may_be_fetched_and_not_before(client, world, sign_in):
    world.person("editor")
    document = add_download(root_of(world["alder"]).collection, "General Order")
    policy = add_policy(world["alder"], document=document, state="draft")
    assert client.get(document.url).status_code == 404
    policy.state = "published"
    policy.save()
    assert client.get(document.url).status_code == 200


def test_an_editor_chooses_no_document_of_another_organization(client, world, sign_in):
    for slug in ("alder", "birch"):
        world.person("editor", world[slug])
    hidden = add_download(root_of(world["birch"]).collection, "Of Birch")
    sign_in("editor")
    address = reverse("workspace:add_posting", args=["policies"])
    assert "Of Birch" not in client.get(address).content.decode()
    data = {
        "topic": "intervene",
        "title_en": "x",
        "adopted_on": "2025-01-01",
        "summary_en": "x",
        "document": hidden.pk,
    }
    answer = client.post(address, data | {"organization": world["alder"].pk})
    assert answer.status_code == 200 and "document" in answer.context["form"].errors
