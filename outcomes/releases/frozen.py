"""Once released, nothing of a release changes: refused here with a sentence, and by the database itself.

The triggers are put up after every `migrate` and taken down before it, because SQLite rebuilds a table
when a migration changes it. On SQLite they leave deletion to the guard of the models, so that a test
database can be emptied; on PostgreSQL they refuse it too.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

PARTS = {
    "outcomes_contributor": "release_id",
    "outcomes_releasecell": "release_id",
    "outcomes_signature": "release_id",
    "outcomes_artifact": "release_id",
    "outcomes_releaseguard": "release_id",
    "outcomes_story": "release_id",
}
# What of a released release must stay as it is; its state alone may go on to "superseded".
FIXED = [
    "kind",
    "title",
    "slug",
    "program_id",
    "audience",
    "years",
    "places",
    "reporting",
    "pins",
    "definitions",
    "checksum",
    "built_by_id",
    "built_at",
    "published_by_id",
    "published_at",
    "supersedes_id",
    "erratum",
    "checks",
    "review_until",
    "publish_at",
]
SENTENCE = "A published release never changes."


class ReleaseIsFrozen(ValidationError):
    """Somebody tried to change a published release."""

    def __init__(self):
        super().__init__(_("A published release never changes. Build a new release that corrects it."))


class FrozenQuerySet(models.QuerySet):
    """Refuses to change or delete in bulk what belongs to a released release."""

    def update(self, **changes):
        self._refuse_released(changes)
        return super().update(**changes)

    def delete(self):
        self._refuse_released()
        return super().delete()

    def _refuse_released(self, changes=()):
        open_fields = getattr(self.model, "STILL_OPEN", frozenset())
        state = "state" if self.model._meta.model_name == "release" else "release__state"
        if (
            not (changes and set(changes) <= open_fields)
            and self.filter(**{f"{state}__in": ["published", "superseded"]}).exists()
        ):
            raise ReleaseIsFrozen


class Frozen(models.Model):
    """A row that belongs to a release and stays as it is once that release is released."""

    STILL_OPEN = frozenset()

    class Meta:
        abstract = True

    def save(self, *args, update_fields=None, **kwargs):
        if not (update_fields and set(update_fields) <= self.STILL_OPEN):
            self._refuse_if_released()
        return super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_released()
        return super().delete(*args, **kwargs)

    def frozen_release_id(self):
        return self.release_id

    def _refuse_if_released(self):
        from .models import RELEASED, Release

        if Release.objects.filter(pk=self.frozen_release_id(), state__in=RELEASED).exists():
            raise ReleaseIsFrozen


def put_up_triggers(connection):
    """Let the database itself refuse changes to what is released."""
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    _run(connection, make())


def take_down_triggers(connection):
    """Before a migration: SQLite could not rebuild a table that a trigger speaks of."""
    tables = set(connection.introspection.table_names())
    _run(connection, [statement for table, statement in _drops(connection.vendor) if table in tables])


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _drops(vendor):
    for table in ("outcomes_release", *PARTS):
        for event in ("insert", "update", "delete"):
            on = f" ON {table}" if vendor == "postgresql" else ""
            yield table, f"DROP TRIGGER IF EXISTS frozen_{event}_{table}{on}"


def _is_released(row, column):
    return f"(SELECT state FROM outcomes_release WHERE id = {row}.{column}) IN ('published', 'superseded')"


def _changed(vendor):
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    cast = "" if vendor == "sqlite" else "::text"
    fixed = " OR ".join(f"OLD.{name}{cast} {differs} NEW.{name}{cast}" for name in FIXED)
    return (
        f"OLD.state IN ('published', 'superseded') AND ({fixed} OR NOT (NEW.state = OLD.state "
        "OR (OLD.state = 'published' AND NEW.state = 'superseded')))"
    )


def _sqlite():
    def trigger(table, event, when):
        return (
            f"CREATE TRIGGER IF NOT EXISTS frozen_{event}_{table} BEFORE {event.upper()} ON {table} "
            f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        )

    yield trigger("outcomes_release", "update", _changed("sqlite"))
    for table, column in PARTS.items():
        yield trigger(table, "insert", _is_released("NEW", column))
        yield trigger(table, "update", _is_released("OLD", column))


def _postgresql():
    yield (
        "CREATE OR REPLACE FUNCTION outcomes_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    yield (
        "CREATE OR REPLACE FUNCTION outcomes_refuse_if_released() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE of_release uuid; BEGIN "
        "IF TG_OP = 'INSERT' THEN of_release := NEW.release_id; ELSE of_release := OLD.release_id; END IF; "
        "IF (SELECT state FROM outcomes_release WHERE id = of_release) IN ('published', 'superseded') THEN "
        f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF; END $$"
    )
    for event, when in [
        ("update", _changed("postgresql")),
        ("delete", "OLD.state IN ('published', 'superseded')"),
    ]:
        yield (
            f"CREATE OR REPLACE TRIGGER frozen_{event}_outcomes_release BEFORE {event.upper()} "
            f"ON outcomes_release FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION outcomes_refuse_change()"
        )
    for table in PARTS:
        for event in ("insert", "update", "delete"):
            yield (
                f"CREATE OR REPLACE TRIGGER frozen_{event}_{table} BEFORE {event.upper()} ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION outcomes_refuse_if_released()"
            )
