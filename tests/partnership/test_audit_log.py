"""The audit log: only ever added to by anybody, exported as lines, told apart by organization."""

import ast
import json
import logging
import os
import re
import socket
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from partnership import audit_guard
from partnership.actions.memberships import end_role, grant_role
from partnership.audit import as_line, record, record_account
from partnership.audit_words import every_word
from partnership.circumstances import answering
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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
def test_not_even_the_owner_of_the_table_empties_it(world):
    record("place.added", by=None)
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute("TRUNCATE partnership_auditevent")
    assert AuditEvent.objects.filter(verb="place.added").exists()


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
    recorded = {verb for text in code for verb in re.findall(r'\brecord(?:_account)?\(\s*"(\w+\.\w+)"', text)}
    assert len(recorded) > 100
    assert recorded <= set(every_word())


# Numbers, days, states, keys, codes, names of fields. Nothing that people type in their own words.
DETAILS = """
added admitted after_results at audience before by_email bytes came changed changes characters checksum claims
closed_on code codes dataset datasets days_left domains ends_on fields groups handed_in_by held_since instead_of
into keys kind language last_day left_out link linked made may_accept merged_on new number on on_behalf owners pairs
participants people period person program purpose reasons reason_given refused removed replaced retrospective
role rows sites starts_on state status students superseded_by taken_back things to told unchanged until version way
what which without words years
"""
# Names that elsewhere carry what people typed; here they come from the code itself.
FROM_THE_CODE_IN = {
    "reason": {"outcomes/submissions/journey.py"},
    "file": {"outcomes/releases/views.py"},
    "why": {"partnership/vault/vault.py"},
}


def test_no_entry_takes_what_people_type_in_their_own_words():
    """Read from the code: a further particular is named here once somebody has looked at what it holds."""
    used = {}
    for app in ("partnership", "programs", "outcomes", "cms"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in (
                    "record",
                    "record_account",
                ):
                    for keyword in call.keywords:
                        used.setdefault(keyword.arg, set()).add(str(path.relative_to(settings.BASE_DIR)))
    about = {"by", "organization", "target", "account", "right", None}
    assert used.keys() - about == set(DETAILS.split()) | FROM_THE_CODE_IN.keys()
    assert {name: used[name] for name in FROM_THE_CODE_IN} == FROM_THE_CODE_IN


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles")
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE partnership_auditevent SET actor_label = 'x'",
        "DELETE FROM partnership_auditevent",
        "TRUNCATE partnership_auditevent",
        "DROP TRIGGER audit_only_added_to ON partnership_auditevent",
        "ALTER TABLE partnership_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE partnership_auditevent",
    ],
)
def test_the_applications_own_role_can_add_to_it_and_nothing_else(world, change):
    """The role is made as docs/operations.md says."""
    guide = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    grants = re.search(r"## The database's roles.*?```sql\n(.*?)```", guide, re.S)[1]
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE partnership_app")
        cursor.execute(grants)
        cursor.execute("SET ROLE partnership_app")
        try:
            record("place.added", by=None)
            with pytest.raises(DatabaseError, match="permission denied|must be owner"), transaction.atomic():
                cursor.execute(change)
            assert AuditEvent.objects.filter(verb="place.added").exists()
        finally:
            cursor.execute("RESET ROLE")


@pytest.mark.parametrize("words", [{"verb": "role.granted"}, {"person": "Keeper"}, {"since": "2020-01-01"}])
def test_it_is_searched_by_the_organization_concerned_and_by_no_other(world, client, words):
    """An administrator finds what concerns the own organization, whatever is searched for."""
    for slug in ("alder", "birch"):
        event = record("role.granted", by=None, organization=world[slug])
        assert event.organization_id == world[slug].pk
    keeper = world.person("organization_administrator")
    keeper.name = "Keeper"
    record("role.granted", by=keeper, organization=world["alder"])
    record("role.granted", by=keeper, organization=world["birch"])
    client.force_login(keeper)
    found = client.get("/workspace/audit/", words).context["page"]
    assert {event.organization_id for event in found} == {world["alder"].pk}
    client.force_login(world.person("editor"))
    assert client.get("/workspace/audit/", words).status_code == 403


