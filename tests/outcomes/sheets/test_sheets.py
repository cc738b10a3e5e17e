"""What is typed becomes a file like any other; what counts now is there to be corrected."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.models import SchoolTotal, Submission, Tally
from outcomes.sheets.columns import cells_of, header_of, is_typed, typed_datasets
from outcomes.sheets.hand_in import as_csv, look
from outcomes.sheets.prefill import rows_in_effect
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.models import Way
from outcomes.submissions.recognize import recognize
from partnership.actions.agreements import sign_agreement

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = [dataset.key for dataset in typed_datasets()]


@pytest.fixture
def agreed(world):
    for slug in ("alder", "open-door"):
        sign_agreement(
            by=None,
            organization=world[slug],
            datasets=["school_calendar", "training_completions", "workforce"],
            title="Counts",
            purpose="To see what is offered.",
            starts_on=date(2020, 7, 1),
            ends_on=timezone.localdate() + timedelta(days=365),
        )


@pytest.fixture
def clerk(world, agreed, client):
    client.force_login(world.person("data_coordinator"), backend=BACKEND)
    return client


def address(world, key, **scope):
    from urllib.parse import urlencode

    return f"{reverse('workspace:sheet', args=[key])}?{urlencode(scope)}"


def typed(rows, **more):
    """The form as a browser sends it."""
    told = {"rows": len(rows)} | {
        f"r{at}-{name}": text for at, row in enumerate(rows) for name, text in row.items()
    }
    return told | more


@pytest.fixture
def totals(world):
    return address(
        world,
        "school_totals",
        organization=world["alder"].pk,
        place=world.places["alder-1"].pk,
        period="2024-25",
    )


ALL = {"group_title": "total", "enrollment": "500", "suspensions": "30", "suspended": "20"}
GIRLS = {"group_title": "female", "enrollment": "240", "suspensions": "*", "suspended": "*"}
BOYS = {"group_title": "male", "enrollment": "260", "suspensions": "*", "suspended": "*"}


def test_only_counts_are_typed():
    assert "school_totals" in TYPED
    assert not [key for key in TYPED if DATASETS[key].is_student_level]


@pytest.mark.parametrize("key", TYPED)
def test_the_header_of_a_sheet_is_recognized_whole(key):
    dataset = DATASETS[key]
    header = [header_of(column) for column in dataset.columns]
    assert recognize(dataset, header).columns == {
        column.name: header_of(column) for column in dataset.columns
    }


@pytest.mark.parametrize("key", TYPED)
def test_every_choice_of_a_select_is_understood(key):
    from outcomes.datasets.frame import Coded
    from outcomes.submissions.understand import understand_column

    dataset = DATASETS[key]
    columns = {column.name: column for column in dataset.columns}
    for cell in cells_of(dataset, "2024-25"):
        texts = [text for _heading, options in cell.choices for text, _label in options]
        if cell.kind == "select":
            assert texts
            assert understand_column(columns[cell.name], Coded.of(texts), "2024-25").given.all()


def test_typed_rows_go_the_way_of_any_file(clerk, totals, world):
    response = clerk.post(totals, typed([ALL, {}, GIRLS, BOYS], hand_in="1"))
    submission = Submission.objects.get()
    assert response.url == reverse("workspace:submission", args=[submission.pk])
    assert submission.way == Way.TYPED
    submission = stage_now(submission)
    accept(submission, by=submission.created_by)
    claims = submission.claims.filter(in_effect=True)
    assert {(claim.place, claim.period, claim.family) for claim in claims} == {
        (world.places["alder-1"], "2024-25", "suspension:total"),
        (world.places["alder-1"], "2024-25", "suspension:sex"),
    }
    facts = SchoolTotal.objects.filter(claim_id__in=claims.values("pk"))
    assert set(facts.values_list("group", "element", "count", "state")) == {
        ("all", "enrollment", 500, "reported"),
        ("all", "suspensions", 30, "reported"),
        ("all", "suspended", 20, "reported"),
        ("female", "enrollment", 240, "reported"),
        ("female", "suspensions", None, "suppressed"),
        ("female", "suspended", None, "suppressed"),
        ("male", "enrollment", 260, "reported"),
        ("male", "suspensions", None, "suppressed"),
        ("male", "suspended", None, "suppressed"),
    }


def test_what_counts_is_filled_in_and_one_number_is_corrected(clerk, totals, world):
    clerk.post(totals, typed([ALL, GIRLS, BOYS], hand_in="1"))
    first = stage_now(Submission.objects.get())
    accept(first, by=first.created_by)
    dataset = DATASETS["school_totals"]
    rows = rows_in_effect(
        dataset, cells_of(dataset, "2024-25"), {"place": world.places["alder-1"], "period": "2024-25"}
    )
    assert rows == [ALL, GIRLS, BOYS]
    page = clerk.get(totals).content.decode()
    assert 'value="500"' in page
    corrected = ALL | {"suspensions": "31"}
    clerk.post(totals, typed([corrected, GIRLS, BOYS], hand_in="1"))
    second = stage_now(Submission.objects.exclude(pk=first.pk).get())
    assert (second.new, second.changed, second.unchanged, second.removed) == (0, 1, 2, 0)


def test_problems_stand_beside_the_row_and_nothing_is_stored(clerk, totals):
    wrong = {"group_title": "male", "enrollment": "10", "suspensions": "x", "suspended": "20"}
    response = clerk.post(totals, typed([ALL, {}, wrong], hand_in="1"))
    rows = response.context["rows"]
    assert not rows[0].remarks
    assert {remark.column for remark in rows[2].remarks if remark.stops} == {"suspensions", "suspended"}
    assert rows[2].texts["suspensions"] == "x"
    assert not Submission.objects.exists()


def test_a_remark_that_does_not_stand_in_the_way_is_confirmed_once(clerk, totals):
    # Without the boys the groups do not add up to all students.
    rows = [ALL, GIRLS]
    response = clerk.post(totals, typed(rows, hand_in="1"))
    assert response.context["ask_again"]
    assert not Submission.objects.exists()
    assert clerk.post(totals, typed(rows, hand_in="1", seen="1")).status_code == 302


def test_five_rows_more_keep_what_was_typed(clerk, totals):
    rows = clerk.post(totals, typed([ALL], add="5")).context["rows"]
    assert len(rows) == 6
    assert rows[0].texts["enrollment"] == "500"


def test_a_row_left_out_is_not_handed_in(clerk, totals):
    clerk.post(totals, typed([ALL, GIRLS], hand_in="1", **{"r1-out": "on"}))
    assert stage_now(Submission.objects.get()).rows == 1


def test_a_blank_sheet_is_not_handed_in(clerk, totals):
    response = clerk.post(totals, typed([{}, {}], hand_in="1"))
    assert "blank" in response.context["of_sheet"][0].text
    assert not Submission.objects.exists()


def test_a_formula_is_text(world):
    dataset = DATASETS["training_completions"]
    rows = [{"course": '=cmd|"x"!A1, and "more"', "completed": "3"}]
    found = look(dataset, rows, organization=world["open-door"], scope={"period": "2024"})
    assert not found.stops


def test_nobody_types_for_the_place_of_others(clerk, world):
    theirs = address(
        world,
        "school_totals",
        organization=world["alder"].pk,
        place=world.places["birch-1"].pk,
        period="2024-25",
    )
    response = clerk.post(theirs, typed([ALL], hand_in="1"))
    assert response.context["form"].errors["place"]
    assert not Submission.objects.exists()


def test_rows_of_students_have_no_sheet(clerk):
    assert clerk.get(reverse("workspace:sheet", args=["student_enrollment"])).status_code == 404


@pytest.mark.parametrize(
    ("key", "scope", "rows"),
    [
        (
            "school_calendar",
            {"place": "alder-1", "period": "2024-25"},
            [
                {"month": "2024-09", "instruction_days": "20"},
                {"month": "2024-10", "instruction_days": "21.5"},
            ],
        ),
        (
            "training_completions",
            {"period": "2024"},
            [
                {"course": "Crisis intervention", "rank": "all", "completed": "42", "expected": "60"},
                {"course": "Crisis intervention", "rank": "line", "completed": "30", "expected": "35"},
            ],
        ),
        (
            "workforce",
            {"period": "2024"},
            [
                {"rank": "sworn", "group_title": "female", "headcount": "12"},
                {"rank": "sworn", "group_title": "male", "headcount": "30"},
            ],
        ),
    ],
)
def test_what_was_typed_comes_back_as_it_was(clerk, world, key, scope, rows):
    told = {"organization": world["alder"].pk} | scope
    asked = {}
    if "place" in scope:
        told["place"] = world.places[scope["place"]].pk
        asked["place"] = world.places[scope["place"]]
    else:
        asked["agency"] = world["alder"]
    clerk.post(address(world, key, **told), typed(rows, hand_in="1", seen="1"))
    submission = stage_now(Submission.objects.get())
    assert submission.refusal == ""
    accept(submission, by=submission.created_by)
    assert Tally.objects.exists()
    dataset = DATASETS[key]
    found = rows_in_effect(dataset, cells_of(dataset, scope["period"]), asked | {"period": scope["period"]})
    assert found == rows


def test_the_bytes_are_a_plain_file(world):
    dataset = DATASETS["school_totals"]
    scope = {"place": world.places["alder-1"], "period": "2024-25"}
    lines = as_csv(dataset, [ALL], scope).decode().splitlines()
    assert len(lines) == 2
    assert is_typed(dataset)
    assert lines[1].split(",")[:4] == ["2024-25", "99", "10001", "0100001"]
