"""A known export on its way through a submission: recognized, told, and traceable to the spreadsheet's rows."""

import io

import numpy as np
import openpyxl
import pytest
from django.urls import reverse

from outcomes.datasets.layouts import LAYOUTS, Layout, fitting
from outcomes.models import AttendanceMonth
from outcomes.submissions.accept import accept, leave_out

HEADER = "Sitio,Alumno,Dia,Causa,Nombre"
WORKBOOK = [
    "AggregateLevel",
    "CountyCode",
    "DistrictCode",
    "SchoolCode",
    "ReportingCategory",
    "CumulativeEnrollment",
    "Total Suspensions",
    "Unduplicated Count of Students Suspended (Total)",
]


def months_of_days(rows):
    """One row per day becomes one per month: the days expected, and those missed."""
    rows.error("not_understood", rows.mask("reason", lambda text: text not in ("P", "A", "U")), "reason")
    day = np.full(len(rows), 100)
    rows.set("month", rows.mapped(lambda text: text[:7], "day"), rows.headers["day"])
    return rows.collapse(
        ["school_code", "student_id", "month"],
        days={
            "expected": day,
            "excused": day * rows.mask("reason", lambda text: text == "A"),
            "unexcused": day * rows.mask("reason", lambda text: text == "U"),
        },
    )


@pytest.fixture
def daily(monkeypatch):
    """A system that nobody knows, which exports one row per student and day."""
    layout = Layout(
        key="daily_days",
        title="Days of an unknown system",
        dataset="student_attendance",
        recognizes=("Sitio", "Alumno", "Dia", "Causa"),
        columns={"school_code": "Sitio", "student_id": "Alumno", "day": "Dia", "reason": "Causa"},
        reshape=months_of_days,
    )
    monkeypatch.setattr(
        "outcomes.submissions.recognize.fitting",
        lambda dataset, header, told="": layout if layout.fits(header) else fitting(dataset, header, told),
    )
    return layout


def days(world, *rows):
    school = world.places["alder-1"].code
    return [f"{school},{row},Somebody" for row in rows]


def test_days_are_summed_at_the_gate_and_a_problem_names_every_day_behind_it(daily, world, hand_in):
    rows = days(
        world,
        "100,2024-09-02,P",
        "101,2024-09-02,U",
        "100,2024-09-03,A",
        "101,2024-09-03,?",
        "100,2024-10-01,P",
    )
    rows += ["99999999999999,102,2024-09-02,P,Somebody", "99999999999999,102,2024-09-03,P,Somebody"]
    submission = hand_in("student_attendance", HEADER, rows)
    assert submission.state == "staged", submission.refusal
    assert submission.rows == 7
    assert submission.new == 3, "students and months"
    assert submission.recognized["layout"] == {"key": "daily_days", "title": "Days of an unknown system"}
    found = {problem.reason: problem.rows for problem in submission.problems.filter(severity="error")}
    assert found == {"not_understood": [[5, 5]], "unknown_school": [[7, 8]]}
    leave_out(submission, by=submission.created_by, reasons=list(found))
    submission.refresh_from_db()
    assert submission.left_out == 3
    accept(submission, by=submission.created_by)
    months = AttendanceMonth.objects.values_list("expected", "excused", "unexcused")
    assert sorted(months) == [(100, 0, 0), (100, 0, 100), (200, 100, 0)]


def test_columns_that_a_layout_does_not_need_are_dropped_as_ever(daily, world, hand_in):
    rows = days(world, "100,2024-09-02,P")
    submission = hand_in("student_attendance", HEADER.replace("Nombre", "Student Name"), rows)
    assert submission.recognized["personal"] == ["Student Name"]
    assert submission.recognized["columns"] == {
        "school_code": "Sitio",
        "student_id": "Alumno",
        "day": "Dia",
        "reason": "Causa",
    }


def book(world, sheets):
    alder = world.places["alder-1"].code
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, groups in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.append(WORKBOOK)
        for group, *counts in groups:
            sheet.append(["S", alder[:2], alder[2:7], alder[7:], group, *counts])
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.fixture
def yearly(world, hand_in):
    """A workbook with a sheet per school year, and nothing else that tells the year."""
    content = book(
        world,
        {
            "2022-23": [("TA", 400, 30, 20), ("GF", 190, 12, 9), ("GM", 210, 18, 11)],
            "2023-24": [("TA", 410, 31, 500), ("GF", 200, 11, 8), ("GZ", 5, 1, 7)],
        },
    )
    return hand_in("school_totals", "", content, name="totals.xlsx")


def test_the_sheets_of_several_years_are_one_table_and_problems_name_the_sheet(yearly):
    assert yearly.state == "staged", yearly.refusal
    assert (yearly.rows, yearly.new) == (6, 4)
    assert yearly.recognized["layout"]["key"] == "cde_suspension"
    errors = {
        problem.reason: (problem.sheet, problem.rows) for problem in yearly.problems.filter(severity="error")
    }
    assert errors == {
        "more_than_enrolled": ("2023-24", [[2, 2], [4, 4]]),
        "more_students_than_events": ("2023-24", [[2, 2], [4, 4]]),
    }
    leave_out(yearly, by=yearly.created_by, reasons=list(errors))
    yearly.refresh_from_db()
    assert yearly.left_out == 2
    accept(yearly, by=yearly.created_by)
    assert set(yearly.claims.values_list("period", flat=True)) == {"2022-23", "2023-24"}


def test_the_page_says_what_the_file_was_recognized_as_and_where_its_problems_are(yearly, world, client):
    client.force_login(world.person("data_coordinator"))
    page = client.get(reverse("workspace:submission", args=[yearly.pk])).content.decode()
    assert "Recognized as" in page
    assert str(LAYOUTS["cde_suspension"].title) in page
    assert "2023-24: 2, 4" in page
