"""A data coordinator hands in a spreadsheet in the browser, mends what stands in the way, and takes it back."""

import pytest

from outcomes.models import StudentYear, Submission
from tests.journeys.people_at_work import sign_in_by_form, work_off

pytestmark = pytest.mark.browser

HEADER = "School Code,Student ID,Month,Days Expected,Excused Absences,Unexcused Absences,First Name"


def september(world, absent_of_second):
    code = world.places["alder-1"].code
    return "\n".join(
        [
            HEADER,
            f"{code},00100,2024-09,20,1,0,Canary",
            f"{code},00101,2024-09,20,0,{absent_of_second},Canary",
            f"{code},00102,2024-09,19,0,2,Canary",
        ]
    ).encode()


def hand_in(window, content, name):
    page = window.page
    window.go("/workspace/submissions/new/")
    page.get_by_label("Student attendance").check()
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("progressbar").wait_for()
    work_off()
    # The page asks for progress by itself and reloads when the work is done.
    page.get_by_role("heading", name="Against what counts now").wait_for()


@pytest.mark.parametrize("phone", [False, pytest.param(True, marks=pytest.mark.looks)], ids=["1280", "360"])
def test_hand_in_leave_out_accept_withdraw(world, open_window, phone):
    window = sign_in_by_form(open_window(phone=phone), world.person("data_coordinator"))
    page = window.page

    hand_in(window, september(world, absent_of_second=25), "september.csv")
    window.assert_accessible()
    assert page.get_by_text("personal data; dropped as the file was read").is_visible()
    assert page.get_by_role("button", name="Accept", exact=True).count() == 0, "an error stands in the way"

    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Leave out the rows ticked").click()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted: these rows count").wait_for()
    window.assert_accessible()
    work_off()
    assert StudentYear.objects.count() == 2

    # The mended file: one row is new, the others are as they were.
    hand_in(window, september(world, absent_of_second=5), "september-mended.csv")
    stats = dict(
        zip(
            page.locator(".stat-label").all_inner_texts(),
            page.locator(".stat-value").all_inner_texts(),
            strict=True,
        )
    )
    assert {name: stats[name] for name in ("New", "Changed", "Unchanged", "Removed")} == {
        "New": "1",
        "Changed": "0",
        "Unchanged": "2",
        "Removed": "0",
    }
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    work_off()
    assert StudentYear.objects.count() == 3

    page.get_by_label("Why").fill("The wrong month after all.")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("what counted before counts again").wait_for()
    work_off()
    assert StudentYear.objects.count() == 2
    assert Submission.objects.get(file_name="september.csv").claims.get().in_effect
