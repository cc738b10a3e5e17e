"""A partner writes a page, a coordinator approves it, the public reads it."""

from django.core import mail
from django.urls import reverse
from wagtail.models import TaskState

from cms.models import SectionPage
from tests.cms.conftest import page_form, paragraph, root_of, sign_in, surroundings  # noqa: F401


def test_a_partner_writes_a_coordinator_approves_the_public_reads(client, world, sign_in):
    editor = sign_in("editor")
    world.person("partnership_coordinator")
    section = root_of(world["alder"])
    add = reverse("wagtailadmin_pages:add", args=["cms", "sectionpage", section.pk])

    answer = client.post(add, page_form("After school", [paragraph("Homework help in the library.")]))
    page = SectionPage.objects.get(slug="after-school", locale__language_code="en")
    assert answer.status_code == 302
    assert not page.live and page.owner == editor

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = page_form("After school", [paragraph("Homework help, every day until six.")])
    client.post(edit, text | {"action-publish": "1"})
    page.refresh_from_db()
    assert not page.live, "an editor cannot publish, even by hand"
    client.post(edit, text | {"action-submit": "1"})
    page.refresh_from_db()
    assert page.workflow_in_progress and not page.live
    assert client.get(section.get_url() + "after-school/").status_code == 404
    assert any("After school" in message.subject for message in mail.outbox)

    sign_in("partnership_coordinator")
    assert "After school" in client.get(reverse("wagtailadmin_home")).content.decode()
    task = TaskState.objects.get(status="in_progress")
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    client.post(approve, {"next": reverse("wagtailadmin_home")})

    client.logout()
    answer = client.get("/en/partners/alder/after-school/")
    assert "Homework help, every day until six." in answer.content.decode()
    assert "After school" in client.get("/en/partners/alder/").content.decode()
    spanish = client.get("/es/socios/alder/after-school/").content.decode()
    assert "Homework help, every day until six." in spanish
    assert 'lang="en"' in spanish and "no está traducida" in spanish or "not translated" in spanish
