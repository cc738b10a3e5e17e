"""The steps of drills, taken one after the other by a process of its own on a database of its own.

`python -m tests.operations.drill '[["load"], ["manage", "backup", "FOLDER"], ...]'` prints what each of them told.
"""

import io
import json
import sys
from pathlib import Path

import django

ATTENDANCE = "school,student_id,month,days_expected,days_excused,days_unexcused"


def load():
    """A small partnership with student-level rows; prints {key: rows} of two students."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from django.core.management import call_command

    from outcomes.datasets import DATASETS
    from outcomes.submissions.identity import student_keys
    from tests.conftest import small_world
    from tests.outcomes.factories import school_year_of_data

    call_command("migrate", verbosity=0)
    world = small_world()
    world.person("partnership_administrator")
    world.person("data_coordinator")
    ids = [str(number) for number in range(100, 140)]
    keys = list(student_keys(ids, issuer=str(world["alder"].pk), kind="local").values())
    school_year_of_data(world, world.places["alder-1"], "2023-24", keys, suspended=keys[:5])
    _released(world)
    default_storage.save("original_images/room.txt", ContentFile(b"a room"))
    enrolled = DATASETS["student_enrollment"].fact.objects
    return {"students": enrolled.values("student_key").distinct().count()}


def _released(world):
    """A release that everybody may read; what it draws is of no matter here."""
    from outcomes.measures.student_year import rebuild_stale
    from outcomes.releases import artifacts
    from outcomes.releases.build import build_release
    from outcomes.releases.drawing import SIZES
    from outcomes.releases.models import Release

    artifacts.draw = lambda rows, **more: dict.fromkeys(SIZES, b"<svg/>")
    rebuild_stale()
    release = build_release(by=world.person("partnership_coordinator"), audience="public")
    Release.objects.filter(pk=release.pk).update(state="published", published_at=release.built_at)


def erase(student_id):
    """A family's request; prints the tombstones afterwards."""
    from outcomes.retention.erase import erase_student
    from outcomes.submissions.erased import erased_digests
    from partnership.models import Organization

    alder = Organization.objects.get(slug="alder")
    erased = erase_student(by=None, issuer=alder, student_id=student_id, kind="local")
    return {"rows": erased.rows, "tombstones": sorted(erased_digests())}


def look(student_id):
    """What is there of a student, of sign-ins, of media."""
    from django.conf import settings
    from django.db import connection

    from outcomes.datasets import DATASETS
    from outcomes.submissions.identity import student_keys
    from partnership import audit_guard
    from partnership.models import AuditEvent, Organization
    from tests.conftest import PASSWORD

    alder = Organization.objects.get(slug="alder")
    key = student_keys([student_id], issuer=str(alder.pk), kind="local")[student_id]
    facts = [dataset.fact for dataset in DATASETS.values() if dataset.is_student_level]
    return {
        "rows": sum(fact.objects.filter(student_key=key).count() for fact in facts),
        "signs in": sign_in("partnership_administrator@partnership.example.org", PASSWORD),
        "media": Path(settings.MEDIA_ROOT, "original_images/room.txt").is_file(),
        "protected": audit_guard.is_protected(connection),
        "restored": AuditEvent.objects.filter(verb="backup.restored").count(),
    }


def sign_in(email, password):
    """Whether somebody can, who was there before."""
    from django.test import Client

    asked = {"login": email, "password": password}
    return Client(headers={"host": "localhost"}).post("/accounts/login/", asked).status_code == 302


def sign_in_as_in_the_demonstration(email):
    from partnership.demo import PASSWORD

    return sign_in(email, PASSWORD)


def hand_in():
    """A district's file, read and kept until somebody accepts it; prints its id."""
    from outcomes.submissions.receive import receive
    from outcomes.submissions.tasks import stage_submission
    from partnership.models import Membership, Organization

    alder = Organization.objects.get(slug="alder")
    rows = [f"0100001,{number},2024-09,20,1,0" for number in range(100, 140)]
    submission = receive(
        by=Membership.objects.get(organization=alder, role="data_coordinator").user,
        organization=alder,
        dataset="student_attendance",
        name="september.csv",
        content="\n".join([ATTENDANCE, *rows]).encode(),
        in_background=False,
    )
    stage_submission.call(str(submission.pk))
    return str(submission.pk)


def handed_in(submission):
    """What is there of a file that was handed in: its rows, the file in the vault, what the audit log says of it."""
    from django.db import connection

    from outcomes.models import AttendanceMonth, Claim, Submission
    from partnership import audit_guard, vault
    from partnership.models import AuditEvent

    found = Submission.objects.get(pk=submission)
    claims = Claim.objects.filter(submission=found)
    return {
        "state": found.state,
        "rows": AttendanceMonth.objects.filter(claim_id__in=claims.values("pk")).count(),
        "lines in the vault": vault.open_item(found.vault_item, by=None, why="drill").count(b"\n"),
        "audit events": AuditEvent.objects.filter(target_id=submission).count(),
        "protected": audit_guard.is_protected(connection),
    }


def release_pages():
    """[status] of the page of each published release, for somebody signed in."""
    from django.test import Client

    from outcomes.releases.models import Release
    from partnership.models import User

    reader = Client(headers={"host": "localhost"})
    reader.force_login(
        User.objects.get(email="partnership_administrator@partnership.example.org"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    published = Release.objects.filter(state="published")
    return [reader.get(release.get_absolute_url()).status_code for release in published]


def migrations():
    """{app: names of the migrations that were applied}"""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        applied.setdefault(app, []).append(name)
    return applied


def contents():
    """{table: [rows, sum]} of the database."""
    from django.db import connection

    from partnership.backup.contents import contents

    with connection.cursor() as cursor:
        return contents(cursor)


def manage(*words):
    """What a command prints."""
    from django.core.management import call_command

    told = io.StringIO()
    call_command(*words, stdout=told)
    return told.getvalue()


def refused(*words):
    """What a command says that must end with an error."""
    from django.core.management import CommandError

    try:
        told = manage(*words)
    except CommandError as reason:
        return str(reason)
    raise AssertionError(f"{words} was not refused: {told}")


if __name__ == "__main__":
    django.setup()
    steps = {
        each.__name__: each
        for each in (
            *(load, erase, look, hand_in, handed_in, sign_in, release_pages),
            *(migrations, contents, manage, refused),
        )
    }
    print(json.dumps([steps[step](*words) for step, *words in json.loads(sys.argv[1])]))
