"""The screens that ask about columns and words, without a browser and so without scripts; and who sees what."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from outcomes.models import Mapping, SchoolTotal, Submission
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.models import State

from .test_mapping import ODD, ROWS, answer, mean
from .test_mapping_words import DISCIPLINE, EVENTS

CANARIES = ("Zeisig", "078-05-112", "2010-04-01")


def address(name, submission):
    return reverse(f"workspace:{name}", args=[submission.pk])


@pytest.fixture
def coordinator(world, client):
    client.force_login(world.person("data_coordinator"))
    return client


@pytest.fixture
def waiting(hand_in, coordinator):
    return hand_in("student_attendance", ODD, ROWS)


def chosen(page):
    """What the form would send as it stands: its suggestions."""
    form = page.context["form"]
    return {name: form[name].initial or "" for name in form.fields}


def test_the_suggestions_sent_as_they_stand_read_the_file(coordinator, waiting):
    overview = coordinator.get(address("submission", waiting)).content.decode()
    assert "Waiting for its columns" in overview and "Against what counts now" not in overview
    page = coordinator.get(address("submission_columns", waiting))
    assert not any(canary in page.content.decode() for canary in CANARIES)
    told = chosen(page)
    assert told["student_id"] == "header:1" and told["unexcused"] == "header:5" and told["id_kind"] == "local"
    response = coordinator.post(address("submission_columns", waiting), told)
    assert response.url == address("submission", waiting)
    waiting.refresh_from_db()
    assert waiting.state == State.RECEIVED
    assert stage_now(waiting).state == State.STAGED
    # What was said stands there when the page is opened again.
    assert chosen(coordinator.get(address("submission_columns", waiting))) == told


def test_an_answer_that_cannot_be_is_told_at_its_field_and_loses_nothing(coordinator, waiting):
    told = chosen(coordinator.get(address("submission_columns", waiting)))
    page = coordinator.post(
        address("submission_columns", waiting), told | {"student_id": "header:6", "month": ""}
    )
    form = page.context["form"]
    assert (
        "seems to hold names" in form.errors["student_id"][0]
        and "cannot be read without" in form.errors["month"][0]
    )
    assert form["excused"].value() == told["excused"]
    assert not Mapping.objects.exists()


def test_another_row_can_be_asked_for_and_a_wrong_one_is_told(coordinator, waiting):
    page = coordinator.get(address("submission_columns", waiting), {"header_row": "2"})
    assert page.context["seen"].header_row == 2
    page = coordinator.get(address("submission_columns", waiting), {"header_row": "150"})
    assert page.context["seen"].header_row == 1
    assert "holds no column names" in [str(message) for message in get_messages(page.wsgi_request)][0]


def test_words_are_said_on_their_page(coordinator, hand_in, world):
    submission = hand_in("student_discipline", DISCIPLINE, EVENTS, period="2024-25")
    page = coordinator.get(address("submission_words", submission))
    assert "Sent Home" in page.content.decode() and "Lincoln ES" in page.content.decode()
    coordinator.post(address("submission_words", submission), {})
    assert not Mapping.objects.exists()
    told = {
        "school-0": f"school:{world.places['alder-1'].pk}",
        "action-0": "word:out",
        "action-1": "missing:blank",
    }
    coordinator.post(address("submission_words", submission), told)
    assert not Mapping.objects.exists(), "a needed word cannot be missing"
    coordinator.post(address("submission_words", submission), told | {"action-1": "leave_out"})
    submission.refresh_from_db()
    submission = stage_now(submission)
    assert not submission.problems.filter(severity="error").exists()
    review = coordinator.get(reverse("workspace:mappings", args=["alder"])).content.decode()
    assert "lincoln es" in review and "Alder School 1" in review and "leave these rows out" in review


def test_others_of_the_organization_see_that_it_waits_and_cannot_answer(client, waiting, world):
    client.force_login(world.person("organization_administrator"))
    page = client.get(address("submission", waiting)).content.decode()
    assert "Waiting for its columns" in page and "Say which columns are which" not in page
    assert client.get(address("submission_columns", waiting)).status_code == 403
    client.force_login(world.person("data_coordinator", world["birch"]))
    assert client.get(address("submission_columns", waiting)).status_code == 404


def test_it_waits_on_the_home_of_whoever_hands_in_data(coordinator, waiting):
    assert "Files that wait for their columns" in coordinator.get(reverse("workspace:home")).content.decode()


def test_revoking_is_for_those_who_hand_in_data(coordinator, waiting, world):
    mapping = answer(waiting).column_mapping
    revoke = reverse("workspace:revoke_mapping", args=[mapping.pk])
    coordinator.force_login(world.person("organization_administrator"))
    assert coordinator.post(revoke).status_code == 403
    coordinator.force_login(world.person("data_coordinator"))
    coordinator.post(revoke)
    mapping.refresh_from_db()
    assert mapping.revoked_by == world.person("data_coordinator")
    assert "revoked by" in coordinator.get(reverse("workspace:mappings", args=["alder"])).content.decode()


@pytest.mark.parametrize("count", [1, 12])
def test_the_review_costs_the_same_for_any_number_of_answers(
    coordinator, world, count, django_assert_max_num_queries
):
    for number in range(count):
        Mapping.objects.create(
            organization=world["alder"],
            dataset="student_attendance",
            kind="columns",
            signature=str(number),
            version=1,
            choices={"columns": {"month": "Mes"}, "fixed": {}},
            made_by=world.person("data_coordinator"),
        )
    coordinator.get(reverse("workspace:mappings", args=["alder"]))
    with django_assert_max_num_queries(15):
        coordinator.get(reverse("workspace:mappings", args=["alder"]))


def test_no_canary_rests_anywhere_in_clear(coordinator, hand_in):
    """Names, numbers and birth dates of a file that was asked about, mapped, staged and accepted."""
    header = f"{ODD},Seguro,Nacimiento"
    rows = [f"{row},078-05-112{number},2010-04-01" for number, row in enumerate(ROWS)]
    submission = hand_in("student_attendance", header, rows)
    told = chosen(coordinator.get(address("submission_columns", submission)))
    coordinator.post(address("submission_columns", submission), told | {"student_id": "header:6"})
    _no_canary_in_any_table()
    coordinator.post(address("submission_columns", submission), told)
    submission = stage_now(Submission.objects.get(pk=submission.pk))
    _no_canary_in_any_table()
    accept(submission, by=submission.created_by)
    _no_canary_in_any_table()


def _no_canary_in_any_table():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text = repr(row)
                assert not any(canary in text for canary in CANARIES), table


# --- Counts of schools that a file only names ------------------------------------------------------

COUNTS = "School,Ciclo escolar,Grupo,Inscritos,Suspensiones,Alumnos suspendidos"


def test_counts_by_the_names_of_schools_go_in_by_mapping(hand_in, world):
    rows = [
        "Alder School 1,2023-24,All students,400,31,20",
        "Lincoln ES,2023-24,All students,300,12,11",
        "Nowhere,2023-24,All students,10,1,1",
    ]
    submission = hand_in("school_totals", COUNTS, rows)
    assert submission.state == State.MAPPING
    submission = answer(submission)
    problem = submission.problems.get(severity="error")
    assert (problem.reason, problem.rows) == ("unknown_school", [[3, 4]])
    submission = mean(
        submission, school={"Lincoln ES": f"school:{world.places['alder-2'].pk}", "Nowhere": "leave_out"}
    )
    assert not submission.problems.filter(severity="error").exists()
    claims = {claim.pk: claim.place.name for claim in submission.claims.select_related("place")}
    facts = SchoolTotal.objects.filter(claim_id__in=claims, element="suspended")
    assert {claims[fact.claim_id]: fact.count for fact in facts} == {
        "Alder School 1": 20,
        "Alder School 2": 11,
    }


def test_counts_of_one_school_that_no_column_names(hand_in, world):
    header = COUNTS.removeprefix("School,")
    submission = hand_in("school_totals", header, ["2023-24,All students,400,31,20"])
    assert submission.state == State.MAPPING
    submission = answer(submission, fixed={"cds_code": world.places["alder-2"].code})
    assert submission.claims.filter(place=world.places["alder-2"]).exists()
    assert not submission.problems.filter(severity="error").exists()
