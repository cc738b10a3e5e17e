"""What programs count of the youth they work with: served, ended, received, earned; distinct youth at each level.

A youth whose family said no in a program's roster of the year is in none of that program's numbers. A participant
code counts as the student whom a district has linked it to.
"""

from collections import defaultdict
from dataclasses import replace

from django.db import connection

from programs.models import Award

from ..datasets.challenge_results import EARNED, NOT_EARNED
from ..datasets.facts import CellState, StudentResult
from ..datasets.periods import first_day, last_day
from ..datasets.service_log import DOLLARS, HOURS, MEALS, NOT_RECEIVED, SESSIONS
from ..datasets.student_scores import GRADE_POINTS, POST, PRE
from .cube import PLACED, TOLD_APART, Where, group_of, row_of, trait
from .dimensions import INSTRUMENT, JOINED, PLUS
from .json_rows import as_parameter, json_table
from .models import StudentYear

ROSTER, SERVICES, CHALLENGES = "program_roster", "service_log", "challenge_results"
SCORES = "student_scores"
BY_INSTRUMENT = ("scores_rose", "scores_paired")
COUNTED = (ROSTER, SERVICES, CHALLENGES, SCORES)
# Told by group: who was served, how they ended, what they earned.
BY_GROUP = (ROSTER, CHALLENGES)
CLAIMED = {"claim_id": "bigint", "program": "text", "year": "text", "first": "text", "last": "text"}
CLAIMED |= {"family": "text"}
_NOT_RECEIVED = ", ".join(f"'{status}'" for status in NOT_RECEIVED)
UNITS = {"hours": HOURS, "sessions": SESSIONS, "meals": MEALS, "dollars": DOLLARS}


def count_programs(claims, years, placed=()):
    """{Where: {aggregate: (number, youth behind it)}}; place: a program's short name, "" for all of them together.

    claims: Claims in effect of rosters, service logs, challenge results and scores, with their program. Scores are
    told by instrument in each program alone. placed: [Placed] of the schools whose students tell to which groups
    the youth of all programs together belong; none: no groups are told. Of what was received none are.
    """
    by_dataset = defaultdict(list)
    for claim in claims:
        if claim.period in years:
            bounds = (first_day(claim.period).isoformat(), last_day(claim.period).isoformat())
            by_dataset[claim.dataset].append(
                (claim.pk, claim.program.slug, claim.period, *bounds, claim.family)
            )
    found = defaultdict(dict)
    for dataset, statement in ((ROSTER, _rosters), (SERVICES, _services), (CHALLENGES, _challenges)):
        if by_dataset[dataset]:
            grouped = bool(placed) and dataset in BY_GROUP
            sql, names = statement(grouped)
            values = _parameters(by_dataset, dataset)
            if grouped:
                values["placed"] = as_parameter(map(row_of, placed))
            for year, place, dimension, group, *numbers in _fetched(sql, values):
                pairs = zip(numbers[::2], numbers[1::2], strict=True)
                found[Where(year, place, dimension, group)] |= {
                    name: (int(number), int(behind))
                    for name, (number, behind) in zip(names, pairs, strict=True)
                }
    _add_scores(found, by_dataset)
    _add_awards(found, {(program, year) for _pk, program, year, *_rest in by_dataset[ROSTER]})
    return dict(found)


def wheres_of(definition, year, program, *counted):
    """[Where] a measure of a program ("": of all together) is told: of everybody or, of scores, by each of the instruments
    that `count_programs` gave for any year.
    """
    if definition.numerator not in BY_INSTRUMENT:
        return [Where(year, program, "", "")]
    found = {
        replace(where, year=year)
        for one in counted
        for where, numbers in one.items()
        if where.place == program and definition.numerator in numbers
    }
    return sorted(found, key=lambda where: where.group)


def is_told_by_group(definition):
    """Whether a measure of programs is told by group: youth, or a share of them, not days, hours or dollars."""
    return definition.unit in ("youth", "percent") and set(definition.needs) <= set(BY_GROUP)


def _parameters(by_dataset, dataset):
    return {"claims": as_parameter(by_dataset[dataset]), "rosters": as_parameter(by_dataset[ROSTER])}


