"""Student attendance through our path, end to end, against stock django-import-export and a bare COPY.

Stock is `ModelResource.import_data`, a dry run and then for real, over 5,000 rows of the same table; ours is the
whole journey of a CSV file: vault, reading, checking, hashing, staging, comparing, accepting, derived tables.
Prints seconds, the worker's peak memory and `ratio N`: how many times more rows a second ours takes in; beside
them a file of which every row is wrong, the same file again, and 100,000 rows as a workbook. Exits 1 below 100, or above 4 times the bare COPY or 700 MB.

    python -m tests.benchmarks.bench_import [rows]
"""

import io
import os
import random
import subprocess
import sys
import time
from datetime import date, timedelta

from tests.benchmarks.throwaway import address, database

ROWS, STOCK_ROWS, WORKBOOK_ROWS = 1_000_000, 5_000, 100_000
ENOUGH, TIMES_COPY, MOST_MEMORY = 100, 4, 700
SCHOOLS, YEAR = 60, 2024
MONTHS = [8, 9, 10, 11, 12, 1, 2, 3, 4, 5]


def county():
    """(person, organization, codes of schools): a district with 60 schools under an agreement."""
    from django.utils import timezone

    from outcomes.datasets import DATASETS
    from partnership.actions.agreements import sign_agreement
    from partnership.actions.memberships import grant_role
    from partnership.actions.organizations import add_organization
    from partnership.actions.places import add_place
    from partnership.models import User

    district = add_organization(by=None, name="Bench District", slug="bench", kind="school_district")
    place = add_place(by=None, kind="district", code="9910001", name="Bench District", steward=district)
    codes = [f"9910001{number:07d}" for number in range(100, 100 + SCHOOLS)]
    for code in codes:
        add_place(by=None, kind="school", code=code, name=f"School {code}", parent=place)
    sign_agreement(
        by=None,
        organization=district,
        datasets=list(DATASETS),
        title="Bench",
        purpose="Bench",
        starts_on=date(2020, 7, 1),
        ends_on=timezone.localdate() + timedelta(days=30),
    )
    person = User.objects.create_user("bench@example.org", "a long enough password", name="Bench")
    grant_role(by=None, user=person, organization=district, role="data_coordinator")
    return person, district, codes


def attendance(codes, rows, wrong=False, year=YEAR):
    """A CSV of student, school and month, as bytes; each student stays in one school. wrong: in every row more
    days are absent than expected. year: the one in which the school year begins.
    """
    draw = random.Random(7)
    text = io.StringIO()
    text.write("school_code,student_id,month,days_expected,days_excused,days_unexcused,days_suspended\n")
    for number in range(rows):
        student, month = divmod(number, len(MONTHS))
        month = MONTHS[month]
        absent = 29 if wrong else draw.choice((0, 0, 0, 0, 1, 1, 2, 0.5, 3))
        text.write(
            f"{codes[student % len(codes)]},{500000 + student},{year + (month < 8)}-{month:02d},{draw.choice((18, 19, 20, 21))},"
            f"{absent},{draw.choice((0, 0, 0, 1))},0\n"
        )
    return text.getvalue().encode()