def test_each_way_out_of_the_log_is_configured():
    """`AUDIT_LOG` chooses standard output, the system's log by its socket, or one on another host."""
    for chosen, handler in {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"},
        "syslog": {"class": "logging.handlers.SysLogHandler", "address": "/dev/log"},
        "syslog:/run/log": {"class": "logging.handlers.SysLogHandler", "address": "/run/log"},
        "syslog:logs.example.org:514": {
            "class": "logging.handlers.SysLogHandler",
            "address": ["logs.example.org", 514],
        },
    }.items():
        told = subprocess.run(
            [
                sys.executable,
                "-c",
                "import json, partnership.settings as s; print(json.dumps(s.LOGGING['handlers']['audit']))",
            ],
            env={**os.environ, "AUDIT_LOG": chosen, "PARTNERSHIP_ENV_FILE": "/dev/null"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert json.loads(told).items() >= handler.items(), chosen


@pytest.mark.parametrize("way", ["socket", "host"])
def test_a_line_arrives_at_the_systems_log(way, tmp_path):
    family, place = {
        "socket": (socket.AF_UNIX, str(tmp_path / "log")),
        "host": (socket.AF_INET, ("127.0.0.1", 0)),
    }[way]
    with socket.socket(family, socket.SOCK_DGRAM) as listening:
        listening.bind(place)
        listening.settimeout(30)
        chosen = place if way == "socket" else "127.0.0.1:{1}".format(*listening.getsockname())
        said = (
            "import logging.config, partnership.settings as s; logging.config.dictConfig(s.LOGGING);"
            "logging.getLogger('partnership.audit').info('{\"verb\": \"place.added\"}')"
        )
        subprocess.run(
            [sys.executable, "-c", said],
            env={**os.environ, "AUDIT_LOG": f"syslog:{chosen}", "PARTNERSHIP_ENV_FILE": "/dev/null"},
            check=True,
        )
        arrived = listening.recv(4096).decode()
    assert '{"verb": "place.added"}' in arrived


def test_a_line_says_who_for_whom_what_from_where_and_under_which_right(world, client):
    clerk = world.person("data_coordinator")
    client.force_login(clerk)
    client.get("/workspace/")
    request = client.get("/workspace/").wsgi_request
    request.client_address, request.id = "203.0.113.7", "r" * 8
    with answering(request):
        event = record(
            "vault.opened", by=request.user, organization=world["alder"], target=clerk, right="why"
        )
    line = json.loads(as_line(event))
    assert line["actor"] == str(clerk.pk) and line["acting_for"] == str(world["alder"].pk)
    assert (line["verb"], line["address"], line["right"]) == ("vault.opened", "203.0.113.7", "why")
    assert line["target"] == str(clerk.pk) and line["organization"] == str(world["alder"].pk)


def test_every_entry_of_a_person_says_under_which_roles(world):
    """The role in the organization concerned; otherwise one for the whole partnership; otherwise those held elsewhere."""
    keeper, clerk = world.person("partnership_administrator"), world.person("data_coordinator")
    evaluator = world.person("evaluator")
    grant_role(by=None, user=clerk, organization=world["alder"], role="editor")

    def under(by, organization, **words):
        return record("place.added", by=by, organization=organization, **words).right

    assert under(clerk, world["alder"]) == "data_coordinator, editor"
    assert under(clerk, world["birch"]) == "data_coordinator in alder, editor in alder"
    assert under(keeper, world["birch"]) == under(keeper, None) == "partnership_administrator"
    assert under(evaluator, world["alder"]) == "evaluator in field-university"
    assert under(evaluator, world["alder"], right="admission 7") == "admission 7"
    assert under(None, world["alder"]) == ""
    assert record_account("account.signed_in", by=clerk, account=clerk)[0].right == "the own account"


def test_giving_up_the_own_role_is_the_own_right(world):
    person = world.person("editor")
    end_role(person.memberships.get(), by=person)
    assert AuditEvent.objects.get(verb="role.ended").right == "the own role"


def test_the_screen_tells_from_where_for_whom_and_under_which_right(world, client):
    keeper = world.person("organization_administrator")
    client.force_login(keeper)
    client.post(
        reverse("workspace:invite", args=["alder"]),
        {"email": "new@alder.example.org", "role": "editor"},
        REMOTE_ADDR="203.0.113.7",
    )
    record("place.added", by=world.person("evaluator"), organization=world["alder"])

    def page(**words):
        return " ".join(client.get("/workspace/audit/", words).content.decode().split())

    told = page(verb="invitation.sent")
    assert "203.0.113.7" in told and "Organization administrator" in told
    assert f"for {world['alder'].name}" in told
    assert "Evaluator in field-university" in page(verb="place.added")
    # What an intruder's address did, and what was done to somebody.
    assert "sent the invitation" in page(address="203.0.113.7")
    assert "No entry found" in page(address="203.0.113.8")
    assert "sent the invitation" in page(of="new@alder") and "added the place" not in page(of="new@alder")
