"""The screens of a submission, as its people use them; the journey's rules are tested beside each step."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outcomes.models import Submission
from outcomes.submissions.journey import stage_now
from partnership.actions.admissions import admit_evaluator
from partnership.models import AuditEvent

TOTALS = """AcademicYear,AggregateLevel,CountyCode,DistrictCode,SchoolCode,ReportingCategory,\
ReportingCategory_Description,CumulativeEnrollment,Total Suspensions,\
Unduplicated Count of Students Suspended (Total)
2023-24,S,99,10001,0000001,TA,Total,400,31,20
2023-24,S,99,10001,0000002,TA,Total,300,12,11
"""
ATTENDANCE = """school_code,student_id,month,days_expected,days_excused,days_unexcused
99100010000011,100,2024-09,20,1,0
99100010000011,101,2024-09,20,0,21
"""


def attendance(world, school="alder-1"):
    return ATTENDANCE.replace("99100010000011", world.places[school].code)


def totals(world):
    return TOTALS.replace("0000001,", world.places["alder-1"].code[7:] + ",").replace(
        "0000002,", world.places["alder-2"].code[7:] + ","
    )


def upload(client, world, dataset, text, name="october.csv", **fields):
    return client.post(
        reverse("workspace:submit"),
        {
            "organization": world["alder"].pk,
            "dataset": dataset,
            "file": SimpleUploadedFile(name, text.encode()),
            **fields,
        },
    )


@pytest.fixture
def coordinator(world, client):
    client.force_login(world.person("data_coordinator"))
    return client


@pytest.fixture
def staged(coordinator, world):
    upload(coordinator, world, "student_attendance", attendance(world))
    return stage_now(Submission.objects.get())


def address(name, submission):
    return reverse(f"workspace:{name}", args=[submission.pk])


def test_hand_in_review_leave_out_accept_withdraw(coordinator, staged, world):
    page = coordinator.get(address("submission", staged))
    assert "More days absent than expected" in page.content.decode()

    coordinator.post(address("submission_accept", staged), {"certified": "on"})
    staged.refresh_from_db()
    assert staged.state == "staged", "errors block acceptance"

    coordinator.post(address("submission_leave_out", staged), {"reason": ["absent_over_expected"]})
    coordinator.post(address("submission_accept", staged), {})
    staged.refresh_from_db()
    assert staged.state == "staged", "acceptance wants the box that says one has looked"

    coordinator.post(address("submission_accept", staged), {"certified": "on"})
    staged.refresh_from_db()
    assert (staged.state, staged.left_out) == ("accepted", 1)
    assert "these rows count" in coordinator.get(address("submission", staged)).content.decode()

    coordinator.post(address("submission_withdraw", staged), {"why": "The wrong month."})
    staged.refresh_from_db()
    assert (staged.state, staged.withdrawn_why) == ("withdrawn", "The wrong month.")


def test_progress_reloads_the_page_when_the_work_is_done(coordinator, world):
    upload(coordinator, world, "school_totals", totals(world))
    submission = Submission.objects.get()
    assert 'class="progress"' in coordinator.get(address("submission", submission)).content.decode()
    assert "HX-Refresh" not in coordinator.get(address("submission_progress", submission)).headers
    stage_now(submission)
    assert coordinator.get(address("submission_progress", submission)).headers["HX-Refresh"] == "true"


def test_without_an_agreement_nothing_is_stored_and_the_form_says_why(coordinator, world):
    world["alder"].agreements.update(ends_on="2021-06-30")
    page = upload(coordinator, world, "school_totals", totals(world)).content.decode()
    assert "No data-sharing agreement" in page
    assert not Submission.objects.exists()


def test_nobody_hands_in_for_another_organization(coordinator, world):
    upload(coordinator, world, "school_totals", totals(world), organization=world["birch"].pk)
    assert not Submission.objects.exists()


def test_student_rows_are_read_by_their_coordinator_and_an_admitted_evaluator_only(client, staged, world):
    rows = address("submission_rows", staged)

    def status(user):
        client.force_login(user)
        return client.get(rows).status_code

    assert status(world.person("data_coordinator")) == 200
    assert status(world.person("data_coordinator", world["birch"])) == 404
    assert status(world.person("partnership_coordinator")) == 403
    assert status(world.person("organization_administrator")) == 403
    evaluator = world.person("evaluator")
    assert status(evaluator) == 404
    admit_evaluator(
        by=None,
        organization=world["alder"],
        evaluator=evaluator,
        project="Three years of mentoring",
        ends_on=world["alder"].agreements.get().ends_on,
    )
    assert status(evaluator) == 200
    readings = AuditEvent.objects.filter(verb="student_rows.read").order_by("pk")
    assert [(event.actor_id, event.detail["rows"]) for event in readings] == [
        (world.person("data_coordinator").pk, 1),
        (evaluator.pk, 1),
    ]
    assert "Three years of mentoring" in readings[1].right


def test_a_lapsed_agreement_closes_the_student_rows(client, staged, world):
    client.force_login(world.person("data_coordinator"))
    world["alder"].agreements.update(ends_on="2021-06-30")
    assert client.get(address("submission_rows", staged)).status_code == 403


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_costs_the_same_for_any_number_of_submissions(
    coordinator, world, count, django_assert_num_queries
):
    one = {"organization": world["alder"], "dataset": "school_totals", "size": 1, "file_name": "a.csv"}
    Submission.objects.bulk_create(
        Submission(**one, content_hash=str(n), created_by=world.person("data_coordinator"))
        for n in range(count)
    )
    coordinator.get(reverse("workspace:submissions"))
    with django_assert_num_queries(LIST_QUERIES):
        coordinator.get(reverse("workspace:submissions"))


LIST_QUERIES = 15
