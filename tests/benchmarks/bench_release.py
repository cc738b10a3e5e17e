"""What a release of a whole county costs, and what one school's new file costs beside it.

Students of three school years are generated inside the database, at schools of 750, in twelve districts and thirteen
cities; one in fifty is in a program. Prints the seconds of gathering all of them, of building the partnership's release
and its peak memory, and the seconds of gathering one school again beside a tenth of the schools and beside all:
`ratio N` is the larger over the smaller. Exits 1 where the release takes more than 180 s or 1,024 MB, or the ratio is
above 3.

    DATABASE_URL=postgres://... python -m tests.benchmarks.bench_release [students]
"""

import resource
import sys
import time

from tests.benchmarks.throwaway import database

STUDENTS, STUDENTS_ON_SQLITE, A_SCHOOL = 450_000, 30_000, 750
DISTRICTS, CITIES = 12, 13
YEARS = ["2022-23", "2023-24", "2024-25"]
MOST_SECONDS, MOST_MEGABYTES, MOST_RATIO = 180, 1024, 3
REPEATS = 3

NUMBERS = {
    "postgresql": "generate_series(%(first)s, %(last)s) AS g(n)",
    "sqlite": "(WITH RECURSIVE g(n) AS (SELECT %(first)s UNION ALL SELECT n + 1 FROM g WHERE n < %(last)s) SELECT n FROM g) g",
}
# One school's rows of one year, by the number of each student.
ROWS = {
    "student_enrollment": """INSERT INTO outcomes_enrollment (student_key, claim_id, entry_date, exit_date, exit_reason,
            grade, sex, race, english_learner, disability, foster, homeless, disadvantaged)
        SELECT n, %(claim)s, %(entry)s, NULL, '', '0' || (4 + n % 5), CASE n % 2 WHEN 0 THEN 'F' ELSE 'M' END,
            CASE n % 9 WHEN 0 THEN 'RB' WHEN 1 THEN 'RA' WHEN 2 THEN 'RW' WHEN 3 THEN 'RW' WHEN 4 THEN 'RT' ELSE 'RH' END,
            n % 4 = 0, n % 8 = 0, n % 150 = 0, n % 60 = 0, n % 3 = 0 FROM {numbers}""",
    "student_absence_summary": """INSERT INTO outcomes_attendancemonth (student_key, claim_id, expected, excused, unexcused,
            suspended_out, suspended_in, tardies_over_30)
        SELECT n, %(claim)s, 18000, 100 * ((n * 7 + %(seed)s) % 13), 50 * ((n * 11 + %(seed)s) % 17), 0, 0, n % 4
        FROM {numbers}""",
    "student_discipline": """INSERT INTO outcomes_disciplineevent (student_key, claim_id, date, number, action, days)
        SELECT n, %(claim)s, %(entry)s, 0, CASE n % 3 WHEN 0 THEN 'in' ELSE 'out' END, 50 * (1 + n % 5)
        FROM {numbers} WHERE (n * 13 + %(seed)s) % 20 = 0""",
}


