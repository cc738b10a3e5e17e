"""Spreading students' rows over a cluster: fit for it, told to it in its words, refused where it is not there."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from outcomes.distribution import is_distributed, reference_tables, student_tables, unfit
from outcomes.retention.rotate import KEYS, NothingToRotate, key_columns, rotate_student_keys

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a cluster is of PostgreSQL")

# What Citus would be asked, written down instead; unqualified names find these tables where it is not installed.
STUB = """
CREATE TABLE asked (number serial, call text);
CREATE TABLE pg_dist_partition (logicalrelid regclass);
CREATE FUNCTION create_reference_table(t text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO asked (call) VALUES ('reference ' || t); INSERT INTO pg_dist_partition VALUES (t::regclass) $$;
CREATE FUNCTION create_distributed_table(t text, c text, colocate_with text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO asked (call) VALUES (t || ' by ' || c || ' beside ' || colocate_with);
    INSERT INTO pg_dist_partition VALUES (t::regclass) $$;
CREATE FUNCTION undistribute_table(t text, cascade_via_foreign_keys bool) RETURNS void LANGUAGE sql AS $$
    INSERT INTO asked (call) VALUES ('back ' || t); DELETE FROM pg_dist_partition WHERE logicalrelid = t::regclass $$;
"""


@pytest.fixture
def citus():
    with connection.cursor() as cursor:
        cursor.execute(STUB)

        def asked():
            cursor.execute("DELETE FROM asked RETURNING number, call")
            return [call for _number, call in sorted(cursor.fetchall())]

        yield asked


def run(*words):
    told = StringIO()
    call_command("distribute", *words, stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("words", [[], ["--back"]])
def test_without_a_cluster_it_refuses_in_a_sentence(words):
    reason = "extension “citus”" if connection.vendor == "postgresql" else "SQLite"
    with pytest.raises(CommandError, match=reason) as refusal:
        run(*words)
    assert str(refusal.value).endswith("Nothing was changed.")
    assert not is_distributed()


def test_every_table_of_students_is_known_and_begins_with_the_students_key():
    of_students = {model._meta.db_table for model, name in key_columns() if name == "student_key"}
    assert set(student_tables()) == of_students
    for model, name in key_columns():
        if name == "student_key":
            assert model._meta.pk.field_names[0] == "student_key"
    assert {model._meta.db_table for model, name in key_columns() if name in KEYS[1:]} <= set(
        reference_tables()
    )


@on_postgresql
def test_what_a_cluster_is_asked_and_how_it_is_undone(citus):
    assert run().startswith("Spread: outcomes_claim, outcomes_studentlink, ")
    first, *others = student_tables()
    assert citus() == [
        "reference outcomes_claim",
        "reference outcomes_studentlink",
        f"{first} by student_key beside none",
        *(f"{table} by student_key beside {first}" for table in others),
    ]
    assert is_distributed()
    assert "nothing to do" in run() and citus() == []
    assert run("--back").startswith("Brought back: outcomes_studentyear, ")
    assert sorted(citus()) == sorted(f"back {table}" for table in (*student_tables(), *reference_tables()))
    assert not is_distributed() and "nothing to do" in run("--back")


@on_postgresql
def test_tables_that_a_cluster_could_not_keep_are_refused_whole(citus):
    with connection.cursor() as cursor:
        assert [reason for table in student_tables() for reason in unfit(cursor, table)] == []
        cursor.execute("CREATE UNIQUE INDEX too_wide ON outcomes_enrollment (claim_id, entry_date)")
        with pytest.raises(CommandError, match="too_wide of outcomes_enrollment does not hold student_key"):
            run()
    assert citus() == []


@on_postgresql
def test_keys_are_not_rotated_while_rows_lie_where_the_keys_say(citus, settings):
    run()
    settings.STUDENT_KEY_SECRETS = ["2:" + "n" * 40, *settings.STUDENT_KEY_SECRETS]
    with pytest.raises(NothingToRotate, match="distribute --back"):
        rotate_student_keys(from_version="1")