def enrollment(codes, rows, year=YEAR):
    lines = [
        f"{codes[student % len(codes)]},{500000 + student},{year}-{(year + 1) % 100},{year}-08-15,{student % 5 + 4}"
        for student in range(rows // len(MONTHS) + 1)
    ]
    return "\n".join(["school_code,student_id,school_year,entry_date,grade", *lines]).encode()


def workbook(content):
    """The first rows of a CSV as an XLSX, as bytes."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(content.decode().splitlines()[: WORKBOOK_ROWS + 1]):
        sheet.write_row(number, 0, line.split(","))
    book.close()
    return target.getvalue()


def received(person, district, dataset, content, name="bench.csv"):
    from outcomes.submissions.receive import receive

    return receive(
        by=person,
        organization=district,
        dataset=dataset,
        name=name,
        content=content,
        in_background=False,
    )


def previewed(person, district, dataset, content, name="bench.csv"):
    """(submission, seconds until it was staged or its problems were known)."""
    from outcomes.submissions.journey import stage_now

    started = time.perf_counter()
    submission = received(person, district, dataset, content, name)
    stage_now(submission)
    assert submission.state == "staged", submission.refusal
    return submission, time.perf_counter() - started


def in_a_worker(submission):
    """(seconds of staging, peak memory in MB) in a process that has nothing else in its memory, as a worker's."""
    code = (
        "import resource, sys, time, django; django.setup()\n"
        "from outcomes.submissions.journey import stage_now\n"
        "from outcomes.submissions.models import Submission\n"
        "submission, started = Submission.objects.get(pk=sys.argv[1]), time.perf_counter()\n"
        "assert stage_now(submission).state == 'staged', submission.refusal\n"
        "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(submission.pk)],
        env={
            **os.environ,
            "DATABASE_URL": address(),
            "TASKS_BACKEND": "django_tasks.backends.dummy.DummyBackend",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout.split()
    submission.refresh_from_db()
    return float(told[0]), int(told[1])


def in_effect(submission, person):
    """Seconds of acceptance and of the derived tables."""
    from outcomes.measures.student_year import rebuild_stale
    from outcomes.submissions.accept import accept

    started = time.perf_counter()
    submission = accept(submission, by=person)
    assert submission.state == "accepted", list(submission.problems.values())
    accepted = time.perf_counter()
    rebuild_stale()
    return accepted - started, time.perf_counter() - accepted


def stock(rows):
    """Seconds of import-export's own way: a dry run, then for real."""
    import tablib
    from import_export.resources import ModelResource

    from outcomes.models import AttendanceMonth

    class Stock(ModelResource):
        class Meta:
            model = AttendanceMonth
            fields = (
                "student_key",
                "claim_id",
                "expected",
                "excused",
                "unexcused",
                "suspended_out",
                "suspended_in",
            )
            import_id_fields = ("student_key", "claim_id")

    dataset = tablib.Dataset(headers=list(Stock.Meta.fields))
    for number in range(rows):
        dataset.append((number, -1, 2000, 100, 0, 0, 0))
    started = time.perf_counter()
    for dry_run in (True, False):
        result = Stock().import_data(dataset, dry_run=dry_run, raise_errors=True)
        assert result.totals["new"] == rows
    return time.perf_counter() - started


def bare_copy(connection):
    """Seconds of a bare COPY of the rows just accepted into a table with the same indexes (PostgreSQL)."""
    from outcomes.models import AttendanceMonth

    table = AttendanceMonth._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare (LIKE {table} INCLUDING ALL)")
        with cursor.copy(f"COPY {table} TO STDOUT") as copy:
            rows = b"".join(bytes(block) for block in copy)
        started = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN") as copy:
            copy.write(rows)
        return time.perf_counter() - started


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with database() as connection:
        person, district, codes = county()
        students, _ = previewed(person, district, "student_enrollment", enrollment(codes, rows))
        in_effect(students, person)
        content = attendance(codes, rows)
        started = time.perf_counter()
        submission = received(person, district, "student_attendance", content)
        receiving = time.perf_counter() - started
        staging, peak = in_a_worker(submission)
        preview = receiving + staging
        acceptance, derived = in_effect(submission, person)
        copied = bare_copy(connection) if connection.vendor == "postgresql" else None
        _, again = previewed(person, district, "student_attendance", content)
        _, wrong = previewed(person, district, "student_attendance", attendance(codes, rows, wrong=True))
        _, book = previewed(person, district, "student_attendance", workbook(content), "bench.xlsx")
        baseline = stock(STOCK_ROWS)
    whole = preview + acceptance + derived
    ratio = (baseline / STOCK_ROWS) / (whole / rows)
    print(
        f"{connection.vendor}: {rows:,} rows: preview {preview:.2f} s, acceptance {acceptance:.2f} s, "
        f"derived tables {derived:.2f} s; peak memory of the worker {peak} MB"
    )
    print(f"the same file again, compared with what is in effect: preview {again:.2f} s")
    print(f"every row wrong: preview {wrong:.2f} s, {wrong / preview:.2f} times the good file's")
    print(f"a workbook of {min(rows, WORKBOOK_ROWS):,} rows: preview {book:.2f} s")
    print(f"stock import-export: {STOCK_ROWS:,} rows, dry run and real: {baseline:.2f} s")
    if copied:
        print(f"bare COPY into the same indexed table: {copied:.2f} s, ours {whole / copied:.1f} times")
    print(f"ratio {ratio:.0f}")
    slow = copied is not None and whole > TIMES_COPY * copied
    sys.exit(1 if ratio < ENOUGH or slow or peak > MOST_MEMORY else 0)


if __name__ == "__main__":
    main()
