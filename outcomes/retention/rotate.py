"""Student keys under a new secret: every stored key becomes hash(new secret, old key), in one transaction.

No id is needed, so it works long after the files are gone. Whoever holds an older copy of the database and the older
secret can no longer link it with this one.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from outcomes.distribution import is_distributed
from outcomes.submissions.bulk import chunks
from outcomes.submissions.identity import rotate
from partnership.audit import record

KEYS = ("student_key", "from_key", "to_key")


class NothingToRotate(ValueError):
    """The newest secret is the one whose keys are stored, or is unknown."""


def key_columns():
    """[(model, field name)] of every column in this app that holds student keys."""
    return [
        (model, field.name)
        for model in apps.get_app_config("outcomes").get_models()
        if model._meta.managed and not model._meta.proxy
        for field in model._meta.concrete_fields
        if field.name in KEYS and isinstance(field, models.BigIntegerField)
    ]


@transaction.atomic
def rotate_student_keys(*, from_version):
    """Rewrite every stored key, made under secrets up to `from_version`, with the newer ones. Returns how many
    different keys. Raises NothingToRotate.

    To be run once per new secret, with web and worker stopped: what is handed in meanwhile would have keys of both.
    """
    newer = _newer_than(from_version)
    if is_distributed():
        raise NothingToRotate(
            "Students' rows are spread over a cluster by the very keys that would change. Bring them back with "
            "`manage.py distribute --back`, rotate, and spread them again. Nothing was changed."
        )
    table = "rotated_student_keys"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} (old bigint PRIMARY KEY, new bigint NOT NULL)")
        keys = set()
        for model, name in key_columns():
            keys |= set(model.objects.order_by().values_list(name, flat=True).distinct())
        for some in chunks(sorted(keys)):
            pairs = {key: key for key in some}
            for secret in newer:
                step = rotate(pairs.values(), secret)
                pairs = {old: step[now] for old, now in pairs.items()}
            cursor.executemany(f"INSERT INTO {table} VALUES (%s, %s)", list(pairs.items()))
        for model, name in key_columns():
            column = connection.ops.quote_name(model._meta.get_field(name).column)
            cursor.execute(
                f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET {column} = "
                f"(SELECT new FROM {table} WHERE old = {column})"
            )
        cursor.execute(f"DROP TABLE {table}")
    record(
        "student_keys.rotated", by=None, to=settings.STUDENT_KEY_SECRETS[0].partition(":")[0], keys=len(keys)
    )
    return len(keys)


def _newer_than(version):
    """The secrets in front of a version, the oldest of them first."""
    pairs = [secret.partition(":")[::2] for secret in settings.STUDENT_KEY_SECRETS]
    versions = [each for each, _secret in pairs]
    if version not in versions:
        raise NothingToRotate(f"STUDENT_KEY_SECRETS names no version “{version}”.")
    newer = [secret for _version, secret in reversed(pairs[: versions.index(version)])]
    if not newer:
        raise NothingToRotate(f"Version “{version}” is the newest: put a new secret in front of it first.")
    return newer
