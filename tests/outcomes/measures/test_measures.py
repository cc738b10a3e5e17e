"""Measures from the database against the slow way (slow.py), on ten rows one can read and on many drawn ones."""

from datetime import date
from fractions import Fraction as F

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.datasets.facts import HUNDREDTHS
from outcomes.measures.aggregates import AGGREGATES, STUDENTS
from outcomes.measures.calculate import counts_of, together, value, value_of
from outcomes.measures.cube import Where, count_students
from outcomes.measures.definition import definition, registry
from outcomes.measures.populations import placed, reported, roster_claims
from outcomes.measures.student_year import claims_in_effect, rebuild
from outcomes.models import AttendanceMonth, Enrollment
from partnership.models import Place

from ..factories import claim, discipline, engage
from . import slow
from .slow import Row

YEAR, BEFORE = "2024-25", "2023-24"
HALF = F(1, 2)
TEN_ROWS = [
    # Exactly a tenth: chronic. Two full days without excuse and one long lateness: truant.
    Row("ann", "alder-1", expected=F(180), absent=F(18), unexcused=F(2), tardies=1, race="RB"),
    # Half a day less: not chronic. Two suspensions, a day and half a day out.
    Row("ben", "alder-1", expected=F(180), absent=F(35, 2), out=(1, HALF), race="RB"),
    # 31 days count: chronic. Half days without excuse are no full days.
    Row(
        "cat",
        "alder-1",
        expected=F(31),
        absent=F(31, 10),
        unexcused=F(5, 2),
        entry=date(2025, 5, 1),
        race="RH",
    ),
    # 30 days do not count. Less than a day in all: not for the Dashboard.
    Row("dan", "alder-1", expected=F(30), absent=F(20), out=(HALF,), inside=(F(3, 10), F(1, 10)), race="RH"),
    # No attendance handed in: in no denominator of days. Stayed 244 days.
    Row("eva", "alder-1", entry=date(2024, 8, 1), exit=date(2025, 4, 1), race="RH"),
    # Half a year here, half there: 20 of 180, chronic together; nowhere 245 days.
    Row("fay", "alder-1", expected=F(100), absent=F(5), inside=(1,), exit=date(2025, 1, 10), race="RH"),
    Row("fay", "alder-2", expected=F(80), absent=F(15), unexcused=F(15), entry=date(2025, 1, 13), race="RW"),
    # Stayed 245 days.
    Row("gus", "alder-2", expected=F(180), expulsions=1, entry=date(2024, 8, 1), exit=date(2025, 4, 2)),
    # Never enrolled.
    Row("hal", "alder-2", enrolled=False, expected=F(20), absent=F(5), out=(1, 1, 1)),
    # On the list, no day expected.
    Row("ida", "alder-2", expected=F(0), race="RB"),
]
YEAR_BEFORE = [
    Row("ann", "alder-1", expected=F(180), absent=F(19)),  # 89.4 %, then 90: not a whole point
    Row("ben", "alder-1", expected=F(180), absent=F(193, 10)),  # 89.28 %, then 90.28: exactly a point
    Row("cat", "alder-2", expected=F(30), absent=F(20)),  # not measurable: 30 days
    Row("gus", "alder-2", expected=F(170), absent=F(17)),
    Row("hal", "alder-2", expected=F(170), absent=F(17)),  # 20 days now: not measurable
]
KEYS = {
    name: number
    for number, name in enumerate(["ann", "ben", "cat", "dan", "eva", "fay", "gus", "hal", "ida"], 1)
}


