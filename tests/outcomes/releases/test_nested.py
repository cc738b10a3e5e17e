"""What disclosure control takes to lie within something else does so, whatever is gathered of a student.

Each claim is put to the database: of students drawn at random, none meets the narrower condition and not the wider.
"""

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outcomes.measures.aggregates import AGGREGATES, STUDENTS
from outcomes.measures.cube import GATHERED
from outcomes.measures.definition import registry
from outcomes.measures.json_rows import as_parameter, json_table
from outcomes.measures.programs import _rosters
from outcomes.releases.hiding.facts import NESTED, containers, who_of

COLUMNS = dict.fromkeys((*GATHERED, "expected_before", "absent_before"), "bigint")
OF_DISCIPLINE = ("suspensions_out", "suspensions_in", "suspended_days", "suspended_days_out", "expulsions")
OF_STUDENTS = {one.who for one in AGGREGATES.values() if one.family == STUDENTS}
CLAIMED = sorted(
    (narrow, wide)
    for narrow, wider in containers(registry(), {}).items()
    for wide in wider
    if narrow in OF_STUDENTS
)
FEW, DAYS = st.integers(0, 4), st.integers(0, 4000) | st.sampled_from([0, 100, 200, 300, 3000, 3001, 18000])


@st.composite
def student(draw):
    """A row of cube.GATHERED with the year before: what one kind of file tells is there as a whole or not at all."""
    row = dict.fromkeys(COLUMNS)
    row["enrolled"] = draw(FEW)
    row["enrolled_and_discipline"] = draw(FEW)
    row["longest_enrollment"] = draw(st.none() | st.integers(0, 365))
    if row["enrolled_and_discipline"] or draw(st.booleans()):
        row |= {name: draw(FEW) for name in OF_DISCIPLINE}
        row["suspended_days_out"] = draw(DAYS)
        row["suspended_days"] = row["suspended_days_out"] + draw(DAYS)
    if draw(st.booleans()):
        row["expected"] = draw(DAYS)
        row["unexcused_of_expected"] = draw(DAYS)
        row["unexcused"] = row["unexcused_of_expected"] + draw(DAYS)
        row["absent"] = row["unexcused_of_expected"] + draw(DAYS)
        row["tardies"] = draw(st.none() | FEW)
    if draw(st.booleans()):
        row["expected_before"], row["absent_before"] = draw(DAYS), draw(DAYS)
    return row


def outside(pairs, students):
    """{(narrow, wide): students who meet the narrow condition and not the wide one}"""
    counts = ", ".join(
        f"COUNT(*) FILTER (WHERE COALESCE(({narrow}), 1 = 0) AND NOT COALESCE(({wide}), 1 = 0))"
        for narrow, wide in pairs
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH g AS ({json_table('students', COLUMNS)}) SELECT {counts} FROM g",
            {"students": as_parameter(student.values() for student in students)},
        )
        return dict(zip(pairs, cursor.fetchone(), strict=True))


# Twenty days expected, two of them missed without excuse.
TWO_OF_TWENTY = dict.fromkeys(COLUMNS) | {
    "enrolled": 1,
    "enrolled_and_discipline": 0,
    "expected": 2000,
    "absent": 200,
    "unexcused": 200,
    "unexcused_of_expected": 200,
}


@pytest.mark.django_db
@example([TWO_OF_TWENTY])
@given(st.lists(student(), min_size=1, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whoever_meets_a_narrower_condition_meets_the_wider(students):
    assert {pair: found for pair, found in outside(CLAIMED, students).items() if found} == {}


@pytest.mark.django_db
def test_chronically_truant_and_not_truant():
    """Ed. Code 48263.6 asks for a tenth of the days, 48260 for three: of few days a tenth is less."""
    pair = (who_of("students_chronically_truant"), who_of("students_truant"))
    assert outside([pair], [TWO_OF_TWENTY]) == {pair: 1}
    assert pair not in CLAIMED


def test_every_nesting_is_put_to_the_test():
    names = {who for pair in NESTED for who in pair} - OF_STUDENTS
    assert names == {"youth_new", "youth_carried_over", "youth_served"}
    # Youth served are all of a roster: the condition holds for every youth.
    assert _rosters(False)[1][0] == "youth_served" and " COUNT(*) FILTER (WHERE 1 = 1)," in _rosters(False)[0]
