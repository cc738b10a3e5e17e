"""A first file with columns and words of its own: asked about once, in the browser, by keyboard; then never again."""

import pytest

from outcomes.models import DisciplineEvent, Mapping, Submission
from tests.journeys.people_at_work import sign_in_by_form, work_off

pytestmark = pytest.mark.browser

HEADER = "Plantel,Clave,Fecha,Medida,Nombre"
FIRST = [
    "Lincoln ES,00100,2024-10-01,Sent home,Maria Canary",
    "Alder School 2,00101,2024-10-02,OSS,Luz Canary",
]
SECOND = ["Lincoln ES,00102,2024-11-05,sent home,Ana Canary"]


def hand_in(window, rows, name):
    page = window.page
    window.go("/workspace/submissions/new/")
    page.get_by_label("Student discipline", exact=True).check()
    page.locator("#id_period").select_option("2024-25")
    content = "\n".join([HEADER, *rows]).encode()
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("progressbar").wait_for()
    work_off()


def test_asked_once_then_remembered(world, open_window):
    window = sign_in_by_form(open_window(phone=True), world.person("data_coordinator"))
    page = window.page
    hand_in(window, FIRST, "october.csv")

    with page.expect_navigation():
        page.get_by_role("link", name="Say which columns are which").click()
    window.assert_accessible()
    assert "Canary" not in page.content() and "00100" not in page.content()
    assert page.get_by_label("Date", exact=True).input_value() == "header:2", "suggested in Spanish"
    page.get_by_label("Student id", exact=True).select_option(label="Clave (99999)")
    page.get_by_label("Action", exact=True).focus()
    page.keyboard.type("Medida")
    page.get_by_role("button", name="Read the file so").press("Enter")
    page.get_by_role("progressbar").wait_for()
    work_off()

    with page.expect_navigation():
        page.get_by_role("link", name="Say what the words mean").click()
    window.assert_accessible()
    page.get_by_label("Lincoln ES").select_option(label=f"Alder School 1 ({world.places['alder-1'].code})")
    page.get_by_label("Sent home").select_option(value="word:out")
    page.get_by_role("button", name="Read the file so").click()
    page.get_by_role("progressbar").wait_for()
    work_off()
    page.get_by_role("heading", name="Against what counts now").wait_for()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted: these rows count").wait_for()
    work_off()
    assert DisciplineEvent.objects.count() == 2

    hand_in(window, SECOND, "november.csv")
    page.get_by_role("heading", name="Against what counts now").wait_for()
    assert page.get_by_text("for files with these headers").is_visible()
    assert page.get_by_text("Words of the file were understood").is_visible()
    second = Submission.objects.get(file_name="november.csv")
    assert (second.state, second.problems.filter(severity="error").count()) == ("staged", 0)

    window.go("/workspace/organizations/alder/how-files-are-read/")
    window.assert_accessible()
    assert page.get_by_text("sent home").is_visible()
    page.get_by_role("button", name="Revoke").first.click()
    assert page.get_by_text("is asked about again").is_visible()
    assert Mapping.objects.filter(revoked_at=None).count() == 1
