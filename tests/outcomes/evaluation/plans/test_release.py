"""An evaluation is released as every release is: frozen, signed by two, the same numbers everywhere."""

import io
import json

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from outcomes.evaluation.plans.actions import order_run
from outcomes.evaluation.plans.hide import HIDDEN
from outcomes.evaluation.plans.presenter import in_groups
from outcomes.evaluation.plans.run import compute
from outcomes.models import Engagement
from outcomes.releases.approve import sign_release
from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.auditing.guard import as_keys
from outcomes.releases.evaluations.build import build_evaluation_release
from outcomes.releases.evaluations.counts import told_by, without
from outcomes.releases.evaluations.demo import build_demo_evaluation_releases
from outcomes.releases.evaluations.page import document
from outcomes.releases.evaluations.reporting import report_sheets
from outcomes.releases.frozen import ReleaseIsFrozen
from outcomes.releases.models import Release
from outcomes.releases.publish import publish_release
from outcomes.releases.published import latest_public_release
from outcomes.releases.supersede import supersede_release
from tests.kept_world import same_again


def publish(world, draft, planner):
    sign_release(draft, by=planner, organization=world.partnership)
    for organization in draft.contributors.all():
        sign_release(draft, by=world.person("release_signer", organization), organization=organization)
    return publish_release(draft, by=planner)


@pytest.fixture
def draft(computed, planner):
    return same_again("draft", lambda: build_evaluation_release(by=planner, run=computed, audience="public"))


@pytest.fixture
def published(world, draft, planner):
    return same_again("published", lambda: publish(world, draft, planner))


def page_of(release, user=None, name="outcomes:release"):
    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(reverse(name, args=[release.slug]))


def test_it_holds_the_stored_result_and_nothing_that_points_to_students(draft, computed):
    told = document(draft)
    assert told["result"]["outcomes"] == json.loads(json.dumps(computed.result["outcomes"]))
    assert told["result"]["pins"]["claim_ids"] == []
    assert told["plan"]["people"] == computed.plan.people
    assert {str(each) for each in draft.contributors.all()} >= {"Alder Unified School District"}


def test_only_who_builds_releases_makes_one(computed, world):
    with pytest.raises(PermissionDenied):
        build_evaluation_release(by=world.person("release_signer"), run=computed)


def test_two_keys_publish_it_and_then_nothing_changes(published):
    assert published.state == "published"
    published.title = "Another"
    with pytest.raises(ReleaseIsFrozen):
        published.save()
    with pytest.raises(ReleaseIsFrozen):
        Release.objects.filter(pk=published.pk).update(kind="outcomes")


def test_everybody_reads_the_three_answers_first_and_the_methods_last(published):
    page = page_of(published).content.decode()
    answers, methods = page.split('id="methods"')
    assert "Did it help?" in answers and "Favorable: on attendance" in answers
    for word in ("Hedges", "regression", "cluster", "p-value"):
        assert word not in answers
    assert "Hedges g" in methods and "Seed" in methods and "numpy" in methods


def test_the_demonstration_signs_for_each_organization_by_its_own_signer(computed, planner, world):
    """One without a signer keeps its release a draft."""
    contributors = {world["alder"], world["open-door"]}
    silent, *others = contributors
    for organization in others:
        world.person("release_signer", organization)
    build_demo_evaluation_releases(by=planner, say=lambda text: None)
    release = Release.objects.get()
    assert set(release.contributors.all()) == contributors and release.state == "draft"
    Release.objects.filter(pk=release.pk).update(state="discarded")
    world.person("release_signer", silent)
    build_demo_evaluation_releases(by=planner, say=lambda text: None)
    release = Release.objects.exclude(state="discarded").get()
    assert release.state == "published"
    assert {one.organization: one.signed_by for one in release.signatures.all()} == {
        world.partnership: planner,
        **{each: world.person("release_signer", each) for each in contributors},
    }
    assert "Alder Unified School District" in page_of(release).content.decode()


def test_a_draft_is_read_by_its_signers_alone(draft, planner, world):
    assert page_of(draft).status_code == 404
    page = page_of(draft, planner, "workspace:release").content.decode()
    assert "This is a draft" in page and "Did it help?" in page
    assert page_of(draft, world.person("data_coordinator"), "workspace:release").status_code == 404


