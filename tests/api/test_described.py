"""Requests made from the descriptions of the APIs, to break them: as anybody, as a stranger who is signed in, with a token.

Whatever is asked, the answer is one that the description names, as the description says, and never an error of the
server; and whoever asks leaves nothing behind but what the description promises.
"""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from outcomes.models import Submission
from outcomes.releases.api.views import api
from outcomes.ways_in.tokens import make_token
from partnership.wsgi import application
from tests.conftest import ON_THE_SECOND_DATABASE
from tests.outcomes.releases.conftest import charts, coordinator, data, wide  # noqa: F401

from .described import DESCRIPTION

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# The same requests on the second database: half of them.
EXAMPLES = 5 if ON_THE_SECOND_DATABASE else 10
bounded = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connection_stays_open():
    """The server closes its connection to the database between requests; here it holds the test's data."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(description, headers):
    """Ask every operation with what its description allows and with what it does not."""
    schema = schemathesis.openapi.from_dict(description)
    schema.app = application
    for found in schema.get_all_operations():
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            ask_operation(found.ok(), mode, headers)


def ask_operation(operation, mode, headers):
    @seed(1)
    @bounded
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case):
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    asked()


def cookie_of(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


@pytest.fixture
def released(wide):
    """The description of the releases API, with the public release among the short names it tries."""
    release, _codes = wide
    described = api.get_openapi_schema()
    for operations in described["paths"].values():
        for parameter in operations["get"]["parameters"]:
            if parameter["name"] == "slug":
                parameter["schema"] = {"type": "string", "enum": [release.slug, "no-such-release"]}
    return described


@pytest.mark.parametrize("page", ["1000000", "1" + "0" * 20, "-1", "0", "x"])
@pytest.mark.parametrize("program", ["partnership", "\0", "x" * 10_000])
def test_no_page_and_no_word_breaks_the_list(client, page, program):
    assert client.get("/api/v1/releases", {"page": page, "program": program}).status_code in (200, 422)


def test_releases_answer_everybody_and_a_stranger_who_is_signed_in_as_described(released, world):
    ask(released, {})
    ask(released, cookie_of(world.person("editor", world["birch"])))


def test_without_a_token_no_file_comes_in(world):
    ask(DESCRIPTION, {})
    ask(DESCRIPTION, cookie_of(world.person("data_coordinator")))
    ask(DESCRIPTION, {"Authorization": "Bearer wrong"})
    assert not Submission.objects.exists()


def test_with_a_token_files_are_answered_as_described(world):
    token = make_token(
        world["alder"],
        by=world.person("data_coordinator"),
        name="Export",
        datasets=["student_attendance", "school_totals"],
        ends_on=timezone.localdate() + timedelta(days=9),
        may_accept=True,
    )
    ask(DESCRIPTION, {"Authorization": f"Bearer {token.secret}"})


def test_what_lies_nowhere_below_the_api_is_told_to_machines_too(client):
    for address in ("/api/", "/api/submissions/x/y", "/api/v1/nothing"):
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.json()["error"]) == (404, "unknown_address")
