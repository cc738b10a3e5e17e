"""The steps of the restore drill, each in a process and a database of its own: `python -m tests.operations.drill STEP ...`."""

import json
import sys
from pathlib import Path

import django


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
    from django.test import Client

    from outcomes.datasets import DATASETS
    from outcomes.submissions.identity import student_keys
    from partnership import audit_guard
    from partnership.models import AuditEvent, Organization
    from tests.conftest import PASSWORD

    alder = Organization.objects.get(slug="alder")
    key = student_keys([student_id], issuer=str(alder.pk), kind="local")[student_id]
    facts = [dataset.fact for dataset in DATASETS.values() if dataset.is_student_level]
    email = "partnership_administrator@partnership.example.org"
    answer = Client(headers={"host": "localhost"}).post(
        "/accounts/login/", {"login": email, "password": PASSWORD}
    )
    return {
        "rows": sum(fact.objects.filter(student_key=key).count() for fact in facts),
        "signs in": answer.status_code == 302,
        "media": Path(settings.MEDIA_ROOT, "original_images/room.txt").is_file(),
        "protected": audit_guard.is_protected(connection),
        "restored": AuditEvent.objects.filter(verb="backup.restored").count(),
    }


if __name__ == "__main__":
    django.setup()
    step, *words = sys.argv[1:]
    print(json.dumps({"load": load, "erase": erase, "look": look}[step](*words)))
