"""The student-year table: rebuilt set-based for just the schools and years that a submission changed.

One statement per year and batch of schools reads the facts whose claims are in effect and writes one row
per student and school. The same claims give the same rows, so withdrawing a submission restores them.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.utils import timezone

from partnership.models import Place
from partnership.work import background

from ..datasets.periods import first_day, last_day, year_of_month
from ..submissions.bulk import chunks
from ..submissions.models import Claim
from .models import StudentYear, StudentYearBuild

ENROLLMENT, ATTENDANCE, DISCIPLINE = "student_enrollment", "student_attendance", "student_discipline"
# A year's days as a school certified them; while it is in effect, the school's months do not count for the year.
SUMMARY = "student_absence_summary"
DATASETS = (ENROLLMENT, ATTENDANCE, SUMMARY, DISCIPLINE)
# Schools per statement: keeps each transaction short, so that others can write in between.
BATCH = 50

# What kinds of facts give, and how several rows become one.
GATHERED = {
    "enrolled": "MAX",
    "entry_date": "MIN",
    "exit_date": "MAX",
    "grade": "MAX",
    "sex": "MAX",
    "race": "MAX",
    "english_learner": "MAX",
    "disability": "MAX",
    "foster": "MAX",
    "homeless": "MAX",
    "disadvantaged": "MAX",
    "longest_enrollment": "MAX",
    "expected": "SUM",
    "absent": "SUM",
    "excused": "SUM",
    "unexcused": "SUM",
    "unexcused_of_expected": "SUM",
    "tardies": "SUM",
    "suspensions_out": "SUM",
    "suspensions_in": "SUM",
    "suspended_days": "SUM",
    "suspended_days_out": "SUM",
    "expulsions": "SUM",
}
# What the one statement gives, in its order.
COLUMNS = (
    *("student_key", "school_id", "year", "enrolled", "entry_date", "exit_date", "grade", "sex", "race"),
    *("english_learner", "disability", "foster", "homeless", "disadvantaged"),
    *("expected", "absent", "excused", "unexcused", "unexcused_of_expected", "tardies", "longest_enrollment"),
    *("suspensions_out", "suspensions_in", "suspended_days", "suspended_days_out", "expulsions"),
)
# Those that are zero, not null, where a school has reported its discipline.
OF_DISCIPLINE = COLUMNS[-5:]


def mark_stale(*, submission, claims):
    """Follow-up of an acceptance or withdrawal, inside its transaction: what must be rebuilt, and soon.

    claims: queryset of the claims that came into effect or went out of it.
    """
    school_years = school_years_of(claims)
    if not school_years:
        return
    StudentYearBuild.objects.bulk_create(
        [StudentYearBuild(school_id=school, year=year, stale=True) for school, year in school_years],
        update_conflicts=True,
        unique_fields=["school", "year"],
        update_fields=["stale"],
    )
    transaction.on_commit(lambda: rebuild_stale_rows.enqueue())


@background
def rebuild_stale_rows():
    """Rebuild whatever is stale; running it twice does nothing the second time."""
    rebuild_stale()


def rebuild_stale():
    """Rebuild what is marked stale; returns how many schools' years it were."""
    return rebuild(StudentYearBuild.objects.filter(stale=True).values_list("school_id", "year"))


def outdated(years, schools):
    """{(school id, year)} whose rows were not built from exactly the claims in effect now."""
    schools = list(schools)
    wanted, built = defaultdict(list), {}
    for year in years:
        for school, claim in claims_in_effect(year, schools).order_by("pk").values_list("place_id", "pk"):
            wanted[school, year].append(claim)
    for build in StudentYearBuild.objects.filter(year__in=years, school__in=schools):
        built[build.school_id, build.year] = None if build.stale else build.claims
    return {key for key in wanted.keys() | built.keys() if built.get(key, []) != wanted.get(key, [])}


def rebuild(school_years):
    """Make the rows of these (school id, year) anew from the claims in effect; returns their number."""
    schools_by_year = defaultdict(set)
    for school, year in school_years:
        schools_by_year[year].add(school)
    for year, schools in sorted(schools_by_year.items()):
        for some in chunks(sorted(schools), BATCH):
            _rebuild_batch(year, some)
    return sum(map(len, schools_by_year.values()))


def school_years_of(claims):
    """{(school id, year)} whose rows the claims feed."""
    return {
        (claim.place_id, year_of(claim))
        for claim in claims.filter(dataset__in=DATASETS, place__isnull=False).only(
            "dataset", "place_id", "period"
        )
    }


