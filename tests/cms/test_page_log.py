"""What is done in the page editor is found in the audit log, by the organizations whose pages it is, without what was written."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.log_actions import registry

from cms.models import Download, SectionPage
from cms.page_log import FILE_VERBS, OTHER_PAGE_VERB, PAGE_VERBS
from partnership.audit_words import every_word
from partnership.models import AuditEvent

from .conftest import add_draft, page_form, paragraph, program_page_of


@pytest.fixture
def told(db):
    """told(): [(verb, actor's id, organization's id)] since it was asked last."""
    seen = [0]

    def told():
        new = AuditEvent.objects.filter(pk__gt=seen[0]).order_by("pk")
        found = [
            (each.verb, each.actor_id, each.organization_id)
            for each in new
            if each.target_type.startswith("cms.")
        ]
        seen[0] = AuditEvent.objects.latest("pk").pk if AuditEvent.objects.exists() else 0
        return found

    return told


def test_a_page_is_made_handed_in_approved_and_deleted(client, world, sections, sign_in, told):
    alder = world["alder"].pk
    editor = sign_in("editor").pk
    told()
    add = reverse("wagtailadmin_pages:add", args=["cms", "sectionpage", sections["alder"].pk])
    form = page_form("Our plan", body=[paragraph("The words of the page")])
    client.post(add, form | {"action-submit": "1"})
    page = SectionPage.objects.get(title="Our plan", locale__language_code="en")
    found = told()
    assert {("page.made", editor, alder), ("page.handed_in", editor, alder)} <= set(found)
    coordinator = sign_in("partnership_coordinator").pk
    state = page.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {})
    assert {("page.approved", coordinator, alder), ("page.published", coordinator, alder)} <= set(told())
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert ("page.deleted", coordinator, alder) in told()
    entries = AuditEvent.objects.filter(target_type="cms.page", target_id=str(page.pk))
    assert {each.target_label for each in entries} == {"Our plan"}
    assert "words of the page" not in str(list(entries.values()))
    assert entries.get(verb="page.approved").right == "partnership_coordinator"


def test_a_programs_page_concerns_every_owner(client, world, sections, sign_in, told):
    page = add_draft(program_page_of(world.programs["mentoring"]), "A shared page")
    editor = sign_in("editor").pk
    told()
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), page_form("A shared page changed"))
    edited = {entry for entry in told() if entry[0] == "page.edited"}
    assert edited == {("page.edited", editor, world[slug].pk) for slug in ("alder", "open-door")}


def test_files_are_told_as_they_come_and_go(client, world, sections, sign_in, told):
    editor, alder = sign_in("editor").pk, world["alder"].pk
    told()
    fields = {"title": "Plan", "collection": sections["alder"].collection_id}
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 ...")
    client.post(reverse("wagtaildocs:add"), fields | {"file": file})
    assert told() == [("file.added", editor, alder)]
    key = Download.objects.get().pk
    client.post(reverse("wagtaildocs:edit", args=[key]), fields | {"title": "The plan"})
    assert told() == [("file.changed", editor, alder)]
    coordinator = sign_in("partnership_coordinator").pk
    told()
    client.post(reverse("wagtaildocs:delete", args=[key]))
    assert told() == [("file.removed", coordinator, alder)]


def test_every_verb_is_worded_and_every_action_is_known_to_wagtail():
    assert all(registry.action_exists(action) for action in PAGE_VERBS.keys() | FILE_VERBS.keys())
    assert {*PAGE_VERBS.values(), *FILE_VERBS.values(), OTHER_PAGE_VERB} <= set(every_word())
