"""What is expected, what is late, and the two rates."""

from datetime import date, timedelta

import pytest

from outcomes.datasets import DATASETS
from outcomes.models import Claim
from outcomes.timeliness.actions import extend
from outcomes.timeliness.deadlines import (
    bounds,
    due_on,
    expected_periods,
    next_period,
    state_of,
)
from outcomes.timeliness.expectations import expectations, rates
from partnership.actions.agreements import sign_agreement, terminate_agreement
from partnership.actions.organizations import add_organization
from partnership.actions.places import add_place
from partnership.models import Agreement, Organization
from tests.conftest import DATASETS as IN_AGREEMENTS
from tests.outcomes.factories import claim

TODAY = date(2025, 9, 20)
ATTENDANCE, ENROLLMENT = DATASETS["student_attendance"], DATASETS["student_enrollment"]


def of(world, slug, key, today=TODAY):
    found = expectations(Organization.objects.filter(pk=world[slug].pk), today)
    return next(each for each in found if each.dataset.key == key)


def told(expectation):
    return {
        period.period: (period.state, [part.name for part in period.missing])
        for period in expectation.periods
    }


def test_every_dataset_says_how_often_and_when():
    assert {(key, each.cadence, each.due_days) for key, each in DATASETS.items()} == {
        ("school_totals", "school_year", 180),
        ("student_enrollment", "school_year", 31),
        ("student_attendance", "month", 15),
        ("student_absence_summary", "school_year", 31),
        ("student_discipline", "school_year", 31),
        ("program_roster", "school_year", 45),
        ("service_log", "school_year", 45),
        ("challenge_results", "school_year", 45),
        ("student_scores", "school_year", 45),
        ("school_calendar", "month", 15),
        ("probation_outcomes", "school_year", 93),
        ("police_stops", "year", 91),
        ("training_completions", "year", 60),
        ("workforce", "year", 60),
        ("partner_directory", "", 45),
    }


def test_periods_and_due_days(world):
    assert bounds(ATTENDANCE, "2024-02") == (date(2024, 2, 1), date(2024, 2, 29))
    assert bounds(ATTENDANCE, "2024-12") == (date(2024, 12, 1), date(2024, 12, 31))
    assert due_on(ATTENDANCE, "2024-12") == date(2025, 1, 15)
    assert due_on(ENROLLMENT, "2024-25") == date(2025, 7, 31)
    assert next_period(ATTENDANCE, date(2025, 7, 3)) == "2025-08"
    assert next_period(ENROLLMENT, TODAY) == "2025-26"
    agreement = world["alder"].agreements.get()
    months = expected_periods(ATTENDANCE, agreement, TODAY)
    assert (months[0], months[-1], len(months)) == ("2024-09", "2025-08", 11)
    assert "2025-07" not in months
    agreement.first_year, agreement.starts_on = "2025-26", date(2025, 8, 10)
    assert expected_periods(ATTENDANCE, agreement, TODAY) == ["2025-08"]
    assert expected_periods(ENROLLMENT, agreement, TODAY) == []


def test_calendar_years(world):
    stops = DATASETS["police_stops"]
    assert bounds(stops, "2024") == (date(2024, 1, 1), date(2024, 12, 31))
    assert due_on(stops, "2024") == date(2025, 4, 1)
    assert next_period(stops, TODAY) == "2025"
    agreement = world["alder"].agreements.get()
    assert expected_periods(stops, agreement, TODAY) == ["2024"]
    # Its first half lies in a school year that the agreement does not cover.
    agreement.first_year = "2024-25"
    assert expected_periods(stops, agreement, TODAY) == []


def test_what_a_county_hands_in_for_a_partner_has_come_and_is_not_its_own(world):
    for slug in ("harbor-police", "county-office"):
        world[slug].agreements.all().delete()
        sign_agreement(
            by=None,
            organization=world[slug],
            datasets=["police_stops"],
            title="Agreement",
            purpose="To count.",
            starts_on=date(2020, 7, 1),
            ends_on=TODAY + timedelta(days=365),
        )
    claim(world, "police_stops", world["harbor-police"], "2024", organization=world["county-office"])
    assert told(of(world, "harbor-police", "police_stops")) == {"2024": ("up_to_date", [])}
    assert told(of(world, "county-office", "police_stops"))["2024"][0] == "delinquent"


@pytest.mark.parametrize(
    "today, state",
    [
        (date(2025, 7, 1), "due"),
        (date(2025, 7, 31), "due"),
        (date(2025, 8, 1), "overdue"),
        (date(2025, 8, 30), "overdue"),
        (date(2025, 8, 31), "delinquent"),
    ],
)
def test_lateness_has_names(world, today, state):
    assert state_of(date(2025, 7, 31), today) == state
    assert of(world, "alder", "student_enrollment", today).state == state


