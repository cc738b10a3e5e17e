"""Vectorised rate checks against long division by hand."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outcomes.datasets.frame import VALUE, Coded, Frame, Understood
from outcomes.datasets.rates import agrees, check_rate
from outcomes.datasets.totals_topics import TOPICS


def frame_of(rows):
    """Frame of (enrollment, suspensions, suspended, rate as text)."""
    columns = {}
    for name, values in zip(
        ("enrollment", "suspensions", "suspended", "rate"), zip(*rows, strict=True), strict=True
    ):
        coded = Coded.of([Decimal(value) if name == "rate" else value for value in values])
        columns[name] = Understood(coded.values, coded.codes, np.full(len(coded.values), VALUE, np.uint8))
    numbers = np.arange(2, len(rows) + 2)
    return Frame(numbers, columns, {name: name for name in columns})


def reasons(rows):
    frame = frame_of(rows)
    check_rate(frame, TOPICS["suspension"])
    return {finding.reason: numbers.tolist() for finding, numbers in frame.told()}


@given(
    enrolled=st.integers(1, 100_000),
    share=st.fractions(0, 1),
    digits=st.integers(0, 6),
    scale=st.sampled_from([1, 100]),
    rounding=st.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN]),
    off=st.integers(-2, 2),
)
def test_a_rate_agrees_when_it_is_a_rounding_of_the_quotient(enrolled, share, digits, scale, rounding, off):
    suspended = int(enrolled * share)
    exact = Decimal(suspended) * scale / Decimal(enrolled)
    unit = Decimal(1).scaleb(-digits)
    printed = exact.quantize(unit, rounding) + off * unit
    if printed < 0:
        return
    frame = frame_of([(enrolled, suspended, suspended, str(printed))])
    slow = printed in (exact.quantize(unit, ROUND_HALF_UP), exact.quantize(unit, ROUND_HALF_DOWN))
    agree, _half = agrees(frame["rate"], frame["enrollment"], frame["suspended"], scale)
    assert agree.tolist() == [slow]


def test_percent_is_what_the_state_publishes_and_needs_no_word():
    assert reasons([(24, 77, 14, "58.3"), (51, 86, 34, "66.7")]) == {}


def test_a_fraction_under_any_header_is_told():
    assert reasons([(24, 77, 14, "0.583"), (51, 86, 34, "0.667")]) == {"rate_is_fraction": [2, 3]}


def test_a_rate_of_events_is_not_taken_for_a_rate_of_students():
    assert reasons([(24, 30, 14, "125.0"), (50, 60, 34, "120.0")]) == {"rate_of_events": [2, 3]}


def test_an_exact_half_is_explained_and_no_error():
    assert reasons([(80, 40, 17, "0.213"), (24, 77, 14, "0.583")]) == {
        "rate_is_fraction": [2, 3],
        "rate_rounded_half": [2],
    }


def test_a_rate_that_does_not_follow_is_warned_of():
    assert reasons([(24, 77, 14, "58.3"), (51, 86, 34, "66.7"), (100, 30, 10, "11.0")]) == {
        "rate_disagrees": [4]
    }


def test_floats_written_out_are_compared_as_floats():
    assert reasons([(72, 2, 2, "0.027777777777777776"), (534, 26, 22, "0.04119850187265917")]) == {
        "rate_is_fraction": [2, 3]
    }


def test_each_rate_is_judged_by_the_digits_that_it_prints_itself():
    """0.7 for 0.680 is right to its digit; 0.70 in another row is judged by two."""
    from outcomes.datasets.declaration import Column
    from outcomes.submissions.understand import understand_column

    column = understand_column(Column("rate", "Rate", "rate"), Coded.of(["0.70", "0.7"]))
    assert [str(value) for value in column.texts()] == ["0.70", "0.7"]


def test_a_rate_rounded_to_one_digit_and_printed_with_two_is_told():
    """4 of 700 is 0.571 percent: printed as 0.60 it was rounded before."""
    counts = [(700, 6, 4), (29, 23, 9), (268, 13, 9), (90, 46, 21), (14, 4, 2), (152, 1, 1), (178, 9, 9)]
    counts += [(242, 63, 36), (13, 3, 1), (296, 21, 14)]
    rows = [(*row, f"{round(100 * row[2] / row[0] + 1e-9, 1)}0") for row in counts]
    assert reasons(rows) == {"rate_padded": list(range(2, 12))}
    rows[3] = (*counts[3], "23.40")
    assert reasons(rows)["rate_disagrees"] == [5]


def test_without_the_number_of_students_a_rate_is_only_believed():
    frame = frame_of([(0, 0, 3, "1.5"), (0, 0, 0, "0.0"), (0, 0, 0, "2.5")])
    frame.headers = {"sanctioned": "Count", "sanction_rate": "%"}
    frame.columns |= {"sanctioned": frame["suspended"], "sanction_rate": frame["rate"]}
    check_rate(frame, TOPICS["sanction"])
    found = {finding.reason: numbers.tolist() for finding, numbers in frame.told()}
    assert found == {"rate_alone": [2, 3, 4], "rate_disagrees": [4]}