def year_of(claim):
    """The school year of a claim: attendance is claimed by month, the others by year."""
    return year_of_month(claim.period) if claim.dataset == ATTENDANCE else claim.period


def claims_in_effect(year, schools):
    """Queryset of the claims that the rows of a year's schools are made of."""
    of_year = Claim.objects.filter(in_effect=True, place__in=schools)
    return of_year.filter(dataset=ATTENDANCE, period__in=months(year)) | of_year.filter(
        dataset__in=[ENROLLMENT, SUMMARY, DISCIPLINE], period=year
    )


def months(year):
    """The twelve months of a school year as claims name them: "2024-07" ... "2025-06"."""
    first = int(year[:4])
    return [f"{first}-{month:02d}" for month in range(7, 13)] + [
        f"{first + 1}-{month:02d}" for month in range(1, 7)
    ]


@transaction.atomic
def _rebuild_batch(year, schools):
    # The lock makes a submission that is being accepted wait, or us for it: stale is never lost.
    StudentYearBuild.objects.bulk_create(
        [StudentYearBuild(school_id=school, year=year) for school in schools], ignore_conflicts=True
    )
    builds = list(StudentYearBuild.objects.select_for_update().filter(year=year, school__in=schools))
    claims = defaultdict(list)
    for school, claim in claims_in_effect(year, schools).order_by("pk").values_list("place_id", "pk"):
        claims[school].append(claim)
    StudentYear.objects.filter(year=year, school_id__in=schools).delete()
    _insert(year, schools)
    for build in builds:
        build.stale, build.claims, build.built_at = False, claims[build.school_id], timezone.now()
    StudentYearBuild.objects.bulk_update(builds, ["stale", "claims", "built_at"])


def _insert(year, schools):
    sql, values = select_rows(year, schools)
    with connection.cursor() as cursor:
        # In the order of the primary key, which a database appends to much faster.
        cursor.execute(
            f"INSERT INTO {StudentYear._meta.db_table} ({', '.join(COLUMNS)}) {sql} ORDER BY student_key",
            values,
        )


def select_rows(year, schools, counting="c.in_effect", **values):
    """(SQL, values by name) that give the rows of a year's schools, in the order of COLUMNS.

    counting: SQL condition of the claims `c` that count; `values` fills its placeholders.
    """
    prepare = Place._meta.pk.get_db_prep_value
    values |= {"year": year, "enrollment": ENROLLMENT, "attendance": ATTENDANCE}
    values |= {"summary": SUMMARY, "discipline": DISCIPLINE}
    values |= {f"school_{i}": prepare(school, connection) for i, school in enumerate(schools)}
    values |= {"first_day": first_day(year).isoformat(), "last_day": last_day(year).isoformat()}
    values |= {f"month_{i}": month for i, month in enumerate(months(year))}
    return _statement(
        schools=", ".join(f"%(school_{i})s" for i in range(len(schools))),
        months=", ".join(f"%(month_{i})s" for i in range(12)),
        counting=counting,
    ), values