class County:
    """Schools and their claims, as accepted submissions leave them."""

    def __init__(self, connection, partnership=True):
        from partnership.actions.organizations import add_organization
        from partnership.models import Place, User

        self.connection, self.schools = connection, []
        self.person = User.objects.create(email="counting@example.org")
        if partnership:
            add_organization(by=None, name="Partnership", slug="partnership", kind="partnership")
        self.office = add_organization(by=None, name="County office", slug="office", kind="county_office")
        self.districts = [
            Place.objects.create(
                kind="district", code=f"99{n:05d}", name=f"District {n}", steward=self.office
            )
            for n in range(DISTRICTS)
        ]
        self.cities = [
            Place.objects.create(kind="city", code=f"city-{n}", name=f"City {n}") for n in range(CITIES)
        ]
        self.submissions = {dataset: self._submission(dataset) for dataset in (*ROWS, "program_roster")}

    def _submission(self, dataset, program=None):
        from outcomes.models import Submission

        return Submission.objects.create(
            organization=self.office,
            dataset=dataset,
            file_name=f"{dataset}.csv",
            content_hash="0",
            size=1,
            state="accepted",
            created_by=self.person,
            program=program,
        )

    def grow(self, schools):
        """Add schools until there are so many, each with three years of data."""
        from partnership.models import Place

        for number in range(len(self.schools), schools):
            school = Place.objects.create(
                kind="school",
                code=f"99{number:012d}",
                name=f"School {number}",
                parent=self.districts[number % DISTRICTS],
                city=self.cities[number % CITIES],
            )
            self.schools.append(school)
            for year in YEARS:
                for dataset in ROWS:
                    self.report(dataset, number, year)
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def report(self, dataset, number, year, seed=0):
        """One school's file of a year, in the place of the one before."""
        from outcomes.measures.student_year import mark_stale
        from outcomes.models import Claim

        school = self.schools[number]
        scope = {"dataset": dataset, "place": school, "period": year}
        Claim.objects.filter(in_effect=True, **scope).delete()
        claim = Claim.objects.create(
            submission=self.submissions[dataset],
            rows=A_SCHOOL,
            in_effect=True,
            accepted_at=self.now(),
            **scope,
        )
        self.insert(ROWS[dataset], claim, number * A_SCHOOL + 1, A_SCHOOL, year, seed)
        mark_stale(submission=None, claims=Claim.objects.filter(pk=claim.pk))

    def insert(self, sql, claim, first, count, year, seed=0):
        values = {"claim": claim.pk, "first": first, "last": first + count - 1, "seed": seed + int(year[:4])}
        values["entry"] = f"{year[:4]}-08-15"
        names = list(values)
        statement = sql.format(numbers=NUMBERS[self.connection.vendor])
        if self.connection.vendor == "postgresql":
            statement = statement.replace("%(entry)s", "CAST(%(entry)s AS date)")
        used = {name: values[name] for name in names if f"%({name})s" in statement}
        with self.connection.cursor() as cursor:
            cursor.execute(statement.replace(" % ", " %% "), used)

    def run_a_program(self, students):
        """One in fifty of all students is engaged, every year."""
        from outcomes.models import Claim
        from programs.actions.programs import add_program

        program = add_program(
            by=None, name="Mentors", slug="mentors", strategy="social_intervention", owners=[self.office]
        )
        for year in YEARS:
            claim = Claim.objects.create(
                submission=self.submissions["program_roster"],
                dataset="program_roster",
                program=program,
                period=year,
                in_effect=True,
                accepted_at=self.now(),
            )
            sql = """INSERT INTO outcomes_engagement (student_key, claim_id, entry_date, exit_date, exit_reason, stage, role, consent)
                SELECT n, %(claim)s, %(entry)s, NULL, '', '', '', 'given' FROM {numbers} WHERE n % 50 = 0"""
            self.insert(sql, claim, 1, students, year)

    @staticmethod
    def now():
        from django.utils import timezone

        return timezone.now()


def gathered():
    """Seconds until all that is stale is gathered."""
    from outcomes.measures.student_year import rebuild_stale

    started = time.perf_counter()
    rebuild_stale()
    return time.perf_counter() - started


def one_school_again(county):
    """The best of several: seconds after one school's new file."""
    seconds = []
    for seed in range(1, REPEATS + 1):
        county.report("student_absence_summary", 0, YEARS[-1], seed)
        seconds.append(gathered())
    return min(seconds)


def built(county):
    """(release, seconds)"""
    from outcomes.releases.build import build_release

    started = time.perf_counter()
    release = build_release(by=county.person)
    return release, time.perf_counter() - started


def main():
    with database() as connection:
        usual = STUDENTS if connection.vendor == "postgresql" else STUDENTS_ON_SQLITE
        students = int(sys.argv[1]) if len(sys.argv) > 1 else usual
        schools = max(students // A_SCHOOL, 10)
        county = County(connection)
        county.grow(schools // 10)
        gathered()
        first = one_school_again(county)
        county.grow(schools)
        county.run_a_program(students)
        all_of_them = gathered()
        second = one_school_again(county)
        release, seconds = built(county)
        cells = release.cells.count()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = second / first
    print(f"{connection.vendor}: {students:,} students x {len(YEARS)} years at {schools} schools")
    print(
        f"all gathered in {all_of_them:.1f} s; released in {seconds:.1f} s, {cells:,} cells, peak {megabytes:.0f} MB"
    )
    print(f"one school again: {first:.2f} s beside {schools // 10} schools, {second:.2f} s beside {schools}")
    print(f"ratio {ratio:.1f}")
    sys.exit(0 if seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES and ratio <= MOST_RATIO else 1)


if __name__ == "__main__":
    main()
