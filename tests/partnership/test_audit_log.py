"""The audit log: only ever added to by anybody, exported as lines, told apart by organization."""

import json
import logging
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from partnership import audit_guard
from partnership.audit import record
from partnership.audit_words import every_word
from partnership.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.filter(pk=event.pk).update(verb="x"),
        lambda event: event.delete(),
        lambda event: event.save(),
        lambda event: connection.cursor().execute("DELETE FROM partnership_auditevent"),
        lambda event: connection.cursor().execute("UPDATE partnership_auditevent SET actor_label = 'x'"),
    ],
    ids=["update", "delete", "save", "sql delete", "sql update"],
)
def test_the_database_itself_refuses_to_change_an_entry(world, change):
    event = record("place.added", by=None)
    before = AuditEvent.objects.count()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        change(event)
    assert AuditEvent.objects.count() == before
    assert AuditEvent.objects.get(pk=event.pk).verb == "place.added"


def test_the_protection_can_be_looked_for(world):
    assert audit_guard.is_protected(connection)
    audit_guard.lift(connection)
    assert not audit_guard.is_protected(connection)
    audit_guard.protect(connection)
    assert audit_guard.is_protected(connection)


def test_the_export_is_one_line_per_entry_of_the_organization(world):
    record("place.added", by=world.person("editor"), organization=world["birch"], rows=3)
    out = StringIO()
    call_command("export_audit", "--organization", "birch", stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(lines) == AuditEvent.objects.filter(organization_id=world["birch"].pk).count()
    assert lines[-1]["verb"] == "place.added" and lines[-1]["detail"] == {"rows": 3}
    assert all(line["organization"] == str(world["birch"].pk) for line in lines)


def test_an_entry_is_told_to_the_log_once_it_is_committed(
    world, settings, caplog, django_capture_on_commit_callbacks
):
    settings.AUDIT_LOG = "stdout"
    logger = logging.getLogger("partnership.audit")
    logger.addHandler(caplog.handler)
    try:
        with django_capture_on_commit_callbacks() as told:
            record("place.added", by=None)
        assert not caplog.messages
        for callback in told:
            callback()
        assert json.loads(caplog.messages[0])["verb"] == "place.added"
    finally:
        logger.removeHandler(caplog.handler)


def test_every_verb_that_is_recorded_has_its_words():
    """Read from the code: a verb without words would stand in the log as it is written there."""
    code = [
        path.read_text()
        for app in ("partnership", "programs", "outcomes", "cms")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    ]
    recorded = {verb for text in code for verb in re.findall(r'\brecord\(\s*"(\w+\.\w+)"', text)}
    assert len(recorded) > 100
    assert recorded <= set(every_word())
