"""Students counted by level and group: one statement per level, whatever the number of rows, schools or groups.

Each student is gathered over all schools of a level and year, told apart by the groups of every dimension, and
counted with those of the same groups; the dimensions are then added up from these small sums. So each level counts its own
students once, and no level is made of another. The statement passes once over the derived rows.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from .aggregates import AGGREGATES
from .dimensions import DIMENSIONS, FLAGS, GRADE_SPAN, RACE, SEX
from .json_rows import as_parameter, json_table
from .models import StudentYear

# Short codes of student rows, in the words of numbers.
RACES = {
    "RB": "race_black",
    "RI": "race_native",
    "RA": "race_asian",
    "RF": "race_filipino",
    "RH": "race_hispanic",
}
RACES |= {"RP": "race_pacific", "RT": "race_two_or_more", "RW": "race_white"}
SEXES = {"F": "female", "M": "male", "X": "nonbinary"}
GRADES = {"TK": "grade_k", "KN": "grade_k", "UG": "ungraded"}
GRADES |= {
    f"{grade:02d}": span
    for span, grades in {
        "grades_1_3": range(1, 4),
        "grades_4_6": range(4, 7),
        "grades_7_8": range(7, 9),
        "grades_9_12": range(9, 13),
    }.items()
    for grade in grades
}
NO = {"english_learner": "not_english_learner", "disability": "no_disability"}
NO |= {"foster": "not_foster", "homeless": "not_homeless"}
CODED = {RACE: RACES, SEX: SEXES, GRADE_SPAN: GRADES}
TOLD_APART = (RACE, SEX, *FLAGS, GRADE_SPAN)

PLACED = {
    "school_id": "uuid",
    "year": "text",
    "next_year": "text",
    "district": "text",
    "city": "text",
    "school": "text",
    "counts": "boolean",
    "enrollment": "boolean",
    "attendance": "boolean",
    "discipline": "boolean",
}
# What is gathered of one student over the schools of a level; each from those schools alone that reported it.
_DISCIPLINE = "p.enrollment AND p.discipline"
GATHERED = {
    "enrolled": "COUNT(*) FILTER (WHERE s.enrolled AND p.enrollment)",
    "enrolled_and_discipline": f"COUNT(*) FILTER (WHERE s.enrolled AND {_DISCIPLINE})",
    "longest_enrollment": "MAX(s.longest_enrollment) FILTER (WHERE p.enrollment)",
    **{
        name: f"SUM(s.{name}) FILTER (WHERE p.attendance)"
        for name in ("expected", "absent", "unexcused", "unexcused_of_expected", "tardies")
    },
    **{
        name: f"SUM(s.{name}) FILTER (WHERE {_DISCIPLINE})"
        for name in (
            *("suspensions_out", "suspensions_in", "suspended_days", "suspended_days_out", "expulsions"),
        )
    },
}


@dataclass(frozen=True)
class Placed:
    """A school in a year: where it lies, whether its students count here, and what it has reported.

    counts: False for a school that only tells of the year before. district, city, school: codes, "" for none.
    """

    school_id: object
    year: str
    reported: frozenset
    counts: bool = True
    next_year: str = ""
    district: str = ""
    city: str = ""
    school: str = ""


@dataclass(frozen=True)
class Where:
    """One number's place in the cube. place: "" at the level of the whole."""

    year: str
    place: str
    dimension: str
    group: str


def count_students(
    names, placed, *, level="", grouped=True, rosters=(), rows=StudentYear._meta.db_table, values=()
):
    """{Where: {participant (bool): {aggregate: (number, students behind it)}}}

    names: of aggregates. placed: [Placed]. level: "" for all of them as one, or "district", "city", "school".
    grouped: whether to tell groups apart; without it everybody is counted alone. rosters: [(claim id, year)] of the
    programs whose participants are told apart. rows, values: SQL that stands in for the student-year table; the
    year before is read from the table itself.
    """
    if not placed or not names:
        return {}
    names = sorted(names)
    sql = _statement([AGGREGATES[name] for name in names], level, grouped, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            {
                **dict(values),
                "placed": as_parameter(map(row_of, placed)),
                "rosters": as_parameter(rosters),
            },
        )
        found = defaultdict(dict)
        at = _columns([AGGREGATES[name] for name in names])
        for year, place, dimension, group, participant, *numbers in cursor.fetchall():
            numbers = [int(number) for number in numbers]
            found[Where(year, place, dimension, group)][bool(participant)] = {
                name: (numbers[at[AGGREGATES[name].sum_sql]], numbers[at[AGGREGATES[name].behind_sql]])
                for name in names
            }
    return dict(found)


def _columns(aggregates):
    """{SQL of a number: its column}: a condition of several aggregates is counted once."""
    return {
        sql: column
        for column, sql in enumerate(
            dict.fromkeys(sql for one in aggregates for sql in (one.sum_sql, one.behind_sql))
        )
    }


