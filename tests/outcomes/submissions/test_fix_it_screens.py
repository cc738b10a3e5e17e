"""The rows to fix on the page of a submission and on the command line."""

import stat
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from outcomes.models import Correction
from outcomes.submissions.journey import stage_now
from tests.outcomes.submissions.spreadsheet import Spreadsheet
from tests.outcomes.submissions.test_fix_it import BAD_DAYS, GOOD, HEADER, reasons


@pytest.fixture
def staged(hand_in):
    return hand_in("student_attendance", HEADER, [GOOD, BAD_DAYS], name="Müller's «september».csv")


@pytest.fixture
def clerk(client, staged):
    client.force_login(staged.created_by)
    return client


def page_of(client, submission):
    return client.get(reverse("workspace:submission", args=[submission.pk])).content.decode()


def upload(client, submission, content, name="corrected.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(
        reverse("workspace:submission_correct", args=[submission.pk]), {"file": file}, follow=True
    )


def test_round_trip(clerk, staged):
    page = page_of(clerk, staged)
    assert "Fix it in your spreadsheet" in page and "Rows with errors: 1" in page
    answer = clerk.get(reverse("workspace:submission_fix_it", args=[staged.pk]), {"rows": "errors"})
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''M%C3%BCller")
    sheet = Spreadsheet(answer.content)
    sheet.write(3, days_excused="1")
    page = upload(clerk, staged, sheet.saved()).content.decode()
    assert "Waiting to be read" in page and "Fix it in your spreadsheet" not in page
    staged.refresh_from_db()
    stage_now(staged)
    page = page_of(clerk, staged)
    assert reasons(staged) == {} and "In the preview" in page and "Rows corrected here" in page


def test_a_refusal_stands_on_the_page_until_the_next_upload(clerk, staged):
    upload(clerk, staged, b"Row,nothing\n3,1\n", name="rows.csv")
    staged.refresh_from_db()
    stage_now(staged)
    page = page_of(clerk, staged)
    assert "Your corrected rows were not taken" in page and "lacks these columns" in page
    upload(clerk, staged, f"Row,{HEADER}\n3,{GOOD.replace('00100', '00101')}\n".encode(), name="rows.csv")
    staged.refresh_from_db()
    stage_now(staged)
    assert "Your corrected rows were not taken" not in page_of(clerk, staged)


def test_whoever_only_looks_is_offered_nothing(client, staged, world):
    client.force_login(world.person("data_steward"))
    assert "Fix it in your spreadsheet" not in page_of(client, staged)
    assert client.get(reverse("workspace:submission_fix_it", args=[staged.pk])).status_code == 403
    client.force_login(world.person("data_coordinator", world["birch"]))
    assert client.get(reverse("workspace:submission_fix_it", args=[staged.pk])).status_code == 404
    address = reverse("workspace:submission_correct", args=[staged.pk])
    assert client.post(address, {"file": SimpleUploadedFile("a.csv", b"x")}).status_code == 404


def test_without_a_file_nothing_happens(clerk, staged):
    page = clerk.post(reverse("workspace:submission_correct", args=[staged.pk]), follow=True)
    assert "Choose the file with the corrected rows" in page.content.decode()
    assert not Correction.objects.exists()


def test_in_spanish_and_back_in_english(clerk, staged):
    """The workbook speaks the language of whoever downloads it; whoever uploads it may speak another."""
    clerk.cookies["django_language"] = "es"
    answer = clerk.get(
        reverse("workspace:submission_fix_it", args=[staged.pk]), headers={"Accept-Language": "es"}
    )
    sheet = Spreadsheet(answer.content)
    sheet.write(3, days_excused="1")
    clerk.cookies["django_language"] = "en"
    upload(clerk, staged, sheet.saved())
    staged.refresh_from_db()
    stage_now(staged)
    assert reasons(staged) == {}


def test_the_page_costs_no_more_queries_with_more_problems(
    clerk, staged, hand_in, django_assert_max_num_queries
):
    rows = [BAD_DAYS, BAD_DAYS.replace("0100001", "0100009"), BAD_DAYS.replace("2024-09", "x")]
    more = hand_in("student_attendance", HEADER, rows * 3)
    page_of(clerk, staged)
    with django_assert_max_num_queries(100) as few:
        page_of(clerk, staged)
    with django_assert_max_num_queries(len(few)):
        page_of(clerk, more)


def run(*arguments):
    """(exit code, what was printed, what was complained of)"""
    out, complaints, code = StringIO(), StringIO(), 0
    try:
        call_command("fix_it", *map(str, arguments), stdout=out, stderr=complaints)
    except SystemExit as ended:
        code = ended.code
    return code, out.getvalue(), complaints.getvalue()


def test_on_the_command_line(staged, tmp_path, world):
    path, by = tmp_path / "rows.xlsx", staged.created_by.email
    assert run(staged.pk, path, "--by", by)[:2] == (0, f"{path}: 1 of 1 rows\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sheet = Spreadsheet(path.read_bytes())
    sheet.write(3, days_excused="1")
    path.write_bytes(sheet.saved())
    code, told, _complaints = run(staged.pk, path, "--by", by, "--upload")
    assert code == 0 and "new: 2" in told
    staged.refresh_from_db()
    assert reasons(staged) == {}


def test_on_the_command_line_refusals_end_with_their_own_code(staged, tmp_path, world):
    path = tmp_path / "rows.csv"
    path.write_text("Row,nothing\n3,1\n")
    code, told, _complaints = run(staged.pk, path, "--by", staged.created_by.email, "--upload")
    assert code == 3 and "lacks these columns" in told
    stranger = world.person("data_coordinator", world["birch"]).email
    code, _told, complaints = run(staged.pk, tmp_path / "new.xlsx", "--by", stranger)
    assert code == 3 and "may not hand in data" in complaints
    assert not (tmp_path / "new.xlsx").exists()
