"""A clerk takes the rows to fix home as a workbook, signs out, comes back and uploads them corrected."""

from pathlib import Path

import pytest

from outcomes.models import Submission
from tests.journeys.people_at_work import sign_in_by_form, work_off
from tests.journeys.test_coordinator_imports import hand_in, september
from tests.outcomes.submissions.spreadsheet import Spreadsheet

pytestmark = pytest.mark.browser


def upload(page, name, content):
    page.get_by_label("Corrected rows", exact=True).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Upload corrected rows").click()
    page.get_by_role("progressbar").wait_for()
    work_off()
    page.get_by_role("heading", name="Against what counts now").wait_for()


def test_rows_leave_marked_and_come_back_corrected(world, open_window):
    clerk = world.person("data_coordinator")
    window = sign_in_by_form(open_window(), clerk)
    page = window.page
    hand_in(window, september(world, absent_of_second=25), "september.csv")
    address = f"/workspace/submissions/{Submission.objects.get().pk}/"
    window.assert_accessible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the rows to fix").click()
    assert download.value.suggested_filename == "september - rows to fix.xlsx"
    sheet = Spreadsheet(Path(download.value.path()).read_bytes())
    assert sheet.numbers() == [3]
    assert "More days absent than expected" in sheet.cell(3, "Problem").value
    page.context.clear_cookies()

    # Days later, on a phone, the problem is still there; the wrong file first, then the right one.
    window = sign_in_by_form(open_window(phone=True), clerk)
    page = window.page
    window.go(address)
    assert page.get_by_role("rowheader", name="More days absent than expected").is_visible()
    upload(page, "october.csv", b"School,Month\nAlder,2024-10\n")
    assert page.get_by_text("Your corrected rows were not taken").is_visible()
    window.assert_accessible()

    sheet.write(3, **{"Unexcused Absences": "5"})
    upload(page, "corrected.xlsx", sheet.saved())
    assert page.get_by_text("More days absent than expected").count() == 0
    window.assert_accessible()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted: these rows count").wait_for()
    assert Submission.objects.get().claims.get().rows == 3
