from datetime import date

import pytest

from outcomes.datasets.periods import first_day, last_day, school_year_of, year_of_month


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2024, 6, 30), "2023-24"),
        (date(2024, 7, 1), "2024-25"),
        (date(2025, 6, 30), "2024-25"),
        (date(1999, 9, 1), "1999-00"),
    ],
)
def test_a_school_year_runs_from_july_to_june(day, year):
    assert school_year_of(day) == year
    assert first_day(year) <= day <= last_day(year)


def test_the_school_year_of_a_month():
    assert [year_of_month(month) for month in ("2024-06", "2024-07", "2009-10")] == [
        "2023-24",
        "2024-25",
        "2009-10",
    ]
