import numpy as np
import pytest

from outcomes.demo.files import demo_files
from outcomes.demo.history import demo_history
from partnership.demo.county import demo_county
from programs.demo.catalog import demo_catalog


@pytest.fixture(scope="session")
def county():
    return demo_county()


@pytest.fixture(scope="session")
def history(county):
    """The demonstration's own three years."""
    return demo_history(county, demo_catalog(county))


@pytest.fixture(scope="session")
def files(county, history):
    """{(organization, dataset, period, program): file}"""
    return {
        (file.organization, file.dataset, file.period, file.program): file
        for file in demo_files(county, history)
    }


@pytest.fixture(scope="session")
def rate(history):
    """Attendance rate in percent of each student in a year (0 to 2) and some months; NaN below 30 days."""

    def of(year, months=slice(None)):
        stays, count = history.enrollments.in_year(year), len(history.students)
        student = history.enrollments.student[stays]
        expected = history.attendance.expected[stays][:, months].sum(axis=1)
        absent = history.attendance.absent_halves()[stays][:, months].sum(axis=1) / 2
        days = np.bincount(student, expected, minlength=count)
        missed = np.bincount(student, absent, minlength=count)
        return np.where(days >= 30, 100 - 100 * missed / np.maximum(days, 1), np.nan)

    return of
