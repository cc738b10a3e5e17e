"""A program manager makes codes, ticks who came on a phone, and closes the session; the coordinator accepts it."""

import re

import pytest

from outcomes.models import SignIn, StudentEvent, Submission
from outcomes.submissions.participants import ParticipantCode
from tests.journeys.people_at_work import work_off
from tests.outcomes.participation.conftest import agreed  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def test_sign_in_on_a_phone(world, agreed, open_window):
    open_door = world["open-door"]
    window = open_window(world.person("program_manager", open_door), phone=True)
    page = window.page
    window.go("/workspace/programs/campus-mentors/codes/")
    window.assert_accessible()
    page.get_by_label("How many new codes").fill("6")
    page.get_by_role("button", name="Make the codes").click()
    page.get_by_role("heading", name=re.compile("^Cards of")).wait_for()
    window.assert_accessible()
    codes = list(ParticipantCode.objects.all())
    assert page.locator(".cards .code").all_inner_texts() == [str(code) for code in codes]

    window.go("/workspace/programs/campus-mentors/sessions/open/")
    window.assert_accessible()
    page.get_by_label("What was offered").fill("Homework help")
    page.get_by_label("Hours").fill("1.5")
    page.get_by_role("button", name="Go on to the sign-in").click()
    page.get_by_role("heading", name="Homework help").wait_for()
    for code in codes[:3]:
        page.get_by_label(str(code)).check()
    page.get_by_text("3 participants came").wait_for()
    page.get_by_label(str(codes[0])).uncheck()
    page.get_by_text("2 participants came").wait_for()
    window.assert_accessible()
    # Each tick was saved as it was made; a tick that the network lost goes with the button.
    assert set(SignIn.objects.values_list("code_id", flat=True)) == {code.pk for code in codes[1:3]}
    page.context.set_offline(True)
    page.get_by_label(str(codes[5])).check()
    page.get_by_text("The last tick is not saved yet").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Close the session").click()
    page.get_by_text("Closed and handed in").wait_for()
    window.assert_accessible()
    assert SignIn.objects.count() == 3

    work_off()
    submission = Submission.objects.get()
    window = open_window(world.person("data_coordinator", open_door))
    window.go(f"/workspace/submissions/{submission.pk}/")
    window.assert_accessible()
    window.page.get_by_role("checkbox", name=re.compile("I have looked")).check()
    window.page.get_by_role("button", name="Accept", exact=True).click()
    window.page.get_by_text("Accepted: these rows count").wait_for()
    assert StudentEvent.objects.filter(item="Homework help", value=150, unit="hours").count() == 3