def hand_in(world, rows, year=YEAR):
    """The rows as three datasets of each school; returns the school ids."""
    schools = sorted({row.school for row in rows})
    for slug in schools:
        school, of_school = world.places[slug], [row for row in rows if row.school == slug]
        enrollment = claim(world, "student_enrollment", school, year)
        Enrollment.objects.bulk_create(
            Enrollment(
                student_key=KEYS[row.student],
                claim_id=enrollment.pk,
                entry_date=row.entry,
                exit_date=row.exit,
                race=row.race,
                english_learner=row.english_learner,
            )
            for row in of_school
            if row.enrolled
        )
        attendance = claim(world, "student_attendance", school, f"{year[:4]}-10")
        AttendanceMonth.objects.bulk_create(
            AttendanceMonth(
                student_key=KEYS[row.student],
                claim_id=attendance.pk,
                expected=row.expected * HUNDREDTHS,
                excused=(row.absent - row.unexcused) * HUNDREDTHS,
                unexcused=row.unexcused * HUNDREDTHS,
                tardies_over_30=row.tardies,
            )
            for row in of_school
            if row.expected is not None
        )
        events = [(KEYS[row.student], "out", days) for row in of_school for days in row.out]
        events += [(KEYS[row.student], "in", days) for row in of_school for days in row.inside]
        events += [(KEYS[row.student], "expulsion", None) for row in of_school for _ in range(row.expulsions)]
        discipline(world, school, year, events)
    ids = [world.places[slug].pk for slug in schools]
    rebuild([(school, year) for school in ids])
    return ids


def cube(ids, *, level="", rosters=()):
    """Everything of students that measures are made of, at some schools or all there are."""
    everywhere = list(Place.objects.filter(kind="school").values_list("pk", flat=True))
    reporting = reported(claims_in_effect(YEAR, everywhere)) | reported(claims_in_effect(BEFORE, everywhere))
    schools = Place.objects.filter(pk__in=ids)
    whole = Place.objects.filter(kind="school").select_related("parent", "city")
    places = placed(schools, reporting, [YEAR], earlier=whole)
    names = {one.name for one in AGGREGATES.values() if one.family == STUDENTS}
    return count_students(names, places, level=level, rosters=rosters)


def counted(found, key, where=None, participants=None):
    """(numerator, denominator, printed) of a measure, days as days."""
    parts = found.get(where or Where(YEAR, "", "", ""), {})
    one = definition(key)
    counts = counts_of(
        one, together(*parts.values()) if participants is None else parts.get(participants, {})
    )
    numerator = F(counts.numerator, AGGREGATES[one.numerator].scale)
    denominator = F(counts.denominator, AGGREGATES[one.denominator].scale)
    return numerator, denominator, value_of(one, counts)


def of_students():
    return [one.key for one in registry().values() if AGGREGATES[one.numerator].family == STUDENTS]


def test_every_measure_of_students_has_its_slow_twin():
    assert {*slow.MEASURES, "suspension_risk_ratio"} == set(of_students())


@pytest.fixture
def two_years(world):
    hand_in(world, YEAR_BEFORE, BEFORE)
    return hand_in(world, TEN_ROWS)


@pytest.mark.parametrize("key", slow.MEASURES)
def test_ten_rows(two_years, key):
    numerator, denominator, printed = counted(cube(two_years), key)
    assert (numerator, denominator) == slow.MEASURES[key](TEN_ROWS, YEAR_BEFORE)
    assert F(printed) == slow.printed(key, numerator, denominator)


def test_ten_rows_in_numbers_worked_out_by_hand(two_years):
    found = cube(two_years)
    for key, expected in {
        "chronic_absence": (3, 5),
        "severe_chronic_absence": (0, 5),
        "truancy": (2, 7),
        "chronic_truancy": (0, 7),
        "improved_attendance": (2, 3),
        "attendance_measurable": (3, 7),
        "stability": (5, 8),
        "suspension_rate": (3, 8),
        "suspension_rate_dashboard": (2, 8),
        "suspensions_per_100": (6, 8),
        "days_lost_per_100": (2, 8),
        "repeat_suspension": (2, 3),
        "suspended_in_school": (2, 8),
        "suspended_out_of_school": (2, 8),
        "expulsions_per_1000": (1, 8),
    }.items():
        assert counted(found, key)[:2] == expected, key


