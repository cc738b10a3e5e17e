"""The audit log can only be added to: the database itself refuses to change or delete an entry.

Triggers of both databases, made by a migration. On PostgreSQL the application's own role should not own the tables
either (docs/operations.md), so that it cannot drop them.
"""

TABLE = "partnership_auditevent"
_WORDS = "The audit log is only ever added to."

_PROTECT = {
    "postgresql": [
        f"""CREATE OR REPLACE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER audit_only_added_to BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_change_of_audit()""",
        f"""CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit()""",
    ],
    "sqlite": [
        f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
        f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END""",
    ],
}
_LIFT = {
    "postgresql": [
        f"DROP TRIGGER IF EXISTS audit_only_added_to ON {TABLE}",
        f"DROP TRIGGER IF EXISTS audit_never_emptied ON {TABLE}",
    ],
    "sqlite": ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"],
}


def protect(connection):
    """Put the triggers up, whether or not they are there."""
    lift(connection)
    _run(connection, _PROTECT)


def lift(connection):
    """Take the triggers down: a later migration of the table, or a test that empties it."""
    _run(connection, _LIFT)


def is_protected(connection):
    """Whether the triggers are there."""
    names = {
        "postgresql": "SELECT count(*) / 2 FROM pg_trigger WHERE tgenabled <> 'D'"
        " AND tgname IN ('audit_only_added_to', 'audit_never_emptied')",
        "sqlite": "SELECT count(*) / 2 FROM sqlite_master WHERE name IN ('audit_no_update', 'audit_no_delete')",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        return cursor.fetchone()[0] == 1


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
