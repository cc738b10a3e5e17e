"""Evaluation's pages as they are when something is on them, at 1280 and 360 px: axe finds nothing, nothing is too wide.

`test_every_page` opens each address once; these are the states that it does not see: a whole result with its tables,
its release, names to confirm, a finished roster, an upload that was refused, schools in place of students.

With EVALUATION_PICTURES each page is also drawn into that folder, to be looked at.
"""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.evaluation.extracts.actions import made, order_extract
from outcomes.evaluation.linking.actions import confirm, hand_over_roster, suggest
from outcomes.evaluation.plans.actions import draft_plan
from outcomes.releases.evaluations.build import build_evaluation_release
from outcomes.submissions.identity import LOCAL_ID, student_keys
from partnership.actions.admissions import admit_evaluator
from programs.actions.challenges import add_challenge
from tests.outcomes.evaluation.plans import test_totals
from tests.outcomes.evaluation.plans.conftest import (  # noqa: F401 the fixtures of plans
    computed,
    drawn,
    facts,
    locked,
    planner,
    program,
    schools,
    terms,
)
from tests.outcomes.evaluation.plans.test_release import publish
from tests.outcomes.factories import enroll

pytestmark = [pytest.mark.browser, pytest.mark.looks]
totals, totals_result = test_totals.totals, test_totals.result
PICTURES = os.environ.get("EVALUATION_PICTURES")

ROSTER = "Client ID,First Name,Last Name,Birth Date,Sex\n" + "".join(
    f"c{number},Name{number},Family{number},2014-03-{number + 1:02d},F\n" for number in range(25)
)
STUDENTS = "student_id,First Name,Last Name,DOB\n" + "".join(
    f"{100 + number},Name{number},Family{number},2014-03-{number + 1:02d}\n" for number in range(22)
)


def looked_at(open_window, phone, pages):
    """Open each (name, address, user) and collect what is wrong."""
    windows, wrong = {}, []
    for name, address, user in pages:
        if user not in windows:
            windows[user] = open_window(user, phone=phone)
        window = windows[user]
        answer = window.go(address)
        # What is folded away is looked at as well.
        window.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        if PICTURES:
            size = 360 if phone else 1280
            window.page.screenshot(path=Path(PICTURES) / f"{name}-{size}.png", full_page=True)
        if answer is not None and answer.status != 200:
            wrong.append(f"{name} ({address}): {answer.status}")
            continue
        try:
            window.assert_accessible()
        except AssertionError as violation:
            wrong.append(f"{name} ({address}): {violation}")
    assert not wrong, "\n\n".join(wrong)


def handed_over(world, program):
    return hand_over_roster(
        by=world.person("program_manager", world["open-door"]),
        program=program,
        organization=world["open-door"],
        district=world["alder"],
        name="roster.csv",
        content=ROSTER.encode(),
    )


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_a_result_its_release_and_its_extract(
    world,
    open_window,
    phone,
    drawn,
    computed,
    planner,
    program,
    terms,
):
    plan = computed.plan
    draft = draft_plan(by=planner, program=program, title="Another question", terms=terms)
    evaluator, last = world.person("evaluator"), timezone.localdate() + timedelta(days=9)
    for slug in ("alder", "open-door"):
        admit_evaluator(
            by=None, organization=world[slug], evaluator=evaluator, project="Mentors", ends_on=last
        )
    made(order_extract(plan, by=evaluator, project="Mentors", expires_on=last))
    release = build_evaluation_release(by=planner, run=computed, audience="public")
    in_draft = ("release-draft", reverse("workspace:release", args=[release.slug]), planner)
    looked_at(open_window, phone, [in_draft])
    published = publish(world, release, planner)
    looked_at(
        open_window,
        phone,
        [
            (
                "plan-form",
                f"{reverse('workspace:plan_evaluation')}?program={program.slug}&step=term",
                planner,
            ),
            ("plan-draft", reverse("workspace:evaluation", args=[draft.pk]), planner),
            ("plan-lock", reverse("workspace:lock_evaluation", args=[draft.pk]), planner),
            ("plan-amend", reverse("workspace:amend_evaluation", args=[plan.pk]), planner),
            ("plans", reverse("workspace:evaluations"), planner),
            ("result", reverse("workspace:evaluation", args=[plan.pk]), planner),
            (
                "plan-without-result",
                reverse("workspace:evaluation", args=[plan.pk]),
                world.person("data_coordinator"),
            ),
            ("extracts", reverse("workspace:evaluation_extracts", args=[plan.pk]), evaluator),
            ("release", reverse("outcomes:release", args=[published.slug]), None),
            (
                "release-es",
                f"/es{reverse('outcomes:release', args=[published.slug]).removeprefix('/en')}",
                None,
            ),
        ],
    )


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_a_result_of_whole_schools(world, open_window, phone, totals_result, planner):
    looked_at(
        open_window,
        phone,
        [("result-schools", reverse("workspace:evaluation", args=[totals_result.plan_id]), planner)],
    )


@pytest.mark.parametrize("phone", [False, True], ids=["1280", "360"])
def test_rosters_of_names_and_the_own_file_back(world, open_window, phone, program, tmp_path):
    alder, steward = world["alder"], world.person("data_steward")
    keys = student_keys({str(100 + n) for n in range(22)}, issuer=str(alder.pk), kind=LOCAL_ID)
    enroll(world, world.places["alder-1"], "2024-25", keys.values())
    finished = suggest(
        handed_over(world, program), by=steward, name="students.csv", content=STUDENTS.encode()
    )
    confirm(finished, by=steward, rows=range(20))
    handed_over(world, program)
    waiting = suggest(handed_over(world, program), by=steward, name="students.csv", content=STUDENTS.encode())
    add_challenge(
        by=None,
        program=program,
        title="Spring challenge",
        starts_on=date(2025, 1, 6),
        ends_on=date(2025, 6, 10),
    )
    answers = reverse("workspace:own_file_answers", args=["alder"])
    clerk = world.person("data_coordinator")
    looked_at(
        open_window,
        phone,
        [
            ("rosters", reverse("workspace:rosters_to_link", args=["alder"]), steward),
            ("roster-confirm", reverse("workspace:link_roster", args=[waiting.pk]), steward),
            ("roster-again", reverse("workspace:link_roster", args=[waiting.pk]) + "?again", steward),
            (
                "roster-hand-over",
                reverse("workspace:hand_over_roster", args=[program.slug]),
                world.person("program_manager", world["open-door"]),
            ),
            ("answers", answers, clerk),
        ],
    )
    wrong_file = tmp_path / "wrong.csv"
    wrong_file.write_text("name,grade\nsomebody,6\n")
    window = open_window(clerk, phone=phone)
    window.go(answers)
    window.page.select_option("select[name=challenge]", index=1)
    window.page.set_input_files("input[type=file]", wrong_file)
    window.page.locator("main form button").last.click()
    window.page.get_by_text("needs your attention").first.wait_for()
    window.assert_accessible()
    if PICTURES:
        window.page.screenshot(
            path=Path(PICTURES) / f"answers-refused-{360 if phone else 1280}.png", full_page=True
        )
