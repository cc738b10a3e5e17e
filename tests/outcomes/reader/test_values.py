"""Text as numbers, dates and kinds of missing."""

from datetime import date
from decimal import Decimal

import pytest

from outcomes.submissions.reader.values import (
    NOT_APPLICABLE,
    NOT_MEASURABLE,
    NOT_REPORTED,
    SUPPRESSED,
    WORDS,
    missing_kind,
    parse_date,
    parse_decimal,
    parse_int,
    parse_percent,
)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (
            SUPPRESSED,
            [
                "*",
                "**",
                " * ",
                "<=10",
                "n<10",
                "N < 10",
                "n<=10",
                "≤10",
                "<5%",
                ">95%",
                "NS",
                "Fewer than 11",
            ],
        ),
        (NOT_APPLICABLE, ["N/A", "NA", "n/a", "not applicable"]),
        (NOT_REPORTED, ["", "  ", "NULL", "(null)", "\\N", "-9999", "--", "–", ".", "#N/A", "Not  reported"]),
        (NOT_MEASURABLE, ["#DIV/0!", "NM", "not calculated"]),
        (None, ["0", "0.0", "-1", "10", "<b>", ">5", "A", "-9", "9999", "n/a?", "*5"]),
    ],
)
def test_each_word_for_missing_has_its_kind_and_none_is_zero(kind, texts):
    assert {text: missing_kind(text) for text in texts} == dict.fromkeys(texts, kind)


def test_a_dataset_may_know_a_word_better():
    words = {**WORDS, "na": SUPPRESSED, "-9": NOT_REPORTED}
    parsed = parse_int(["NA", "-9", "7"], words)
    assert parsed.values == [None, None, 7]
    assert parsed.missing == {0: SUPPRESSED, 1: NOT_REPORTED}


def test_whole_numbers():
    column = [
        "1,234",
        "72.0",
        "72.",
        " 12 ",
        "-3",
        "+5",
        "007",
        "*",
        "",
        "7.5",
        "1,23",
        "12a",
        "１２",
        "1_000",
        "9" * 5000,
    ]
    parsed = parse_int(column)
    assert parsed.values[:7] == [1234, 72, 72, 12, -3, 5, 7]
    assert parsed.values[7:] == [None] * 8
    assert parsed.missing == {7: SUPPRESSED, 8: NOT_REPORTED}
    assert parsed.bad == [9, 10, 11, 12, 13, 14]


def test_decimal_numbers_are_exact():
    parsed = parse_decimal(["0.1", "1,234.50", ".5", "1.2E-05", "N/A", "1.2.3", "NaN", "1e999999"])
    assert parsed.values[:4] == [Decimal("0.1"), Decimal("1234.50"), Decimal("0.5"), Decimal("0.000012")]
    assert parsed.missing == {4: NOT_APPLICABLE, 6: NOT_REPORTED}
    assert parsed.bad == [5, 7]


def test_percentages_are_percent_points_and_a_fraction_is_told_apart_by_the_caller():
    assert parse_percent(["58.3%", "0.00 %", "58.3", "*"]).values == [
        Decimal("58.3"),
        Decimal("0"),
        Decimal("58.3"),
        None,
    ]
    assert parse_percent(["0.583", "58.3%"], plain="fraction").values == [Decimal("58.3"), Decimal("58.3")]


def test_dates_as_people_and_systems_write_them():
    day = date(2023, 8, 1)
    texts = [
        "2023-08-01",
        "2023/8/1",
        "8/1/2023",
        "08-01-2023",
        "8/1/23",
        "1-Aug-23",
        "1 August 2023",
        "Aug 1, 2023",
    ]
    texts += [
        "20230801",
        "45139",
        "45139.5",
        "2023-08-01T18:00:00.000+0000",
        "8/1/2023 12:00:00 AM",
        "2023-08-01 07:30",
    ]
    assert parse_date(texts).values == [day] * len(texts)
    assert parse_date(["8/1/69", "8/1/68"]).values == [date(1969, 8, 1), date(2068, 8, 1)]


def test_what_is_no_date_is_bad_and_day_before_month_is_not_guessed():
    parsed = parse_date(["13/2/2020", "2021-02-30", "8/1", "12345678", "1-Foo-20", "NULL", "0001-01-01", "*"])
    assert parsed.values == [None] * 8
    assert parsed.missing == {5: NOT_REPORTED, 7: SUPPRESSED}
    assert parsed.bad == [0, 1, 2, 3, 4, 6]
    assert parse_date(["45139"], serials=False).bad == [0]


def test_any_iterable_of_text_will_do():
    assert parse_int(text for text in ("1", "2")).values == [1, 2]
    import pandas

    assert parse_int(pandas.Series(["1", "2"])).values == [1, 2]
