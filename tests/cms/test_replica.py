"""A copy of the database for what everybody reads: all of a public page, nothing of the workspace, no write."""

from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.db import connection, connections, router
from django.test.utils import CaptureQueriesContext

from cms.caching.replica import REPLICA, PublicReads, _from_copy
from cms.models import PublicChange
from outcomes.models import Submission
from partnership.models import Organization

from .conftest import add_live, root_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def replica(settings, monkeypatch):
    """A second alias; its connection is the first one's, so that it sees what the test has written."""
    settings.MIDDLEWARE = ["cms.caching.replica.PublicReadsMiddleware", *settings.MIDDLEWARE]
    monkeypatch.setitem(router.__dict__, "routers", [PublicReads()])
    copy = connection.copy(alias=REPLICA)
    copy.connection, copy.in_atomic_block, copy.autocommit = (
        connection.connection,
        True,
        connection.autocommit,
    )
    copy.close_if_unusable_or_obsolete = lambda: None
    connections.settings[REPLICA] = connections.settings["default"]
    connections[REPLICA] = copy
    yield copy
    del connections[REPLICA]
    del connections.settings[REPLICA]
    copy.connection = None


@contextmanager
def asked(replica):
    """{"first": queries, "copy": how many}."""
    found = {}
    with CaptureQueriesContext(connection) as first, CaptureQueriesContext(replica) as copy:
        yield found
    found.update(first=[each["sql"] for each in first.captured_queries], copy=len(copy))


def test_a_public_page_is_read_from_the_copy_with_its_stamp(client, world, replica, settings):
    address = add_live(root_of(world["alder"]), "After school").get_url()
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    with asked(replica) as number:
        assert client.get(address).status_code == 200
    assert number["copy"] > 5 and number["first"] == [], number
    with asked(replica) as number:
        assert client.get(address)["Cache-Status"]
    assert number == {"first": [], "copy": 1}
    with asked(replica) as number:
        assert client.get("/en/outcomes/").status_code == 200
    assert number["first"] == []


def test_the_workspace_and_whoever_is_signed_in_never_read_from_the_copy(client, world, replica, sign_in):
    page = add_live(root_of(world["alder"]), "After school")
    sign_in("data_coordinator")
    own = page.get_url()
    for address in ("/workspace/", "/workspace/organizations/alder/", own, "/en/outcomes/"):
        with asked(replica) as number:
            assert client.get(address).status_code == 200, address
        assert number["copy"] == 0 and number["first"], address
    client.logout()
    with asked(replica) as number:
        client.get("/health/ready/")
        client.get("/accounts/login/")
    assert number["copy"] == 0


def test_what_a_request_has_written_it_reads_where_it_wrote(world, replica):
    token = _from_copy.set(True)
    try:
        assert router.db_for_read(Organization) == REPLICA
        PublicChange.objects.create(number=1)
        assert router.db_for_read(Organization) == "default"
    finally:
        _from_copy.reset(token)
    assert router.db_for_read(Submission) == "default"
    assert not router.allow_migrate(REPLICA, "outcomes") and router.allow_migrate("default", "outcomes")
