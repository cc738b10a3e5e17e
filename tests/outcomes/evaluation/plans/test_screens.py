"""Planning, locking, computing and reading, as people do it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from outcomes.evaluation.plans.models import EvaluationPlan

from .conftest import FIRST

FORM = {
    "title": "Mentors and attendance",
    "question": "Do they come more often?",
    "before": FIRST + 1,
    "first": FIRST + 3,
    "last": FIRST + 3,
    "comparison": "same_schools",
    "chosen": "each_period",
    "primary": ["attendance"],
    "secondary": ["suspensions"],
    "subgroups": ["sex"],
    "least_students": 30,
    "least_schools": 5,
    "least_days": 20,
}


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desk(planner):
    """Named after what is kept: a sign-in is a row that was never there before."""
    return signed_in(planner)


def test_from_question_to_answer(facts, desk, program, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    begin = reverse("workspace:plan_evaluation")
    assert "Campus Mentors" in desk.get(begin).content.decode()
    response = desk.post(f"{begin}?program={program.slug}&step=term", FORM)
    plan = EvaluationPlan.objects.get()
    assert response.url == reverse("workspace:evaluation", args=[plan.pk])
    desk.post(reverse("workspace:lock_evaluation", args=[plan.pk]), {"people": "Open Door and Alder"})
    plan.refresh_from_db()
    assert plan.is_locked and plan.people == "Open Door and Alder"
    desk.post(reverse("workspace:run_evaluation", args=[plan.pk]))


def test_the_page_answers_before_it_explains(computed, desk):
    page = desk.get(reverse("workspace:evaluation", args=[computed.plan_id])).content.decode()
    answers, methods = page.split('id="methods"')
    assert "Did it help?" in answers and "Favorable: on attendance" in answers
    assert answers.index("Did it help?") < answers.index("How sure are we?")
    for word in ("Hedges", "regression", "cluster", "p-value", "jackknife"):
        assert word not in answers
    assert "Hedges g" in methods and "not an effect" in methods
    assert "Open Door, Alder and the partnership" in methods


def test_it_is_read_in_spanish_too(computed, desk):
    with translation.override("es"):
        address = reverse("workspace:evaluation", args=[computed.plan_id])
    desk.cookies["django_language"] = "es"
    page = desk.get(address, headers={"accept-language": "es"})
    assert page.status_code == 200
    assert computed.result["outcomes"][0]["words"]["es"]["verdict"] == "favorable"


def test_those_who_follow_the_data_see_the_plan_and_not_the_result(computed, world):
    client = signed_in(world.person("data_coordinator"))
    page = client.get(reverse("workspace:evaluation", args=[computed.plan_id])).content.decode()
    assert "Do mentored students come more often?" in page and "There is a result" in page
    assert "Did it help?" not in page
    signer = signed_in(world.person("release_signer"))
    assert (
        "Did it help?"
        in signer.get(reverse("workspace:evaluation", args=[computed.plan_id])).content.decode()
    )


def test_a_window_before_the_program_is_refused_with_a_sentence(program, facts, desk):
    address = f"{reverse('workspace:plan_evaluation')}?program={program.slug}&step=term"
    page = desk.post(address, {**FORM, "first": FIRST + 1, "last": FIRST + 1}).content.decode()
    assert "Choose a later window" in page and not EvaluationPlan.objects.exists()
    page = desk.post(address, {**FORM, "first": FIRST + 3, "last": FIRST + 2}).content.decode()
    assert "The window ends before it begins" in page
    page = desk.post(address, {**FORM, "primary": ["attendance", "suspended", "unexcused"]}).content.decode()
    assert "look good by chance" in page


def test_an_amendment_stands_on_the_page_with_what_was_known(computed, desk):
    address = reverse("workspace:amend_evaluation", args=[computed.plan_id])
    assert desk.get(address).status_code == 200
    desk.post(address, {**FORM, "secondary": [], "why": "Discipline is missing."})
    page = desk.get(reverse("workspace:evaluation", args=[computed.plan_id])).content.decode()
    assert "Amended after it was locked" in page and "Discipline is missing." in page
    assert "Results of the plan were known by then." in page
    assert "This result is of an earlier version of the plan" in page


def test_progress_refreshes_the_page_when_it_is_over(computed, desk):
    response = desk.get(reverse("workspace:evaluation_progress", args=[computed.plan_id]))
    assert response.headers["HX-Refresh"] == "true"


def test_drawings_show_averages_and_no_student(drawn, computed, desk):
    estimates = desk.get(reverse("workspace:evaluation_drawing", args=[computed.plan_id, "estimates"]))
    assert estimates["Content-Type"] == "image/svg+xml" and b"Attendance" in estimates.content
    balance = desk.get(reverse("workspace:evaluation_drawing", args=[computed.plan_id, "balance-attendance"]))
    assert balance.content.count(b'aria-roledescription="point"') <= 12
    missing = desk.get(reverse("workspace:evaluation_drawing", args=[computed.plan_id, "nothing"]))
    assert missing.status_code == 404
