"""What `manage.py check --deploy` looks at beside Django's own checks: keys, address, mail, storage, worker, clock."""

from datetime import timedelta

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils import timezone

from .. import audit_guard
from ..models import WaitingMail, WorkerBeat
from ..vault import scanning


@register("partnership", deploy=True)
def settings_are_safe(app_configs, **kwargs):
    keys = [each.partition(":")[2] for each in (*settings.STUDENT_KEY_SECRETS, *settings.VAULT_SECRETS)]
    keys.append(settings.SECRET_KEY)
    if len(set(keys)) < len(keys):
        yield Error(
            "Two of SECRET_KEY, STUDENT_KEY_SECRETS and VAULT_SECRETS are the same.", id="partnership.E001"
        )
    if any(len(key) < 32 for key in keys):
        yield Error(
            "A key is shorter than 32 characters. `openssl rand -base64 48` makes one.", id="partnership.E002"
        )
    if not settings.BASE_URL.startswith("https://"):
        yield Error("BASE_URL does not begin with https://; links in e-mails would.", id="partnership.E003")
    if "console" in settings.MAIL_DELIVERY or "dummy" in settings.MAIL_DELIVERY:
        yield Error("EMAIL_URL names no mail server: invitations would reach nobody.", id="partnership.E004")
    if connection.vendor != "postgresql":
        yield Warning("The database is SQLite; PostgreSQL is the production database.", id="partnership.W001")


@register("partnership", deploy=True)
def surroundings_answer(app_configs, **kwargs):
    try:
        yield from _database()
    except DatabaseError:
        yield Error("The database cannot be reached. Check DATABASE_URL.", id="partnership.E010")
    try:
        default_storage.delete(default_storage.save("check", ContentFile(b"x")))
    except Exception as problem:  # Whatever a storage raises: it is told, not passed on.
        yield Error(f"Media cannot be written ({type(problem).__name__}).", id="partnership.E011")
    if settings.CLAMAV:
        try:
            scanning.answers()
        except OSError:
            yield Error("The virus scanner (CLAMAV) does not answer.", id="partnership.E012")


def _database():
    if not audit_guard.is_protected(connection):
        yield Error("The audit log is not protected: run `manage.py migrate`.", id="partnership.E013")
    if not WorkerBeat.objects.alive().exists():
        yield Warning("No worker runs: start `manage.py worker`.", id="partnership.W002")
    if not WorkerBeat.objects.filter(worker_id="tick").younger_than(timedelta(minutes=30)).exists():
        yield Warning(
            "`manage.py tick` has not run for half an hour; run it every few minutes.", id="partnership.W003"
        )
    if WaitingMail.objects.exists():
        yield Warning(
            "E-mails wait because the mail server took none. Check EMAIL_URL and the server; they are tried again.",
            id="partnership.W004",
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            skew = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if skew > 5:
            yield Error(
                f"The clocks of this machine and of the database are {skew:.0f} seconds apart.",
                id="partnership.E014",
            )
