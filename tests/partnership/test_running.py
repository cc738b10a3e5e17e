"""Health, metrics, log lines, checks, and one scheduler at a time."""

import json
import logging
import sys
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from partnership import audit_guard, scheduler
from partnership.models import WorkerBeat
from partnership.web import checks
from partnership.web.logs import JsonLines
from partnership.web.reports import NothingPersonal

pytestmark = pytest.mark.django_db
RAN = []


def chore():
    RAN.append("chore")
    return 2


def broken_chore():
    raise ValueError("Maria Lopez, born 2014")


@pytest.fixture(autouse=True)
def nothing_ran():
    RAN.clear()


def test_health(client):
    assert client.get("/health/live/").status_code == 200
    assert client.get("/health/ready/").json() == {"ready": True, "database": "ok", "worker": "none"}
    WorkerBeat.objects.create(worker_id="w", seen_at=timezone.now())
    assert client.get("/health/ready/").json()["worker"] == "ok"


def test_a_scheduler_is_no_worker(client):
    WorkerBeat.objects.beat("tick")
    WorkerBeat.objects.beat(scheduler.LOCK)
    assert client.get("/health/ready/").json()["worker"] == "none"


def test_not_ready_without_a_database(client, monkeypatch):
    from django.db.utils import OperationalError

    def gone():
        raise OperationalError("password=hunter2")

    monkeypatch.setattr("partnership.web.health.connection.cursor", gone)
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert b"hunter2" not in answer.content


def test_metrics_are_for_whoever_holds_the_token(client, settings):
    assert client.get("/metrics/").status_code == 404
    settings.METRICS_TOKEN = "t" * 40
    assert client.get("/metrics/", headers={"Authorization": "Bearer x"}).status_code == 404
    client.get("/health/live/")
    text = client.get("/metrics/", headers={"Authorization": "Bearer " + "t" * 40}).content.decode()
    assert 'partnership_http_answers_total{method="GET",status="2xx"}' in text
    assert "partnership_workers 0" in text


def test_one_chore_that_fails_keeps_no_other_from_being_done(settings):
    here = "tests.partnership.test_running"
    settings.DUE = [f"{here}.broken_chore", f"{here}.chore"]
    results = dict(scheduler.tick())
    assert results["chore"] == 2
    assert results["broken_chore"].startswith("ValueError at tests/partnership/test_running.py:")
    assert "Maria" not in str(results)
    with pytest.raises(SystemExit):
        call_command("tick", stdout=StringIO())


def test_two_schedulers_at_once_do_it_once(settings):
    settings.DUE = ["tests.partnership.test_running.chore"]
    WorkerBeat.objects.create(worker_id=scheduler.LOCK, seen_at=timezone.now())
    assert scheduler.tick() == [] and RAN == []
    # One that died in the middle is not waited for for ever.
    WorkerBeat.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    assert scheduler.tick() == [("chore", 2)]
    assert scheduler.tick() == [("chore", 2)]


def test_a_log_line_of_an_error_says_where_and_never_what():
    try:
        broken_chore()
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "went %s", ("wrong",), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "went wrong"
    assert line["error"].startswith("ValueError at")
    assert "Maria" not in json.dumps(line)


def test_an_error_report_holds_no_form_value_cookie_or_local_variable():
    request = RequestFactory().post("/", {"name": "Maria"}, headers={"cookie": "sessionid=abc"})
    shown = NothingPersonal()
    name = "Maria"
    frame = sys._getframe()
    told = [
        shown.get_post_parameters(request),
        shown.get_safe_cookies(request),
        shown.get_traceback_frame_variables(request, frame),
    ]
    assert name not in str(told) and "abc" not in str(told)


def test_the_checks_name_what_is_missing(settings):
    settings.CLAMAV = "tcp://127.0.0.1:1"
    found = {problem.id for problem in run_checks(tags=["partnership"], include_deployment_checks=True)}
    assert {"partnership.E001", "partnership.E003", "partnership.E012", "partnership.W002"} <= found
    assert "partnership.E013" not in found
    audit_guard.lift(connection)
    found = {problem.id for problem in run_checks(tags=["partnership"], include_deployment_checks=True)}
    assert "partnership.E013" in found
    audit_guard.protect(connection)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no clock of its own")
def test_the_check_names_clocks_that_are_apart(monkeypatch):
    def apart(seconds):
        ahead = timedelta(seconds=seconds)
        monkeypatch.setattr(checks.timezone, "now", lambda: datetime.now(UTC) + ahead)
        return {problem.id for problem in checks.surroundings_answer(None)}

    assert "partnership.E014" not in apart(0)
    assert "partnership.E014" in apart(60)
    assert "partnership.E014" in apart(-60)


def test_every_answer_carries_an_id_and_keeps_the_one_it_was_given(client):
    assert len(client.get("/health/live/")["X-Request-ID"]) == 32
    assert (
        client.get("/health/live/", headers={"X-Request-ID": "from-proxy-1"})["X-Request-ID"]
        == "from-proxy-1"
    )
    assert len(client.get("/health/live/", headers={"X-Request-ID": "x\n" * 9})["X-Request-ID"]) == 32
