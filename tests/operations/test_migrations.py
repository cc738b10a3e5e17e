"""Migrations work on a live system: the code of before still runs while they do, and none holds a large table for long.
A database of the first release, with data in it, is brought up to date, and all of it is there.

From the first release on. What an installation may hold millions of rows of is in LARGE; an operation that rewrites or
checks such a table under its lock, or that takes away what running code still uses, needs a name in KNOWN with the
reason, so that the notes of the release can say how long it takes.
"""

import pytest
from django.apps import apps
from django.db import migrations
from django.db.migrations.loader import MigrationLoader

from outcomes.distribution import student_tables
from tests.operations.first_release import put_back
from tests.operations.machine import Machine

OURS = ("partnership", "programs", "outcomes", "cms")
# The newest migration of each app in the first release; an installation cannot be older.
FIRST_RELEASE = {"partnership": 13, "programs": 4, "outcomes": 30, "cms": 10}
LARGE = {
    *student_tables(),
    *(
        "outcomes_schooltotal",
        "outcomes_tally",
        "outcomes_claim",
        "outcomes_submission",
        "outcomes_releasecell",
    ),
    *("partnership_auditevent", "partnership_vaultchunk", "django_session", "wagtailcore_page"),
}
# "app.migration": why it may hold a large table, or take away what running code uses, and what the notes say of it.
KNOWN = {}
# Tables of the first release that hold other rows after an upgrade: what Django and `migrate` itself keep of models and
# rights; and those that a later release has replaced, each with the reason.
OTHER_ROWS = {"django_content_type", "auth_permission", "auth_group_permissions"}


def later_operations():
    """(name of the migration, its state before, operation) of all after the first release."""
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and int(name[:4]) > FIRST_RELEASE[app]:
            state = loader.project_state((app, name), at_end=False)
            for operation in migration.operations:
                yield f"{app}.{name}", state, operation
                operation.state_forwards(app, state)


def hazards(app, state, operation):
    """Sentences about what would disturb a live system."""
    kind = type(operation).__name__
    table = table_of(app, state, operation)
    if isinstance(
        operation,
        (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel),
    ):
        yield f"{kind} takes away what the code of before still uses."
    added = isinstance(operation, migrations.AddField) and not operation.field.many_to_many
    if added and not (operation.field.null or operation.field.has_db_default()):
        yield f"{kind} {operation.name}: running code inserts rows without it; give it a db_default or null."
    if table not in LARGE:
        return
    if isinstance(operation, migrations.AlterField):
        yield f"AlterField {operation.name} may rewrite {table}."
    if isinstance(operation, (migrations.AddIndex, migrations.AddConstraint)):
        yield f"{kind} holds {table} while it is made; use the concurrent or not-valid form."
    if isinstance(operation, migrations.AddField) and (operation.field.unique or operation.field.db_index):
        yield f"AddField {operation.name} makes an index on {table} while it holds it."


def table_of(app, state, operation):
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    model = state.models.get((app, str(name).lower()))
    return (model.options.get("db_table") or f"{app}_{name.lower()}") if model else ""


def test_every_migration_since_the_first_release_leaves_a_live_system_running():
    found = [
        f"{name}: {hazard}"
        for name, state, operation in later_operations()
        if name not in KNOWN
        for hazard in hazards(name.partition(".")[0], state, operation)
    ]
    assert found == []


def test_the_large_tables_are_there_and_the_first_release_is_migrated():
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert tables >= LARGE
    newest = {
        app: max(int(name[:4]) for a, name in MigrationLoader(None).disk_migrations if a == app)
        for app in OURS
    }
    assert all(newest[app] >= FIRST_RELEASE[app] for app in OURS)


def test_a_hazard_would_be_found():
    from django.db import models

    state = MigrationLoader(None).project_state()

    def found(operation, app="outcomes"):
        return list(hazards(app, state, operation))

    assert found(migrations.RemoveField("claim", "rows"))
    assert found(migrations.AddField("enrollment", "x", models.IntegerField(default=0)))
    assert not found(migrations.AddField("enrollment", "x", models.IntegerField(null=True)))
    assert not found(migrations.AddField("enrollment", "x", models.IntegerField(db_default=0)))
    assert found(migrations.AddField("enrollment", "x", models.IntegerField(null=True, db_index=True)))
    assert found(migrations.AddIndex("studentyear", models.Index(fields=["grade"], name="x")))
    assert found(migrations.AlterField("attendancemonth", "excused", models.BigIntegerField()))
    assert not found(migrations.AddIndex("story", models.Index(fields=["release"], name="x")))


@pytest.mark.django_db(transaction=True)
def test_an_installation_of_the_first_release_is_brought_up_to_date_with_its_data(tmp_path):
    machine = Machine("upgraded", tmp_path)
    before = put_back(machine)
    assert newest_applied(machine) == FIRST_RELEASE, "see tests/operations/first_release"
    machine.manage("migrate")
    _checked, after, _sound, audited, pages, found = machine.steps(
        ("manage", "migrate", "--check"),
        ("contents",),
        ("manage", "check"),
        ("manage", "audit_releases"),
        ("release_pages",),
        ("look", "100"),
    )
    lost = {table: rows for table, rows in before.items() if rows != after.get(table, [0])[0]}
    assert lost.keys() <= OTHER_ROWS, lost
    assert audited.startswith("1 releases, ")
    assert pages == [200]
    assert found["signs in"] and found["protected"]
    # Enrolled, suspended, and a month of attendance, whose table two datasets share.
    assert found["rows"] == 4


def newest_applied(machine):
    """{app of ours: number of the newest migration} in its database."""
    applied = machine.step("migrations")
    return {app: max(int(name[:4]) for name in applied[app]) for app in OURS}
