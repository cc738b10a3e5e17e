"""A file comes through an upload link: its maker sends it, a stranger uses it, the maker accepts."""

import re

import pytest
from django.core import mail

from outcomes.models import Claim
from tests.journeys.people_at_work import work_off

pytestmark = pytest.mark.browser

FILE = """school_code,student_id,month,days_expected,days_excused,days_unexcused
{school},100,2024-09,20,1,0
{school},101,2024-09,20,0,{absent}
"""


def test_a_link_is_sent_used_once_and_its_file_accepted(world, open_window):
    maker = open_window(world.person("data_coordinator"))
    page = maker.page
    maker.go("/workspace/organizations/alder/ways-in/")
    maker.assert_accessible()
    page.get_by_role("link", name="Send an upload link").click()
    maker.assert_accessible()
    page.get_by_label("Student attendance").check()
    page.get_by_label("E-mail address").fill("clerk@elsewhere.example.org")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_text("A link is on its way").wait_for()
    maker.assert_accessible()

    # The stranger has no account, a telephone, and the e-mail.
    stranger = open_window(phone=True)
    path = re.search(r"/upload/\S+/", mail.outbox[-1].body)[0]
    send(stranger, path, file(world, absent=21))
    stranger.page.get_by_role("heading", name="Errors").wait_for()
    stranger.assert_accessible()
    assert stranger.page.get_by_text("More days absent than expected").is_visible()

    send(stranger, path, file(world, absent=2))
    stranger.page.get_by_text("Thank you, the file has arrived").wait_for()
    stranger.assert_accessible()
    assert stranger.go(path).status == 404, "it works once"

    maker.go("/workspace/")
    page.get_by_role("main").get_by_role("link", name="Student attendance").first.click()
    page.get_by_text("sent to clerk@elsewhere.example.org").wait_for()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted: these rows count").wait_for()
    assert Claim.objects.filter(in_effect=True).count() == 1


def file(world, absent):
    return FILE.format(school=world.places["alder-1"].code, absent=absent).encode()


def send(window, path, content):
    page = window.page
    window.go(path)
    window.assert_accessible()
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "september.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_label("Your name").fill("Pat Clerk")
    page.get_by_label("I am allowed to hand in").check()
    page.get_by_role("button", name="Send the file").click()
    page.get_by_role("heading", name="Receipt").wait_for()
    work_off()
