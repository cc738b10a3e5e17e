"""A file that changes much is accepted by one data coordinator and approved by another, at both sizes."""

import pytest

from outcomes.models import StudentYear, Submission
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from partnership.actions.memberships import grant_role
from partnership.models import User
from tests.conftest import PASSWORD
from tests.journeys.people_at_work import work_off

pytestmark = pytest.mark.browser

HEADER = "School Code,Student ID,Month,Days Expected,Excused Absences,Unexcused Absences"


def september(world, excused):
    code = world.places["alder-1"].code
    return "\n".join([HEADER, *(f"{code},{500 + n},2024-09,20,{excused},0" for n in range(40))]).encode()


def hand_in(world, content, name):
    submission = receive(
        by=world.person("data_coordinator"),
        organization=world["alder"],
        dataset="student_attendance",
        name=name,
        content=content,
        in_background=False,
    )
    return stage_now(submission)


@pytest.mark.parametrize("phone", [False, pytest.param(True, marks=pytest.mark.looks)], ids=["1280", "360"])
def test_a_held_file_is_approved_by_a_second_person(world, open_window, phone):
    first = world.person("data_coordinator")
    second = User.objects.create_user("second@alder.example.org", PASSWORD, name="Robin Second")
    grant_role(by=None, user=second, organization=world["alder"], role="data_coordinator")
    before = hand_in(world, september(world, 1), "september.csv")
    accept(before, by=first)
    submission = hand_in(world, september(world, 4), "september-mended.csv")
    address = f"/workspace/submissions/{submission.pk}/"

    window = open_window(first, phone=phone)
    page = window.page
    window.go(address)
    page.get_by_text("changes or removes 40 of the 40 rows").wait_for()
    # The measures arrive by themselves: 1 of 20 days absent, then 4.
    page.get_by_role("cell", name="80.0").wait_for()
    window.assert_accessible()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_label("Why so much changes").fill("The register was mended.")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Waiting for a second person: nothing has changed yet").wait_for()
    window.assert_accessible()
    assert page.get_by_role("button", name="Approve").count() == 0, "never the same person"

    window = open_window(second, phone=phone)
    page = window.page
    window.go("/workspace/")
    page.get_by_role("link", name="Student attendance").first.click()
    page.get_by_text("The reason: “The register was mended.”").first.wait_for()
    page.get_by_role("link", name="Examples of what changes").click()
    page.get_by_role("heading", name="Rows that change: what counts now, and what would count").wait_for()
    window.assert_accessible()
    page.get_by_role("link", name="Back to the submission").click()
    window.assert_accessible()
    page.get_by_role("button", name="Approve: these rows count from now on").click()
    page.get_by_text("Accepted: these rows count").wait_for()
    window.assert_accessible()
    work_off()
    assert Submission.objects.get(pk=submission.pk).accepted_by == second
    assert set(StudentYear.objects.values_list("absent", flat=True)) == {400}