def test_groups_are_counted_apart_and_the_latest_entry_tells_the_race(two_years):
    found = cube(two_years)
    for race, names in {
        "race_black": {"ann", "ben", "ida"},
        "race_hispanic": {"cat", "dan", "eva"},
        "race_white": {"fay"},
        "race_not_reported": {"gus", "hal"},
    }.items():
        some = [row for row in TEN_ROWS if row.student in names]
        for key, function in slow.MEASURES.items():
            assert counted(found, key, Where(YEAR, "", "race", race))[:2] == function(some, YEAR_BEFORE), (
                race,
                key,
            )


def test_a_student_is_an_english_learner_where_any_school_says_so(world):
    rows = [
        Row("ann", "alder-1", english_learner=True, entry=date(2024, 8, 15)),
        Row("ann", "alder-2", english_learner=False, entry=date(2025, 1, 15)),
        Row("ben", "alder-1", english_learner=False),
        Row("cat", "alder-1"),
    ]
    found = cube(hand_in(world, rows))
    groups = {
        where.group: counted(found, "stability", where)[1]
        for where in found
        if where.dimension == "english_learner"
    }
    assert groups == {"english_learner": 1, "not_english_learner": 1, "english_learner_not_reported": 1}


@pytest.mark.parametrize("level", ["school", "district"])
def test_every_level_counts_its_own_students(world, two_years, level):
    found = cube(two_years, level=level)
    of_school = {slug: world.places[slug].code for slug in ("alder-1", "alder-2")}
    places = of_school if level == "school" else {"both": world.places["alder-1"].parent.code}
    for slug, code in places.items():
        some = [row for row in TEN_ROWS if level == "district" or row.school == slug]
        for key, function in slow.MEASURES.items():
            assert counted(found, key, Where(YEAR, code, "", ""))[:2] == function(some, YEAR_BEFORE), (
                slug,
                key,
            )


def test_participants_are_told_apart(world, two_years):
    names = {"ann", "fay", "hal"}
    engage(world, world.programs["mentoring"], YEAR, [KEYS[name] for name in names])
    engage(world, world.programs["mentoring"], BEFORE, [KEYS["gus"]])
    rosters = list(roster_claims(None, [YEAR]).values_list("pk", "period"))
    found = cube(two_years, rosters=rosters)
    for key, function in slow.MEASURES.items():
        for is_in, participant in ((True, True), (False, False)):
            some = [row for row in TEN_ROWS if (row.student in names) == is_in]
            assert counted(found, key, participants=participant)[:2] == function(some, YEAR_BEFORE), key


def test_a_risk_ratio_compares_a_group_with_everybody_else(two_years):
    found, one = cube(two_years), definition("suspension_risk_ratio")
    everybody = together(*found[Where(YEAR, "", "", "")].values())

    def ratio(group):
        return value_of(
            one, counts_of(one, together(*found[Where(YEAR, "", "race", group)].values()), everybody)
        )

    for group, names in {"race_black": {"ann", "ben", "ida"}, "race_hispanic": {"cat", "dan", "eva"}}.items():
        assert ratio(group) == slow.risk_ratio(
            TEN_ROWS, lambda student, names=names: student[0].student in names
        )
    # One of three, and two of five of the others.
    assert str(ratio("race_black")) == "0.83"


def test_without_a_suspension_among_the_others_there_is_no_ratio(world):
    rows = [Row("ann", "alder-1", out=(1,), race="RB"), Row("ben", "alder-1", race="RW")]
    found, one = cube(hand_in(world, rows)), definition("suspension_risk_ratio")
    everybody = together(*found[Where(YEAR, "", "", "")].values())
    of_group = together(*found[Where(YEAR, "", "race", "race_black")].values())
    assert value_of(one, counts_of(one, of_group, everybody)) is None


@pytest.mark.parametrize(
    ("expected", "absent", "eligible", "chronic", "severe"),
    [
        (31, F(31, 10), 1, 1, 0),
        (31, F("3.09"), 1, 0, 0),
        (30, 30, 0, 0, 0),
        (F("30.01"), 4, 1, 1, 0),
        (180, 18, 1, 1, 0),
        (180, F("17.99"), 1, 0, 0),
        (180, 36, 1, 1, 1),
        (180, F("35.99"), 1, 1, 0),
        (175, F("17.5"), 1, 1, 0),
        (0, 0, 0, 0, 0),
    ],
)
def test_thresholds_of_chronic_absence(world, expected, absent, eligible, chronic, severe):
    found = cube(hand_in(world, [Row("ann", "alder-1", expected=F(expected), absent=F(absent))]))
    assert counted(found, "chronic_absence")[:2] == (chronic, eligible)
    assert counted(found, "severe_chronic_absence")[:2] == (severe, eligible)