def test_a_dataset_is_as_late_as_its_latest_school(world):
    claim(world, "student_enrollment", world.places["alder-1"], "2024-25")
    enrollment = of(world, "alder", "student_enrollment")
    assert told(enrollment) == {"2024-25": ("delinquent", ["Alder School 2"])}
    claim(world, "student_enrollment", world.places["alder-2"], "2024-25")
    assert told(of(world, "alder", "student_enrollment")) == {"2024-25": ("up_to_date", [])}
    assert of(world, "birch", "student_enrollment").state == "delinquent"


def test_a_claim_that_does_not_count_has_not_come(world):
    for school in ("alder-1", "alder-2"):
        made = claim(world, "student_enrollment", world.places[school], "2024-25")
    Claim.objects.filter(pk=made.pk).update(in_effect=False, withdrawn_at=made.accepted_at)
    assert told(of(world, "alder", "student_enrollment"))["2024-25"][1] == ["Alder School 2"]


def test_schools_that_were_closed_are_not_asked(world):
    school = world.places["alder-2"]
    school.closed_on = date(2024, 10, 15)
    school.save()
    periods = told(of(world, "alder", "student_attendance"))
    assert periods["2024-10"][1] == ["Alder School 1", "Alder School 2"]
    assert periods["2024-11"][1] == ["Alder School 1"]


def test_a_school_is_asked_of_its_nearest_steward(world):
    """The county answers for the county's own school; the districts for theirs."""
    county, office = world.places["county"], world["county-office"]
    county.steward = office
    county.save()
    elsewhere = add_place(by=None, kind="district", code="9910003", name="County schools", parent=county)
    add_place(by=None, kind="school", code="99100030100001", name="Court School", parent=elsewhere)
    assert told(of(world, "county-office", "student_enrollment"))["2024-25"][1] == ["Court School"]


def test_programs_are_asked_of_their_owners_and_either_may_answer(world):
    for slug in ("open-door", "alder"):
        assert told(of(world, slug, "program_roster")) == {"2024-25": ("delinquent", ["Campus Mentors"])}
    claim(world, "program_roster", world.programs["mentoring"], "2024-25")
    for slug in ("open-door", "alder"):
        assert of(world, slug, "program_roster").state == "up_to_date"


def test_who_answers_for_no_school_is_asked_for_anything(world):
    late = told(of(world, "open-door", "student_enrollment"))
    assert late == {"2024-25": ("delinquent", ["Open Door Youth Services"])}
    claim(world, "student_enrollment", world.places["alder-1"], "2024-25", organization=world["open-door"])
    assert of(world, "open-door", "student_enrollment").state == "up_to_date"


def test_without_an_agreement_nothing_is_expected(world):
    terminate_agreement(world["alder"].agreements.get(), by=None)
    found = expectations(Organization.objects.filter(slug="alder"))
    assert found == []


def test_more_time_is_given_for_one_file(world):
    extend(
        world["alder"],
        by=None,
        dataset="student_enrollment",
        period="2024-25",
        until=TODAY + timedelta(days=1),
        reason="New student system",
    )
    assert of(world, "alder", "student_enrollment").state == "due"
    assert of(world, "alder", "student_enrollment", TODAY + timedelta(days=2)).state == "overdue"
    assert of(world, "birch", "student_enrollment").state == "delinquent"


def test_two_rates_told_apart(world):
    """Of two schools due, one came in time, and the other one late."""
    first = claim(world, "student_enrollment", world.places["alder-1"], "2024-25")
    found = [of(world, "alder", "student_enrollment")]
    told = rates(found, TODAY)
    assert (told.due, told.reporting, told.timely) == (2, 50, 50)
    claim(world, "student_enrollment", world.places["alder-2"], "2024-25")
    Claim.objects.exclude(pk=first.pk).update(accepted_at=first.accepted_at + timedelta(days=40))
    told = rates([of(world, "alder", "student_enrollment")], TODAY)
    assert (told.reporting, told.timely) == (100, 50)
    not_due = rates([of(world, "alder", "school_totals")], TODAY)
    assert (not_due.due, not_due.reporting, not_due.timely) == (0, None, None)


def test_a_correction_does_not_make_a_punctual_file_late(world):
    first = claim(world, "student_enrollment", world.places["alder-1"], "2024-25")
    Claim.objects.update(in_effect=False)
    claim(world, "student_enrollment", world.places["alder-1"], "2024-25")
    Claim.objects.exclude(pk=first.pk).update(accepted_at=first.accepted_at + timedelta(days=60))
    assert rates([of(world, "alder", "student_enrollment")], TODAY).on_time == 1


def test_queries_do_not_grow_with_organizations(world, django_assert_max_num_queries):
    terms = Agreement.objects.get(organization=world["alder"])
    for number in range(12):
        organization = add_organization(by=None, name=f"Nr {number}", slug=f"nr-{number}", kind="nonprofit")
        sign_agreement(
            by=None,
            organization=organization,
            datasets=IN_AGREEMENTS,
            title="Agreement",
            purpose="To count.",
            starts_on=terms.starts_on,
            ends_on=terms.ends_on,
        )
    with django_assert_max_num_queries(6):
        assert len(expectations(Organization.objects.all(), TODAY)) == 16 * len(IN_AGREEMENTS)
