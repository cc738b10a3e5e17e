"""Workbooks to fill in: every dataset's is recognized again, and what is filled in goes in with its zeros."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from outcomes.datasets import DATASETS
from outcomes.models import AttendanceMonth, Enrollment
from outcomes.submissions.example_rows import is_example
from outcomes.submissions.identity import student_keys
from outcomes.submissions.models import State
from outcomes.submissions.reader import read
from outcomes.submissions.recognize import recognize
from outcomes.submissions.template import template
from partnership.actions.agreements import sign_agreement


def fill_in(content, *rows, example=True):
    """The workbook with rows of {header: value} below its example (or instead of it)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    if not example:
        sheet.delete_rows(2)
    for at, row in enumerate(rows, 3 if example else 2):
        for header, value in row.items():
            sheet.cell(at, headers.index(header) + 1, value)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("key", list(DATASETS))
def test_every_template_is_recognized_as_its_dataset_and_has_one_table(world, key, language):
    dataset = DATASETS[key]
    with translation.override(language):
        content = template(dataset, world["alder"])
    with read(content, "template.xlsx") as reading:
        table = next(reading.tables())
        rows = next(iter(table.batches())).rows
    found = recognize(dataset, table.header)
    assert not found.missing and not found.unused and not found.personal
    assert list(rows) == [2], "the example"
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == 2 and all(each.sheet_state == "visible" for each in book.worksheets)
    assert [column.value for column in book.worksheets[0][1]] == table.header


def test_what_may_be_chosen_stands_in_the_drop_downs(world):
    book = openpyxl.load_workbook(io.BytesIO(template(DATASETS["student_enrollment"], world["alder"])))
    sheet, explanation = book.worksheets
    lists = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            area = rule.formula1.split("!")[1].replace("$", "")
            header = sheet.cell(1, list(rule.sqref.ranges)[0].min_col).value
            lists[header] = [cell[0].value for cell in explanation[area]]
    assert lists["School code"] == [
        f"{world.places[place].code} {world.places[place].name}" for place in ("alder-1", "alder-2")
    ]
    assert lists["Homeless"] == ["Yes", "No"] and "08" in lists["Grade"] and "Female" in lists["Sex"]
    formats = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert {formats[header].number_format for header in ("Student id", "School code", "Grade")} == {"@"}


def test_a_filled_in_template_goes_in_with_its_zeros_and_without_its_example(world, hand_in):
    school = world.places["alder-1"]
    content = fill_in(
        template(DATASETS["student_enrollment"], world["alder"]),
        {
            "School code": f"{school.code} {school.name}",
            "Student id": "00417",
            "School year": "2024-25",
            "First day": date(2024, 8, 19),
            "Grade": "06",
            "Sex": "Female",
            "Race and ethnicity": "Hispanic latino of any race",
            "Homeless": "No",
        },
        {
            "School": "Alder School 2",
            "Student id": "00418",
            "School year": "2024-25",
            "First day": "2024-08-20",
        },
    )
    submission = hand_in("student_enrollment", "", content, name="filled.xlsx")
    assert submission.state == State.STAGED
    assert not submission.problems.filter(severity="error").exists()
    example = submission.problems.get(reason="example_row")
    assert (example.severity, example.rows) == ("left_out", [[2, 2]])
    first = Enrollment.objects.order_by("entry_date").first()
    assert (first.grade, first.sex, first.race, first.homeless) == ("06", "F", "RH", False)
    assert first.student_key == student_keys(["417"], issuer=str(world["alder"].pk), kind="local")["417"]
    assert Enrollment.objects.count() == 2 and submission.rows == 3


def test_days_and_months_of_a_template_are_numbers(world, hand_in):
    content = fill_in(
        template(DATASETS["student_attendance"], world["alder"]),
        {
            "School": "Alder School 1",
            "Student id": "1",
            "Month": "2024-09",
            "Days expected": 20,
            "Excused absences": 1.5,
            "Unexcused absences": 0,
        },
        example=False,
    )
    submission = hand_in("student_attendance", "", content, name="filled.xlsx")
    assert submission.state == State.STAGED
    assert list(AttendanceMonth.objects.values_list("expected", "excused", "unexcused")) == [(2000, 150, 0)]


def test_only_the_example_left_in_is_no_count(world, hand_in):
    content = template(DATASETS["student_attendance"], world["alder"])
    submission = hand_in("student_attendance", "", content, name="empty.xlsx")
    assert (submission.state, submission.new) == (State.STAGED, 0)
    assert not AttendanceMonth.objects.exists()
    assert not submission.problems.filter(severity="error").exists() and submission.unknown_words is None


def test_what_the_agreement_withholds_is_not_asked_for(world):
    sign_agreement(
        by=None,
        organization=world["alder"],
        datasets=["student_enrollment"],
        withheld={"student_enrollment": ["race"]},
        title="Without race",
        purpose="x",
        starts_on=date(2020, 7, 1),
        ends_on=date(2030, 7, 1),
    )
    book = openpyxl.load_workbook(io.BytesIO(template(DATASETS["student_enrollment"], world["alder"])))
    headers = {cell.value for cell in book.worksheets[0][1]}
    assert "Race and ethnicity" not in headers and "Sex" in headers


@pytest.mark.parametrize(
    "text", ["Example: 99100010100001", "ex: 111222233", "EXAMPLE", " Ejemplo: 1", "e.g.: 4", "Ej.: 7"]
)
def test_marks_of_an_example(text):
    assert is_example(text)


@pytest.mark.parametrize(
    "text", ["Exeter Elementary", "Example Street School", "E12345", "Ex", "", "ELL", "e"]
)
def test_no_marks_of_an_example(text):
    assert not is_example(text)


def test_it_is_written_by_command_and_downloaded_on_the_screen(world, client, tmp_path):
    path = tmp_path / "attendance.xlsx"
    call_command("template", "student_attendance", str(path), "--organization", "alder")
    assert openpyxl.load_workbook(path).worksheets[0].title == "Student attendance"
    call_command("template", "school_totals", str(path), "--language", "es")
    for wrong in (["nothing", str(path)], ["school_totals", str(path), "--organization", "nobody"]):
        with pytest.raises(CommandError):
            call_command("template", *wrong)

    client.force_login(world.person("data_coordinator"))
    address = reverse("workspace:template")
    assert 'name="dataset"' in client.get(reverse("workspace:submit")).content.decode()
    response = client.get(address, {"dataset": "student_discipline", "organization": "alder"})
    assert response["Content-Disposition"] == 'attachment; filename="student_discipline-alder.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(response.content))
    other = client.get(address, {"dataset": "student_discipline", "organization": "birch"})
    assert other.status_code == 302, "the schools of others are theirs"