def row_of(one):
    """A Placed as a row of PLACED."""
    school = StudentYear._meta.get_field("school_id").get_db_prep_value(one.school_id, connection)
    told = [dataset in one.reported for dataset in ("enrollment", "attendance", "discipline")]
    return (str(school), one.year, one.next_year, one.district, one.city, one.school, one.counts, *told)


def _statement(aggregates, level, grouped, rows):
    place = f"p.{level}" if level else "''"
    dimensions = TOLD_APART if grouped else ()
    gathered = ", ".join(f"{sql} AS {name}" for name, sql in GATHERED.items())
    traits = "".join(f", {trait(name)} AS {name}_told" for name in dimensions)
    groups = "".join(f", {group_of(name)} AS {name}_group" for name in dimensions)
    keys = "".join(f", {name}_group" for name in dimensions)
    numbers = [f"{sql} AS n_{column}" for sql, column in _columns(aggregates).items()]
    sums = ", ".join(f"SUM(n_{i})" for i in range(len(numbers)))
    parts = [f"SELECT year, place, '', '', participant, {sums} FROM small GROUP BY year, place, participant"]
    parts += [
        f"SELECT year, place, '{name}', {name}_group, participant, {sums} "
        f"FROM small GROUP BY year, place, {name}_group, participant"
        for name in dimensions
    ]
    is_participant, joined = _participation()
    return f"""
        WITH placed AS ({json_table("placed", PLACED)}),
        rosters AS ({json_table("rosters", {"claim_id": "bigint", "year": "text"})}),
        engaged AS (
            SELECT COALESCE(l.to_key, e.student_key) AS student_key, r.year, r.claim_id,
                MAX(CASE WHEN e.consent IN ('declined', 'withdrawn') THEN 1 ELSE 0 END) AS said_no
            FROM outcomes_engagement e JOIN rosters r ON r.claim_id = e.claim_id
            LEFT JOIN outcomes_studentlink l ON l.from_key = e.student_key
            GROUP BY COALESCE(l.to_key, e.student_key), r.year, r.claim_id),
        participants AS (SELECT DISTINCT student_key, year FROM engaged WHERE said_no = 0),
        earlier AS (
            SELECT s.student_key, p.next_year AS year, SUM(s.expected) AS expected_before,
                SUM(s.absent) AS absent_before
            FROM {StudentYear._meta.db_table} s JOIN placed p ON p.school_id = s.school_id AND p.year = s.year
            WHERE p.attendance AND p.next_year <> ''
            GROUP BY s.student_key, p.next_year),
        gathered AS (
            SELECT s.student_key, s.year, {place} AS place, {gathered}{traits}
            FROM {rows} s JOIN placed p ON p.school_id = s.school_id AND p.year = s.year
            WHERE p.counts{f" AND {place} <> ''" if level else ""}
            GROUP BY s.student_key, s.year{f", {place}" if level else ""}),
        told AS (
            SELECT g.*, CASE WHEN {is_participant} THEN 1 ELSE 0 END AS participant,
                b.expected_before, b.absent_before{groups}
            FROM gathered g{joined}
            LEFT JOIN earlier b ON b.student_key = g.student_key AND b.year = g.year),
        small AS (
            SELECT year, place, participant{keys}, {", ".join(numbers)}
            FROM told GROUP BY year, place, participant{keys})
        {" UNION ALL ".join(parts)}"""


def _participation():
    """Whether a row `g` is a participant's: SQL, and what it joins.

    SQLite reads a joined list whole for each student and has an index on a list that is asked; PostgreSQL hashes a
    join of any size, a list only while it is small.
    """
    if connection.vendor == "sqlite":
        return "(g.student_key, g.year) IN (SELECT student_key, year FROM participants)", ""
    join = "LEFT JOIN participants t ON t.student_key = g.student_key AND t.year = g.year"
    return "t.student_key IS NOT NULL", f"\n            {join}"


def trait(dimension):
    """Of several schools, the latest entry tells a student's race, sex and grade; a program of the student's that
    any school tells of in the year (English learner, disability, foster, homeless) is told for all.
    """
    if dimension in FLAGS:
        return f"MAX(CASE WHEN s.{dimension} THEN 1 WHEN NOT s.{dimension} THEN 0 END)"
    column = "grade" if dimension == GRADE_SPAN else dimension
    return f"MAX(CASE WHEN s.{column} <> '' THEN COALESCE(CAST(s.entry_date AS text), '0000-00-00') || s.{column} END)"


def group_of(dimension):
    """The code of a student's group, of a row `g` of traits; without one, of those of whom nobody told."""
    unknown = DIMENSIONS[dimension].unknown
    told = f"g.{dimension}_told"
    if dimension in FLAGS:
        return f"CASE {told} WHEN 1 THEN '{dimension}' WHEN 0 THEN '{NO[dimension]}' ELSE '{unknown}' END"
    whens = " ".join(f"WHEN '{code}' THEN '{group}'" for code, group in CODED[dimension].items())
    return f"CASE SUBSTR({told}, 11) {whens} ELSE '{unknown}' END"
