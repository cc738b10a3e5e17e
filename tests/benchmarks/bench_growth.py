"""What a second submission of one school costs while more and more is stored beside it.

A district's year is handed in and multiplied inside the database to one and to ten million rows; each time one
school's month is handed in again. Prints the seconds of both and `ratio N`, the larger over the smaller: one that
followed what is stored would be 10. Exits 1 above 3.

    python -m tests.benchmarks.bench_growth [rows]
"""

import sys
import time

from tests.benchmarks.bench_import import MONTHS, YEAR, attendance, county, enrollment, in_effect, previewed
from tests.benchmarks.throwaway import database

ROWS, FOLD, MOST = 1_000_000, 10, 3
START = 100_000
REPEATS = 3


def multiply(connection, times):
    """Copy every claim in effect and its rows, `times` over, to schools of their own."""
    from outcomes.models import AttendanceMonth, Claim
    from partnership.models import Place

    table = AttendanceMonth._meta.db_table
    old = list(Claim.objects.filter(in_effect=True, dataset="student_attendance"))
    for number in range(times):
        schools = {
            place: Place.objects.create(
                kind="school", code=f"{place.hex[:10]}-{number}-{len(old)}", name="Copy"
            )
            for place in {claim.place_id for claim in old}
        }
        new = Claim.objects.bulk_create(
            Claim(
                submission=claim.submission,
                dataset=claim.dataset,
                place=schools[claim.place_id],
                period=claim.period,
                rows=claim.rows,
                in_effect=True,
                accepted_at=claim.accepted_at,
            )
            for claim in old
        )
        shift = (number + 1) * 7_919 + len(old)
        with connection.cursor() as cursor:
            for before, after in zip(old, new, strict=True):
                cursor.execute(
                    f"INSERT INTO {table} (student_key, claim_id, expected, excused, unexcused, suspended_out, "
                    f"suspended_in) SELECT student_key + %s, %s, expected, excused, unexcused, suspended_out, "
                    f"suspended_in FROM {table} WHERE claim_id = %s",
                    [shift, after.pk, before.pk],
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return AttendanceMonth.objects.count()


def one_school_again(person, district, codes):
    """The best of several: seconds for one school's month, from the file to the derived tables."""
    lines = attendance(codes, START).decode().splitlines()
    of_school = [
        line for line in lines[1:] if line.startswith(codes[0]) and f",{YEAR}-{MONTHS[0]:02d}," in line
    ]
    content = "\n".join([lines[0], *of_school]).encode()
    seconds = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        submission, _preview = previewed(person, district, "student_attendance", content)
        in_effect(submission, person)
        seconds.append(time.perf_counter() - started)
    return len(of_school), min(seconds)


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with database() as connection:
        person, district, codes = county()
        for dataset, content in (
            ("student_enrollment", enrollment(codes, START)),
            ("student_attendance", attendance(codes, START)),
        ):
            in_effect(previewed(person, district, dataset, content)[0], person)
        few = multiply(connection, rows // START - 1)
        handed, first = one_school_again(person, district, codes)
        many = multiply(connection, FOLD - 1)
        _, second = one_school_again(person, district, codes)
    print(f"{connection.vendor}: one school's month, {handed:,} rows, handed in again")
    print(f"beside {few:,} stored rows {first:.2f} s, beside {many:,} stored rows {second:.2f} s")
    print(f"ratio {second / first:.1f}")
    sys.exit(0 if second / first <= MOST else 1)


if __name__ == "__main__":
    main()
