"""Public pages from memory: never stale, whatever changes and however, and never one person's page for another."""

import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms import navigation
from cms.caching.middleware import PublicPagesMiddleware
from cms.caching.stamp import forget_changes, public_tables, stamp
from cms.models import Event, PublicChange
from outcomes.releases.models import Release
from partnership.models import Organization

from .conftest import add_draft, add_live, root_of, sign_in, surroundings  # noqa: F401
from .posted import add_event, add_policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()


@pytest.fixture
def page(world):
    world.person("editor")
    return add_live(root_of(world["alder"]), "After school")


def read(client, address):
    return client.get(address).content.decode()


def test_the_second_reader_costs_one_query_and_a_known_version_none_of_the_page(client, world, page):
    first = client.get(page.get_url())
    with CaptureQueriesContext(connection) as queries:
        second = client.get(page.get_url())
    assert len(queries) == 1 and second.content == first.content
    assert "Cache-Status" not in first and second["Cache-Status"] == "partnership; hit"
    assert second["ETag"] == first["ETag"] and second["Cache-Control"] == "no-cache"
    third = client.get(page.get_url(), headers={"if-none-match": first["ETag"]})
    assert third.status_code == 304 and not third.content


def test_who_takes_it_packed_gets_the_same_page_packed(client, world, page):
    plain = client.get(page.get_url())
    packed = client.get(page.get_url(), headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(packed.content) == plain.content and len(packed.content) < len(plain.content) / 2
    assert packed["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain
    assert [int(each["Content-Length"]) for each in (packed, plain)] == [
        len(packed.content),
        len(plain.content),
    ]
    assert packed["ETag"] != plain["ETag"] and "Accept-Encoding" in plain["Vary"]
    asked = {"accept-encoding": "gzip", "if-none-match": packed["ETag"]}
    assert client.get(page.get_url(), headers=asked).status_code == 304
    assert client.get(page.get_url(), headers={"if-none-match": packed["ETag"]}).content == plain.content


def test_a_kept_page_does_not_wait_for_one_that_is_made_and_each_is_made_once(monkeypatch):
    monkeypatch.setattr("cms.caching.middleware.stamp", lambda: "1")
    begun, go_on, made = threading.Event(), threading.Event(), []

    def make(request):
        made.append(request.path)
        if request.path == "/en/slow/":
            begun.set()
            assert go_on.wait(30)
        return HttpResponse(f"<p>{request.path}</p>")

    answer = PublicPagesMiddleware(make)
    ask = lambda path: answer(RequestFactory().get(path))  # noqa: E731
    ask("/en/kept/")
    with ThreadPoolExecutor(3) as people:
        first = people.submit(ask, "/en/slow/")
        assert begun.wait(30)
        second = people.submit(ask, "/en/slow/")
        kept = people.submit(ask, "/en/kept/").result(30)
        assert kept["Cache-Status"] == "partnership; hit" and not first.done() and not second.done()
        go_on.set()
        assert first.result(30).content == second.result(30).content
    assert made == ["/en/kept/", "/en/slow/"]


def test_what_pages_share_is_made_once_until_something_public_changes(client, world, page, monkeypatch):
    asked = []
    found = navigation._items
    monkeypatch.setattr(navigation, "_items", lambda request: asked.append(1) or found(request))
    other = add_live(root_of(world["alder"]), "Before school")
    for address in (page.get_url(), other.get_url(), "/es/", "/es/partners/"):
        client.get(address)
    assert len(asked) == 2, "once for each language"
    assert 'aria-current="page"' in read(client, "/en/partners/") and len(asked) == 2
    top = Page.objects.get(slug="news", locale=page.locale).specific
    top.title = "What is new"
    top.save_revision().publish()
    assert "What is new" in read(client, page.get_url()) and len(asked) == 3


def test_publishing_is_seen_at_once_and_a_draft_disturbs_nobody(client, world, page):
    before = client.get(page.get_url())
    page.title = "After school, every day"
    revision = page.save_revision()
    add_draft(root_of(world["alder"]), "Nothing to see")
    assert client.get(page.get_url())["ETag"] == before["ETag"]
    revision.publish()
    assert "After school, every day" in read(client, page.get_url())


def test_a_moved_page_is_gone_from_where_it_was(client, world, page):
    there = add_live(root_of(world["alder"]), "Elsewhere")
    old = page.get_url()
    assert client.get(old).status_code == 200
    page.move(there, pos="last-child")
    assert client.get(old).status_code != 200
    assert "After school" in read(client, Page.objects.get(pk=page.pk).get_url())


def test_an_expired_page_is_gone(client, world, page):
    assert client.get(page.get_url()).status_code == 200
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert client.get(page.get_url()).status_code == 404


def test_a_page_that_is_closed_to_the_public_is_closed_at_once(client, world, page):
    assert client.get(page.get_url()).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(page.get_url()).status_code == 302


def test_a_release_is_seen_at_once(client, world):
    read(client, "/en/")
    builder = world.person("partnership_coordinator")
    Release.objects.create(
        title="Three years",
        slug="three-years",
        audience="public",
        state="published",
        published_at=timezone.now(),
        built_by=builder,
    )
    assert "Three years" in read(client, "/en/")


def test_each_language_is_kept_for_itself(client, world):
    event = add_event(world["alder"], {"en": "Open house", "es": "Casa abierta"})
    english, spanish = f"/en/calendar/{event.slug}/", f"/es/calendar/{event.slug}/"
    for _twice in range(2):
        assert "Open house" in read(client, english) and "Casa abierta" in read(client, spanish)


def test_statements_that_no_signal_hears_of_are_seen_all_the_same(client, world):
    event = add_event(world["alder"], "As it was")
    read(client, event.get_absolute_url())
    Event.objects.filter(pk=event.pk).update(title={"en": "As it is"})
    assert "As it is" in read(client, event.get_absolute_url())
    Organization.objects.filter(slug="alder").update(name="Alder renamed")
    assert "Alder renamed" in read(client, event.get_absolute_url())
    Event.objects.filter(pk=event.pk).delete()
    assert client.get(event.get_absolute_url()).status_code == 404


def test_every_public_table_has_its_trigger_and_people_change_nothing(world):
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        assert public_tables().keys() <= tables
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE name LIKE 'public_insert_%%'")
        else:
            cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        assert public_tables().keys() <= {row[0] for row in cursor.fetchall()}
    world.person("editor")
    policy = add_policy(world["harbor-police"])
    before = stamp()
    world.person("data_coordinator")
    assert stamp() == before
    policy.delete()
    assert stamp() != before


def test_who_is_signed_in_and_who_fills_in_a_form_get_a_page_of_their_own(client, world, sign_in):
    event = add_event(world["alder"], takes_registrations=True)
    address = f"/en/calendar/{event.slug}/register/"
    assert "ETag" not in client.get(address) and "no-store" in client.get(address)["Cache-Control"]
    read(client, "/en/")
    sign_in("editor")
    assert "Workspace" in read(client, "/en/")
    client.logout()
    assert "Workspace" not in read(client, "/en/")


def test_old_entries_are_forgotten_and_that_makes_nothing_stale(world):
    PublicChange.objects.all().delete()
    PublicChange.objects.bulk_create(PublicChange(number=number) for number in range(300))
    before = stamp()
    assert forget_changes() == 100
    assert stamp() != before and PublicChange.objects.count() == 200
