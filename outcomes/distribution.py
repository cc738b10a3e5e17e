"""Facts and what is derived of them, spread over a PostgreSQL cluster by the student's key (Citus), and back.

All rows of a student lie on one machine, so that what is counted by student is counted there (DESIGN rule 9). Whatever
these tables are joined with that is not a student's own is copied to every machine.
"""

from django.db import connection, transaction

from .datasets import DATASETS
from .measures.models import StudentYear
from .submissions.models import Claim
from .submissions.participants import StudentLink

COLUMN = "student_key"


class CannotDistribute(RuntimeError):
    """Why nothing was changed, in a sentence."""


def student_tables():
    """Names of the tables that hold a row per student, the derived one last."""
    facts = {dataset.fact._meta.db_table for dataset in DATASETS.values() if dataset.is_student_level}
    return [*sorted(facts), StudentYear._meta.db_table]


def reference_tables():
    """Names of the small tables that are joined with a student's rows."""
    return [model._meta.db_table for model in (Claim, StudentLink)]


@transaction.atomic
def distribute():
    """Spread the tables. Returns the names of those that were not yet. Raises CannotDistribute."""
    present = _spread()
    _check_fit()
    done = []
    with connection.cursor() as cursor:
        for table in reference_tables():
            if table not in present:
                cursor.execute("SELECT create_reference_table(%s)", [table])
                done.append(table)
        first, *others = student_tables()
        for table in (first, *others):
            if table not in present:
                beside = "none" if table == first else first
                cursor.execute(
                    "SELECT create_distributed_table(%s, %s, colocate_with => %s)", [table, COLUMN, beside]
                )
                done.append(table)
    return done


@transaction.atomic
def gather_again():
    """Bring the tables back onto one machine. Returns the names of those that were spread. Raises CannotDistribute."""
    present = _spread()
    back = [table for table in (*reversed(student_tables()), *reference_tables()) if table in present]
    with connection.cursor() as cursor:
        for table in back:
            cursor.execute("SELECT undistribute_table(%s, cascade_via_foreign_keys => true)", [table])
    return back


def is_distributed():
    """Whether a student's rows lie on several machines."""
    if connection.vendor != "postgresql" or not _has_citus():
        return False
    return bool(_spread() & set(student_tables()))


def _has_citus():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'create_distributed_table'")
        return cursor.fetchone()[0] > 0


def _spread():
    if connection.vendor != "postgresql":
        raise CannotDistribute(
            "Tables are spread over a cluster of PostgreSQL; this database is SQLite. Nothing was changed."
        )
    if not _has_citus():
        raise CannotDistribute(
            "This database has no extension “citus”. Install it on each machine, run CREATE EXTENSION citus in the "
            "database, and add the other machines (docs/growing.md). Nothing was changed."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT logicalrelid::text FROM pg_dist_partition")
        return {name.removeprefix("public.") for (name,) in cursor.fetchall()}


def _check_fit():
    """Refuse what a cluster cannot keep: a unique index without the student's key, a foreign key, a trigger."""
    with connection.cursor() as cursor:
        reasons = [reason for table in student_tables() for reason in unfit(cursor, table)]
    if reasons:
        raise CannotDistribute(f"{' '.join(reasons)} Nothing was changed.")


def unfit(cursor, table):
    """Sentences that say why a table cannot be spread by the student's key."""
    cursor.execute(
        """SELECT i.indexrelid::regclass::text FROM pg_index i WHERE i.indrelid = %s::regclass AND i.indisunique
           AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = %s
                           AND a.attnum = ANY (i.indkey))""",
        [table, COLUMN],
    )
    for (name,) in cursor.fetchall():
        yield f"The unique index {name} of {table} does not hold {COLUMN}."
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND (conrelid = %s::regclass OR confrelid = %s::regclass)",
        [table, table],
    )
    for (name,) in cursor.fetchall():
        yield f"The foreign key {name} ties rows of {table} together."
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
    for (name,) in cursor.fetchall():
        yield f"The trigger {name} of {table} would run on one machine alone."
