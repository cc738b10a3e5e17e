"""What one writes is seen as the public will see it, before it is published; looking at it changes nothing."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, get_page_models
from wagtail.test.utils.form_data import querydict_from_html

from cms.actions.postings import write_posting
from cms.models import Commitment, Event, FeedbackWays, NewsPage, Opening, Training, Update
from cms.models.base import SitePage
from cms.posting.kinds import kind_of

from .conftest import add_live, root_of
from .posted import add_event, add_policy

pytestmark = pytest.mark.django_db
PAGES = "wagtailadmin_pages:"


def preview_of(posting):
    return reverse("workspace:preview_posting", args=[kind_of(posting).key, posting.pk])


def text_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def drafts(world):
    """A draft of every kind of posting."""
    police, told = world["harbor-police"], {"en": "In English", "es": "En español"}
    common = {"organization": police, "title": told, "slug": "draft"}
    return [
        add_event(police, told, state="draft", kind="listening", takes_registrations=True, asks_consent=True),
        Update.objects.create(**common, kind="incident", unknown=told, coming=told),
        Commitment.objects.create(**common, who=told, due_on=timezone.localdate()),
        add_policy(police, state="draft", title=told),
        FeedbackWays.objects.create(**common, commend=told, complain=told, afterwards=told),
        Training.objects.create(**common, topic="bias", text=told, hours=8, teachers=told, audience=told),
        Opening.objects.create(**common, kind="job", text=told, how=told),
    ]


def test_every_kind_of_posting_is_previewed_in_every_language(client, world, sign_in):
    sign_in("editor", "harbor-police")
    for draft in drafts(world):
        for language, words in (("en", "In English"), ("es", "En español")):
            page = text_of(client.get(preview_of(draft), {"language": language}))
            assert words in page and f'<html lang="{language}"' in page, (type(draft), language)
            main = page[page.index("<main") : page.index("</main>")]
            assert "<form" not in main
            for link in re.findall(r'href="(/(?:en|es)/[^"]*)"', main):
                path = urlsplit(link).path
                assert client.get(path).status_code == 200, (type(draft), link)
            assert draft.slug not in re.findall(r'href="([^"]*)"', main)
        assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get(preview_of(draft), {"language": "xx"}).status_code == 404
    assert client.post(preview_of(draft), {"email": "a@example.org"}).status_code == 405


def test_a_change_that_waits_is_previewed_and_the_public_reads_what_was_there(client, world, sign_in):
    event = add_event(world["alder"], "Practice on Monday")
    editor = sign_in("editor")
    world.person("page_approver")
    write_posting(event, by=editor, title={"en": "Practice on Tuesday"})
    assert Event.objects.get().proposed
    assert "Practice on Tuesday" in text_of(client.get(preview_of(event)))
    assert "Practice on Tuesday" not in text_of(client.get(event.get_absolute_url()))
    assert str(Event.objects.get().title) == "Practice on Monday"
    screen = text_of(client.get(reverse("workspace:posting", args=["events", event.pk])))
    assert preview_of(event) in screen


def every_kind_of_page(world):
    """One page of each kind, in the first language."""
    add_live(root_of(world["alder"]), "An ordinary page")
    root_of(world["alder"]).add_child(
        instance=NewsPage(title="News", slug="news", lead="It went well.", day=timezone.localdate())
    )
    models = [model for model in get_page_models() if issubclass(model, SitePage)]
    found = {model: model.objects.filter(locale__language_code="en").last() for model in models}
    assert len(found) >= 10 and all(found.values()), found
    return found.values()


def test_every_kind_of_page_is_previewed_and_nothing_is_written(client, world, sign_in):
    world.person("editor")
    sign_in("partnership_coordinator")
    pages = every_kind_of_page(world)
    before = Page.objects.count(), Revision.objects.count()
    for page in pages:
        edit = reverse(f"{PAGES}edit", args=[page.pk])
        form = querydict_from_html(text_of(client.get(edit)), form_id="page-edit-form").copy()
        form["body-count"] = "0"  # Blocks are put into the form by a script.
        changed = next(
            name for name in ("headline", "lead", "intro", "title") if name in form or name == "title"
        )
        if changed in form:
            form[changed] = "As it would be read"
        preview = reverse(f"{PAGES}preview_on_edit", args=[page.pk])
        assert client.post(preview, form).json() == {"is_valid": True, "is_available": True}, type(page)
        seen = text_of(client.get(preview))
        assert "As it would be read" in seen or changed not in form, type(page)
        # A form on the page answers within the preview, or leads to the public site; it posts nothing.
        assert 'method="post"' not in seen[seen.index("<main") : seen.index("</main>")]
        assert text_of(client.get(preview, {"q": "alder", "page": "2"}))
    assert (Page.objects.count(), Revision.objects.count()) == before
