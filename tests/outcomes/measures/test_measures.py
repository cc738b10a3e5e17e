"""Measures from the database against the slow way (slow.py), on ten rows one can read and on many drawn ones."""

from fractions import Fraction as F

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outcomes.datasets.facts import HUNDREDTHS
from outcomes.measures import calculate
from outcomes.measures.aggregates import AGGREGATES
from outcomes.measures.definition import registry
from outcomes.measures.student_year import rebuild
from outcomes.models import StudentYear

from ..factories import attend, discipline, enroll
from . import slow
from .slow import Row

YEAR = "2024-25"
TEN_ROWS = [
    Row("ann", "alder-1", expected=F(180), absent=F(18), suspensions=0),  # exactly a tenth: chronic
    Row("ben", "alder-1", expected=F(180), absent=F(35, 2), suspensions=2),  # half a day less: not
    Row("cat", "alder-1", expected=F(31), absent=F(31, 10), suspensions=0),  # 31 days count: chronic
    Row("dan", "alder-1", expected=F(30), absent=F(20), suspensions=1),  # 30 days do not count
    Row("eva", "alder-1"),  # no attendance handed in: in no denominator of days
    Row("fay", "alder-1", expected=F(100), absent=F(5), suspensions=1),  # half a year here ...
    Row("fay", "alder-2", expected=F(80), absent=F(15)),  # ... half there: 20 of 180, chronic together
    Row("gus", "alder-2", expected=F(180), absent=F(0), expulsions=1),
    Row("hal", "alder-2", enrolled=False, expected=F(20), absent=F(1), suspensions=3),  # never enrolled
    Row("ida", "alder-2", expected=F(0)),  # on the list, no day expected
]
KEYS = {
    name: number
    for number, name in enumerate(["ann", "ben", "cat", "dan", "eva", "fay", "gus", "hal", "ida"], 1)
}


def hand_in(world, rows, keys=KEYS):
    """The rows as three datasets of each school; returns the school ids."""
    schools = sorted({row.school for row in rows})
    for slug in schools:
        school, of_school = world.places[slug], [row for row in rows if row.school == slug]
        enroll(world, school, YEAR, [keys[row.student] for row in of_school if row.enrolled])
        attend(
            world,
            school,
            f"{YEAR[:4]}-10",
            {keys[row.student]: (row.expected, row.absent) for row in of_school if row.expected is not None},
        )
        discipline(
            world,
            school,
            YEAR,
            [(keys[row.student], "out", F(1, 2)) for row in of_school for _ in range(row.suspensions)]
            + [(keys[row.student], "expulsion", None) for row in of_school for _ in range(row.expulsions)],
        )
    ids = [world.places[slug].pk for slug in schools]
    rebuild([(school, YEAR) for school in ids])
    return ids


def fast(key, ids, students=None):
    """(numerator, denominator, printed) of a measure, days as days."""
    definition = registry()[key]
    counts = calculate.measure([definition], schools=ids, year=YEAR, students=students)[key]
    numerator = F(counts.numerator, AGGREGATES[definition.numerator].scale)
    denominator = F(counts.denominator, AGGREGATES[definition.denominator].scale)
    return numerator, denominator, calculate.value(definition, counts.numerator, counts.denominator)


def test_every_measure_has_its_slow_twin():
    assert set(slow.MEASURES) == set(registry())


@pytest.mark.parametrize("key", slow.MEASURES)
def test_ten_rows(world, key):
    ids = hand_in(world, TEN_ROWS)
    numerator, denominator, value = fast(key, ids)
    assert (numerator, denominator) == slow.MEASURES[key](TEN_ROWS)
    assert F(value) == slow.printed(key, numerator, denominator)


def test_ten_rows_in_numbers_worked_out_by_hand(world):
    ids = hand_in(world, TEN_ROWS)
    assert fast("chronic_absence", ids)[:2] == (3, 5)
    assert fast("suspension_rate", ids)[:2] == (3, 8)
    assert fast("suspensions_per_100", ids)[:2] == (4, 8)
    assert fast("expulsions_per_1000", ids) == (1, 8, 125)


@pytest.mark.parametrize("key", slow.MEASURES)
def test_participants_among_them(world, key):
    ids = hand_in(world, TEN_ROWS)
    names = {"ann", "fay", "hal"}
    some = [row for row in TEN_ROWS if row.student in names]
    keys = StudentYear.objects.filter(student_key__in=[KEYS[name] for name in names]).values("student_key")
    numerator, denominator, value = fast(key, ids, keys)
    assert (numerator, denominator) == slow.MEASURES[key](some)
    assert F(value) == slow.printed(key, numerator, denominator)


@pytest.mark.parametrize(
    ("expected", "absent", "eligible", "chronic"),
    [
        (31, F(31, 10), 1, 1),
        (31, F("3.09"), 1, 0),
        (30, 30, 0, 0),
        (F("30.01"), 4, 1, 1),
        (180, 18, 1, 1),
        (180, F("17.99"), 1, 0),
        (180, F("17.5"), 1, 0),
        (175, F("17.5"), 1, 1),
        (0, 0, 0, 0),
    ],
)
def test_thresholds_of_chronic_absence(world, expected, absent, eligible, chronic):
    ids = hand_in(world, [Row("ann", "alder-1", expected=F(expected), absent=F(absent))])
    assert fast("chronic_absence", ids)[:2] == (chronic, eligible)


def test_a_student_of_two_schools_counts_once_above_and_once_in_each(world):
    hand_in(world, TEN_ROWS)
    one, two = (world.places[slug].pk for slug in ("alder-1", "alder-2"))
    each = [fast("suspension_rate", [school])[1] for school in (one, two)]
    assert each == [6, 3]
    assert fast("suspension_rate", [one, two])[1] == 8


def test_without_anybody_there_is_no_value(world):
    assert fast("attendance_rate", [world.places["alder-1"].pk]) == (0, 0, None)


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [(1, 800, "0.1"), (1, 801, "0.1"), (3, 8, "37.5"), (125, 1000, "12.5"), (1, 16, "6.3"), (2, 3, "66.7")],
)
def test_halves_are_rounded_up(numerator, denominator, printed):
    assert str(calculate.value(registry()["suspension_rate"], numerator, denominator)) == printed


@st.composite
def school_rows(draw):
    rows = []
    for student in draw(st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=9, unique=True)):
        for school in draw(st.lists(st.sampled_from(["alder-1", "birch-1"]), min_size=1, unique=True)):
            expected = draw(st.none() | st.integers(0, 18_000))
            rows.append(
                Row(
                    student,
                    school,
                    enrolled=draw(st.booleans()),
                    expected=None if expected is None else F(expected, HUNDREDTHS),
                    absent=F(draw(st.integers(0, expected)), HUNDREDTHS) if expected else F(0),
                    suspensions=draw(st.integers(0, 3)),
                    expulsions=draw(st.integers(0, 1)),
                )
            )
    return rows


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=school_rows())
def test_any_rows(world, rows):
    from django.db import transaction

    with transaction.atomic():
        ids = hand_in(world, rows)
        for key, function in slow.MEASURES.items():
            numerator, denominator, value = fast(key, ids)
            assert (numerator, denominator) == function(rows)
            assert (None if value is None else F(value)) == slow.printed(key, numerator, denominator)
        transaction.set_rollback(True)