@pytest.mark.parametrize(
    ("unexcused", "tardies", "truant", "chronic"),
    [
        (3, None, 1, 0),
        (F("2.99"), None, 0, 0),
        (F("2.5"), 1, 1, 0),
        (0, 3, 1, 0),
        (1, 1, 0, 0),
        (18, 0, 1, 1),
    ],
)
def test_thresholds_of_truancy(world, unexcused, tardies, truant, chronic):
    row = Row("ann", "alder-1", expected=F(180), absent=F(20), unexcused=F(unexcused), tardies=tardies)
    found = cube(hand_in(world, [row]))
    assert counted(found, "truancy")[0] == truant
    assert counted(found, "chronic_truancy")[0] == chronic


def test_an_unexcused_day_of_unknown_expectation_is_not_set_against_the_days_expected(world):
    hand_in(world, [Row("ann", "alder-1", expected=F(100), absent=F(9), unexcused=F(9))])
    school = world.places["alder-1"]
    more = claim(world, "student_attendance", school, f"{YEAR[:4]}-11")
    AttendanceMonth.objects.create(student_key=KEYS["ann"], claim_id=more.pk, expected=None, unexcused=500)
    rebuild([(school.pk, YEAR)])
    assert counted(cube([school.pk]), "chronic_truancy")[:2] == (0, 1)


def test_without_anybody_there_is_no_value(world):
    assert counted(cube([world.places["alder-1"].pk]), "attendance_rate") == (0, 0, None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [(1, 800, "0.1"), (1, 801, "0.1"), (3, 8, "37.5"), (125, 1000, "12.5"), (1, 16, "6.3"), (2, 3, "66.7")],
)
def test_halves_are_rounded_up(numerator, denominator, printed):
    assert str(value(definition("suspension_rate"), numerator, denominator)) == printed


@st.composite
def school_rows(draw):
    days = st.none() | st.integers(0, 300).map(lambda hundredths: F(hundredths, HUNDREDTHS))
    rows = []
    for student in draw(st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=9, unique=True)):
        for school in draw(st.lists(st.sampled_from(["alder-1", "birch-1"]), min_size=1, unique=True)):
            expected = draw(st.none() | st.integers(0, 18_000))
            absent = draw(st.integers(0, expected)) if expected else 0
            entry = date(2024, 7, 1).fromordinal(draw(st.integers(738_900, 739_300)))
            rows.append(
                Row(
                    student,
                    school,
                    enrolled=draw(st.booleans()),
                    expected=None if expected is None else F(expected, HUNDREDTHS),
                    absent=F(absent, HUNDREDTHS),
                    unexcused=F(draw(st.integers(0, absent)), HUNDREDTHS),
                    tardies=draw(st.none() | st.integers(0, 4)) if expected is not None else None,
                    out=tuple(draw(st.lists(days, max_size=3))),
                    inside=tuple(draw(st.lists(days, max_size=2))),
                    expulsions=draw(st.integers(0, 1)),
                    entry=entry,
                    exit=draw(st.none() | st.dates(entry, date(2025, 7, 30))),
                )
            )
    return rows


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=school_rows(), before=school_rows())
def test_any_rows(world, rows, before):
    from django.db import transaction

    with transaction.atomic():
        hand_in(world, before, BEFORE)
        found = cube(hand_in(world, rows))
        for key, function in slow.MEASURES.items():
            numerator, denominator, printed = counted(found, key)
            assert (numerator, denominator) == function(rows, before), key
            assert (None if printed is None else F(printed)) == slow.printed(key, numerator, denominator)
        transaction.set_rollback(True)