def _statement(schools, months, counting):
    """The one statement; schools and months: lists of placeholders."""
    in_effect = f"({counting}) AND c.place_id IN ({schools})"
    enrolled = _Facts(
        # Several enrollments in a year: the first entry, and everything else from the latest one.
        f"""(SELECT f.*, c.place_id, ROW_NUMBER() OVER (
                PARTITION BY f.student_key, c.place_id ORDER BY f.entry_date DESC, c.id DESC) AS back
            FROM outcomes_enrollment f JOIN outcomes_claim c ON c.id = f.claim_id
            WHERE {in_effect} AND c.dataset = %(enrollment)s AND c.period = %(year)s) f""",
        enrolled="1",
        entry_date="entry_date",
        exit_date=_latest("exit_date"),
        longest_enrollment=_days_in_year(),
        grade=_latest("grade"),
        sex=_latest("sex"),
        race=_latest("race"),
        **{
            name: _latest(f"CASE WHEN {name} THEN 1 WHEN NOT {name} THEN 0 END")
            for name in ("english_learner", "disability", "foster", "homeless", "disadvantaged")
        },
    )
    attended = _Facts(
        f"""outcomes_attendancemonth f JOIN outcomes_claim c ON c.id = f.claim_id
            WHERE {in_effect} AND ({_days_of_the_year(in_effect, months)})""",
        expected="expected",
        # Where the days expected are not known, neither is the share of them that was missed.
        absent="CASE WHEN expected IS NOT NULL THEN excused + unexcused + suspended_out END",
        excused="excused",
        unexcused="unexcused",
        unexcused_of_expected="CASE WHEN expected IS NOT NULL THEN unexcused END",
        tardies="tardies_over_30",
    )
    disciplined = _Facts(
        f"""outcomes_disciplineevent f JOIN outcomes_claim c ON c.id = f.claim_id
            WHERE {in_effect} AND c.dataset = %(discipline)s AND c.period = %(year)s""",
        suspensions_out="CASE WHEN action = 'out' THEN 1 ELSE 0 END",
        suspensions_in="CASE WHEN action = 'in' THEN 1 ELSE 0 END",
        suspended_days="CASE WHEN action IN ('out', 'in') THEN COALESCE(days, 0) ELSE 0 END",
        suspended_days_out="CASE WHEN action = 'out' THEN COALESCE(days, 0) ELSE 0 END",
        expulsions="CASE WHEN action = 'expulsion' THEN 1 ELSE 0 END",
    )
    # A school that reported its discipline has also reported those without any: 0, not null.
    reported = f"""g.place_id IN (SELECT c.place_id FROM outcomes_claim c WHERE {in_effect}
        AND c.dataset = %(discipline)s AND c.period = %(year)s)"""
    counts = ", ".join(f"CASE WHEN {reported} THEN COALESCE({name}, 0) END" for name in OF_DISCIPLINE)
    return f"""
        SELECT student_key, place_id, %(year)s, COALESCE(enrolled = 1, 1 = 0), entry_date, exit_date,
            COALESCE(grade, ''), COALESCE(sex, ''), COALESCE(race, ''), english_learner = 1,
            disability = 1, foster = 1, homeless = 1, disadvantaged = 1,
            expected, absent, excused, unexcused, unexcused_of_expected, tardies, longest_enrollment, {counts}
        FROM ({_brought_together(enrolled, attended, disciplined)}) g"""


def _days_of_the_year(in_effect, months):
    """Condition on claims c: the year's certified summary, else the school's months."""
    certified = f"""SELECT c.place_id FROM outcomes_claim c WHERE {in_effect}
        AND c.dataset = %(summary)s AND c.period = %(year)s"""
    return f"""c.dataset = %(summary)s AND c.period = %(year)s
        OR c.dataset = %(attendance)s AND c.period IN ({months}) AND c.place_id NOT IN ({certified})"""


class _Facts:
    """A kind of facts: a source of rows, and what of GATHERED it gives, by its SQL."""

    def __init__(self, source, **given):
        self.source, self.given = source, given

    def gathered(self):
        """SQL: one row per student and school."""
        columns = ", ".join(f"{GATHERED[name]}({sql}) AS {name}" for name, sql in self.given.items())
        return f"SELECT student_key, place_id, {columns} FROM {self.source} GROUP BY student_key, place_id"

    def padded(self):
        """SQL: everything gathered, null what is not given."""
        return ", ".join(name if name in self.given else f"NULL AS {name}" for name in GATHERED)


def _brought_together(*facts):
    """SQL: one row per student and school with everything gathered, null where a kind of facts has none."""
    if connection.vendor == "postgresql":
        first, *others = (f"({kind.gathered()}) part_{number}" for number, kind in enumerate(facts))
        joins = " ".join(f"FULL JOIN {other} USING (student_key, place_id)" for other in others)
        return f"SELECT * FROM {first} {joins}"
    # SQLite joins two sides fully row by row, which takes minutes: they go below each other and are gathered again.
    below = " UNION ALL ".join(
        f"SELECT student_key, place_id, {kind.padded()} FROM ({kind.gathered()})" for kind in facts
    )
    columns = ", ".join(f"{how}({name}) AS {name}" for name, how in GATHERED.items())
    return f"SELECT student_key, place_id, {columns} FROM ({below}) GROUP BY student_key, place_id"


def _days_in_year():
    """Calendar days of an enrollment within the school year, the last one among them; without an exit it lasts
    to the end of the year.
    """
    first = "CASE WHEN entry_date < %(first_day)s THEN %(first_day)s ELSE entry_date END"
    last = "CASE WHEN exit_date IS NULL OR exit_date > %(last_day)s THEN %(last_day)s ELSE exit_date END"
    if connection.vendor == "sqlite":
        return f"CAST(julianday({last}) - julianday({first}) AS integer) + 1"
    return f"CAST({last} AS date) - CAST({first} AS date) + 1"


def _latest(expression):
    return f"CASE WHEN back = 1 THEN {expression} END"