def _fetched(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _said_no():
    """Common tables: the claims at hand, and the youth whose family said no in a program's roster of the year."""
    return f"""claims AS ({json_table("claims", CLAIMED)}),
        rosters AS ({json_table("rosters", CLAIMED)}),
        said_no AS (
            SELECT DISTINCT COALESCE(l.to_key, e.student_key) AS youth, r.program, r.year
            FROM outcomes_engagement e JOIN rosters r ON r.claim_id = e.claim_id
            LEFT JOIN outcomes_studentlink l ON l.from_key = e.student_key
            WHERE e.consent IN ('declined', 'withdrawn'))"""


def _facts(table, columns, condition="1 = 1"):
    """Rows of a table under the claims, of youth whose family did not say no."""
    return f"""facts AS (
            SELECT COALESCE(l.to_key, f.student_key) AS youth, c.program, c.year, {columns}
            FROM {table} f JOIN claims c ON c.claim_id = f.claim_id
            LEFT JOIN outcomes_studentlink l ON l.from_key = f.student_key
            WHERE {condition}),
        kept AS (
            SELECT f.* FROM facts f LEFT JOIN said_no n
            ON n.youth = f.youth AND n.program = f.program AND n.year = f.year WHERE n.youth IS NULL)"""


def _statement(facts, gathered, numbers, grouped=False):
    """Each youth gathered in each program, and once over all of them; then counted. grouped: these also by the groups
    to which they belong as students, those without a school here among the unknown.
    """
    columns = ", ".join(f"{sql} AS {name}" for name, sql in gathered.items())
    sums = ", ".join(
        f"COALESCE(SUM({of}) FILTER (WHERE {who}), 0), COUNT(*) FILTER (WHERE {who})"
        for of, who in numbers.values()
    )
    by_group = [
        f"SELECT year, '', '{name}', {name}_group, {sums} FROM told GROUP BY year, {name}_group"
        for name in (TOLD_APART if grouped else ())
    ]
    parts = [f"SELECT year, place, '', '', {sums} FROM youth GROUP BY year, place", *by_group]
    return (
        f"""
        WITH {_said_no()}, {facts},
        everyone AS (SELECT youth, year, '' AS place, {columns} FROM kept GROUP BY youth, year),
        youth AS (
            SELECT youth, year, program AS place, {columns} FROM kept GROUP BY youth, year, program
            UNION ALL SELECT * FROM everyone)
        {_groups() if grouped else ""}
        {" UNION ALL ".join(parts)}""",
        list(numbers),
    )


def _groups():
    """Common tables: the youth of all programs together, with the groups that their schools of the year tell.

    PostgreSQL takes a few youth for one, and would gather all students anew for each: so they are kept when gathered.
    """
    traits = ", ".join(f"{trait(name)} AS {name}_told" for name in TOLD_APART)
    groups = ", ".join(f"{group_of(name)} AS {name}_group" for name in TOLD_APART)
    return f""", placed AS ({json_table("placed", PLACED)}),
        students AS MATERIALIZED (
            SELECT y.youth, y.year, {traits}
            FROM everyone y JOIN {StudentYear._meta.db_table} s ON s.student_key = y.youth AND s.year = y.year
            JOIN placed p ON p.school_id = s.school_id AND p.year = s.year
            WHERE p.counts GROUP BY y.youth, y.year),
        told AS (
            SELECT y.*, {groups} FROM everyone y
            LEFT JOIN students g ON g.youth = y.youth AND g.year = y.year)"""


def _rosters(grouped):
    days = (
        "CAST(julianday(f.exit_date) - julianday(f.entry_date) AS integer) + 1"
        if connection.vendor == "sqlite"
        else "f.exit_date - f.entry_date + 1"
    )
    date = "{}" if connection.vendor == "sqlite" else "CAST({} AS date)"
    first, last = date.format("c.first"), date.format("c.last")
    # What ended after the school year is told by the next year's roster.
    ended = f"(f.exit_date IS NULL OR f.exit_date <= {last})"
    facts = _facts(
        "outcomes_engagement",
        f"""CASE WHEN f.entry_date < {first} THEN 1 ELSE 0 END AS carried,
            CASE WHEN f.exit_reason = 'completed' AND {ended} THEN 1 ELSE 0 END AS completed,
            CASE WHEN f.exit_reason IN ('completed', 'unsuccessful') AND {ended} THEN 1 ELSE 0 END AS told,
            CASE WHEN f.exit_date <= {last} THEN 1 ELSE 0 END AS closed,
            CASE WHEN f.exit_date <= {last} THEN {days} ELSE 0 END AS days""",
    )
    return _statement(
        facts,
        {
            "carried": "MAX(carried)",
            **{name: f"SUM({name})" for name in ("completed", "told", "closed", "days")},
        },
        {
            "youth_served": ("1", "1 = 1"),
            "youth_new": ("1", "carried = 0"),
            "youth_carried_over": ("1", "carried = 1"),
            "engagements_completed": ("completed", "completed > 0"),
            "engagements_ended": ("told", "told > 0"),
            "engagements_closed": ("closed", "closed > 0"),
            "days_in_program": ("days", "closed > 0"),
        },
        grouped,
    )


def _services(_grouped):
    amounts = {unit: f"CASE WHEN f.unit = '{word}' THEN f.value ELSE 0 END" for unit, word in UNITS.items()}
    amounts["hours"] = (
        f"CASE WHEN f.unit = '{HOURS}' THEN 60 * f.value WHEN f.unit = 'minutes' THEN f.value ELSE 0 END"
    )
    return _statement(
        _facts(
            "outcomes_studentevent",
            ", ".join(f"{sql} AS {unit}" for unit, sql in amounts.items()),
            f"f.value > 0 AND f.status NOT IN ({_NOT_RECEIVED})",
        ),
        {unit: f"SUM({unit})" for unit in amounts},
        {
            name: number
            for unit in amounts
            for name, number in (
                (f"{unit}_received", (unit, f"{unit} > 0")),
                (f"youth_with_{unit}", ("1", f"{unit} > 0")),
            )
        },
    )


def _challenges(grouped):
    measurable = f"f.status IN ('{EARNED}', '{NOT_EARNED}')"
    return _statement(
        _facts(
            "outcomes_studentresult",
            f"""CASE WHEN f.status = '{EARNED}' THEN 1 ELSE 0 END AS earned,
                CASE WHEN {measurable} THEN 1 ELSE 0 END AS measurable""",
        ),
        {"earned": "SUM(earned)", "measurable": "SUM(measurable)", "entered": "COUNT(*)"},
        {
            "challenges_earned": ("earned", "earned > 0"),
            "challenges_measurable": ("measurable", "measurable > 0"),
            "challenges_entered": ("entered", "entered > 0"),
        },
        grouped,
    )


def _add_scores(found, by_dataset):
    """Of each program and instrument: the youth with a score before and one after, and those whose score rose.

    A youth may have several of one time, under a code and under an id: then all after must be above all before. Two
    scores on different scales are no pair. Instruments, and programs, do not add up: nothing is told of them together.
    """
    if not by_dataset[SCORES]:
        return
    names = _names_of_instruments(by_dataset[SCORES])
    facts = _facts(
        "outcomes_studentresult",
        "c.family, f.wave, f.value, f.unit",
        f"f.wave IN ('{PRE}', '{POST}') AND f.unit <> '{GRADE_POINTS}'"
        f" AND f.value IS NOT NULL AND f.status = '{CellState.REPORTED}'",
    )
    sql = f"""
        WITH {_said_no()}, {facts},
        youth AS (
            SELECT youth, year, program, family, MAX(value) FILTER (WHERE wave = '{PRE}') AS highest_before,
                MIN(value) FILTER (WHERE wave = '{POST}') AS lowest_after
            FROM kept GROUP BY youth, year, program, family HAVING MIN(unit) = MAX(unit))
        SELECT year, program, family, COUNT(*) FILTER (WHERE lowest_after > highest_before),
            COUNT(*) FILTER (WHERE lowest_after IS NOT NULL AND highest_before IS NOT NULL)
        FROM youth GROUP BY year, program, family"""
    for year, program, family, rose, paired in _fetched(sql, _parameters(by_dataset, SCORES)):
        where = Where(year, program, INSTRUMENT.key, names[family])
        found[where] = {name: (n, n) for name, n in zip(BY_INSTRUMENT, (rose, paired), strict=True)}


def _names_of_instruments(claimed):
    """{family of a claim: the name of its instrument, as the files write it}; one name where they differ in capitals."""
    families = {pk: family for pk, *_rest, family in claimed}
    items = StudentResult.objects.filter(claim_id__in=list(families)).values_list("claim_id", "item")
    names = {}
    for claim, item in items.order_by().distinct():
        # A plus sign would read as several groups told together.
        names[families[claim]] = min(item.replace(JOINED, PLUS), names.get(families[claim], "\U0010ffff"))
    return names


def _add_awards(found, program_years):
    """The dollars of each program's awards that fall in a school year, by days; of programs with a roster."""
    totals = defaultdict(int)
    awards = Award.objects.filter(
        program__slug__in={program for program, _year in program_years}, dollars__gt=0
    ).select_related("program")
    for award in awards:
        for program, year in program_years:
            if program == award.program.slug:
                dollars = _dollars_in(award, first_day(year), last_day(year))
                totals[year, program] += dollars
                totals[year, ""] += dollars
    for (year, place), dollars in totals.items():
        found[Where(year, place, "", "")]["award_dollars"] = (dollars, 0)


def _dollars_in(award, first, last):
    days = (award.ends_on - award.starts_on).days + 1
    inside = (min(award.ends_on, last) - max(award.starts_on, first)).days + 1
    return round(award.dollars * max(inside, 0) / days)