def test_the_workbook_holds_every_number_of_the_page(published, computed):
    book = openpyxl.load_workbook(io.BytesIO(bytes(published.artifacts.get(name="data.xlsx").content)))
    cells = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    numbers = [value for value in cells if isinstance(value, (int, float))]
    for one in computed.result["outcomes"]:
        estimate = one["estimate"] or {}
        for name in ("value", "low", "high", "se", "p", "standardized", "detectable"):
            if estimate.get(name) is not None:
                assert any(abs(number - estimate[name]) < 1e-9 for number in numbers), (one["key"], name)
        for row in one["balance"]:
            known = row["difference"]
            assert known == "hidden" or any(abs(number - known) < 1e-9 for number in numbers)
        assert one["words"]["en"]["answer"] in cells
    assert in_groups(computed.plan.seed) in cells
    assert {"RBA", "JJCPA", "21st CCLC GPRA", "methods", "plan"} <= set(book.sheetnames)


def test_three_ways_of_reporting_are_filled_from_the_same_numbers(draft, computed):
    sheets = dict(report_sheets(document(draft)))
    assert set(sheets) == {"JJCPA", "21st CCLC GPRA", "RBA"}
    assert sheets["JJCPA"][1][1:] == ["not reported"] * 3
    gpra = computed.result["gpra"]["attendance"]
    assert sheets["21st CCLC GPRA"][1][1] in (gpra["students"], "*")
    attendance = next(row for row in sheets["RBA"] if row and row[0] == "Attendance")
    details = computed.result["outcomes"][0]["described"]["details"]
    assert attendance[1:3] == [details["before"], details["after"]]
    assert attendance[4] == computed.result["outcomes"][0]["words"]["en"]["answer"]


def test_it_is_never_taken_for_the_newest_numbers_of_its_program(published, program):
    assert latest_public_release(program) is None


def test_it_is_listed_and_fed_with_the_others(published):
    assert published.title in Client().get(reverse("outcomes:releases")).content.decode()
    assert published.title in Client().get(reverse("outcomes:feed")).content.decode()


def test_a_withdrawn_consent_is_not_shown_as_the_difference_of_two_cuts(published, computed, planner, facts):
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    Engagement.objects.filter(student_key=served[0]).update(consent="withdrawn")
    again = compute(order_run(computed.plan, by=planner))
    assert again.result["outcomes"][0]["estimate"] != computed.result["outcomes"][0]["estimate"]
    with pytest.raises(ValidationError, match="next period"):
        build_evaluation_release(by=planner, run=again, erratum="One family took its consent back.")
    assert document(published)["result"]["outcomes"] == json.loads(json.dumps(computed.result["outcomes"]))


def test_a_second_release_of_a_plan_says_what_was_corrected(published, computed, planner, facts):
    with pytest.raises(ValidationError, match="published already"):
        build_evaluation_release(by=planner, run=computed)
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    Engagement.objects.filter(student_key__in=served[:20]).update(consent="withdrawn")
    again = compute(order_run(computed.plan, by=planner))
    with pytest.raises(ValidationError, match="what was corrected"):
        build_evaluation_release(by=planner, run=again)
    second = build_evaluation_release(by=planner, run=again, erratum="The roster was handed in anew.")
    assert second.supersedes == published
    with pytest.raises(ValidationError, match="computing its plan again"):
        supersede_release(published, by=planner, erratum="x")


def test_from_the_plan_to_the_draft_on_screen(computed, planner):
    client = Client()
    client.force_login(planner, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("workspace:release_evaluation", args=[computed.plan_id])
    assert address in client.get(reverse("workspace:evaluation", args=[computed.plan_id])).content.decode()
    response = client.post(address, {"audience": "funders", "erratum": ""})
    assert "Did it help?" in client.get(response.url).content.decode()
    assert "waits for its signatures" in client.post(address, {"audience": "funders"}).content.decode()


def test_the_joint_audit_reads_what_an_evaluation_tells(draft):
    """Youth served and the number in a result are facts of the audit; a few between them turn it red."""
    told = told_by(document(draft), draft.program.slug)
    assert [check["passed"] for check in draft.checks if check["key"] == "audit"] == [True]
    findings = audit_releases((draft, told, as_keys(draft.guard.facts)))
    assert findings.passed and findings.cells == len(told) > 0
    served = next(fact for fact in told if fact.who == "youth_served")
    part = served.with_who("in the result of attendance")
    key = (served, "minus", part)
    assert not audit_releases((draft, {served: 110, part: 106}, [key])).passed
    assert audit_releases((draft, {served: None, part: 106}, [key])).passed
    assert audit_releases((draft, {served: 110}, [key])).passed


def test_a_number_of_a_year_gives_way_where_it_would_tell_of_a_few(draft):
    content, program = document(draft), draft.program.slug
    served = next(fact for fact in told_by(content, program) if fact.who == "youth_served")
    safer = without(content, [served])
    assert told_by(safer, program)[served] is None
    assert safer["result"]["operation"]["years"][served.year]["new"] == HIDDEN
    in_result = served.with_who("in the result of attendance")
    assert without(content, [in_result]) is None
