"""Counts of agencies: whose they are, of which groups, parts and wholes, calendar years; and the school calendar."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from outcomes.models import Claim, Tally
from outcomes.submissions.accept import decide_contested
from outcomes.submissions.agencies import plain
from outcomes.submissions.rows import rows_in_effect
from outcomes.submissions.withdraw import withdraw
from partnership.actions.agreements import sign_agreement
from partnership.actions.organizations import add_organization
from partnership.models import Agreement

STOPS = "year,race,stops,searches"
OF_MANY = "agency,year,race,stops,searches"


def reasons(submission):
    return {problem.reason: (problem.severity, problem.count) for problem in submission.problems.all()}


def stops():
    """{agency's short name: {group: people stopped}} that count."""
    found = {}
    for claim in Claim.objects.filter(dataset="police_stops", in_effect=True).select_related("agency"):
        rows = Tally.objects.filter(claim_id=claim.pk, element="stops")
        found.setdefault(claim.agency.slug, {}).update(rows.values_list("group", "count"))
    return found


def test_an_agency_hands_in_its_own_numbers_and_no_others(hand_in, accepted):
    accepted("police_stops", ["Harbor PD,2024,All,420,61"], header=OF_MANY)
    assert stops() == {"harbor-police": {"all": 420}}
    refused = hand_in(
        "police_stops",
        [
            "Bay County Probation Department,2024,All,9,1",
            "Harbour Police,2024,All,9,1",
            "Atlantis,2024,All,9,1",
        ],
        header=OF_MANY,
    )
    assert reasons(refused) == {"not_your_organization": ("error", 1), "unknown_organization": ("error", 2)}
    told = refused.problems.get(reason="unknown_organization").message
    assert "Atlantis" in told and "Perhaps: Harbor Police Department" in told


def test_a_county_hands_in_those_of_several_and_the_coordinator_decides(world, accepted):
    add_organization(by=None, name="Cove Police Department", slug="cove-police", kind="police")
    rows = ["Harbor Police Department,2024,All,420,61", "City of Cove PD,2024,All,90,7"]
    county = accepted("police_stops", rows, header=OF_MANY, by="county-office")
    assert stops() == {"harbor-police": {"all": 420}, "cove-police": {"all": 90}}
    own = accepted("police_stops", ["2024,All,421,61"], header=STOPS)
    assert own.state == "contested"
    decide_contested(own, by=world.person("partnership_coordinator"), admit=True)
    assert stops()["harbor-police"] == {"all": 421}
    withdraw(own, by=own.created_by, why="The county is right")
    assert stops()["harbor-police"] == {"all": 420}
    withdraw(county, by=county.created_by, why="Both wrong")
    assert stops() == {}


def test_a_file_by_race_and_a_file_by_age_stand_side_by_side(accepted):
    accepted("police_stops", ["2024,White,200,20", "2024,Black/African American,90,30"], header=STOPS)
    accepted(
        "police_stops", ["2024,15-17,40,5", "2024,Adults,250,45"], header="year,age group,stops,searches"
    )
    accepted("police_stops", ["2023,White,100,20"], header=STOPS)
    second = accepted("police_stops", ["2024,White,201,20"], header=STOPS)
    assert (second.changed, second.removed, second.new) == (1, 1, 0)
    groups = dict(
        rows_in_effect("police_stops")
        .filter(element="stops")
        .order_by("claim_id")
        .values_list("group", "count")
    )
    assert groups == {"race_white": 201, "age_15_17": 40, "age_18_over": 250}


def test_groups_of_ab_953_are_known_and_others_are_errors(hand_in):
    names = [
        "Asian",
        "Black/African American",
        "Hispanic/Latine(a)",
        "Middle Eastern or South Asian",
        "Native American",
        "Pacific Islander",
        "White",
        "Multiracial",
    ]
    submission = hand_in("police_stops", [f"2024,{name},10,1" for name in names], header=STOPS)
    assert submission.new == 8 and not submission.problems.exists()
    submission = hand_in("police_stops", ["2024,Martian,10,1"], header=STOPS)
    assert reasons(submission) == {"not_understood": ("error", 1)}


def test_a_part_is_never_more_than_its_whole_and_groups_add_up(hand_in):
    submission = hand_in(
        "police_stops", ["2024,All,100,10", "2024,White,60,61", "2024,Asian,30,3"], header=STOPS
    )
    assert reasons(submission) == {"part_over_whole": ("error", 1)}, "what is wrong is not added up"
    assert "“searches” is more than “stops”" in submission.problems.get().message
    submission = hand_in(
        "police_stops", ["2024,All,100,10", "2024,White,60,6", "2024,Asian,30,3"], header=STOPS
    )
    assert reasons(submission) == {"groups_disagree": ("warning", 1)}
    submission = hand_in(
        "police_stops", ["2024,All,90,9", "2024,White,60,6", "2024,Asian,30,3"], header=STOPS
    )
    assert reasons(submission) == {}


def test_hidden_cells_are_states_never_zero(accepted):
    accepted("police_stops", ["2024,All,100,*", "2024,White,60,"], header=STOPS)
    told = dict(rows_in_effect("police_stops").filter(element="searches").values_list("group", "state"))
    assert told == {"all": "suppressed", "race_white": "not_reported"}
    assert not rows_in_effect("police_stops").filter(element="searches", count__isnull=False).exists()


def test_the_year_is_told_by_the_file_or_the_person(hand_in, accepted):
    accepted("police_stops", ["All,100,10"], header="race,stops,searches", period="2023")
    assert Claim.objects.get().period == "2023"
    assert hand_in("police_stops", ["All,100,10"], header="race,stops,searches").state in (
        "refused",
        "mapping",
    )
    outside = hand_in("police_stops", ["2022,All,100,10"], header=STOPS, period="2023")
    assert reasons(outside) == {"outside_period": ("error", 1)}
    for dataset, period in (("police_stops", "2023-24"), ("probation_outcomes", "2023")):
        with pytest.raises(ValidationError) as refusal:
            hand_in(dataset, ["x"], period=period)
        assert refusal.value.code == "period_unknown"


def test_both_halves_of_a_calendar_year_need_an_agreement(world, hand_in):
    Agreement.objects.filter(organization=world["harbor-police"]).update(first_year="2023-24")
    assert hand_in("police_stops", ["2024,All,100,10"], header=STOPS).state == "staged"
    early = hand_in("police_stops", ["2023,All,100,10"], header=STOPS)
    assert early.state == "refused" and "2022-23" in early.refusal


def test_the_six_outcomes_of_jjcpa_have_what_they_are_parts_of(accepted, hand_in):
    header = (
        "fy,program,youth,probation_closed,completed_probation,arrests,violations,incarcerations,"
        "ordered_restitution,completed_restitution,ordered_community_service,completed_community_service"
    )
    accepted("probation_outcomes", ["2024-25,Truancy Response,120,40,31,9,7,4,18,10,25,19"], header=header)
    found = dict(rows_in_effect("probation_outcomes").values_list("element", "count"))
    assert found == {
        "youth": 120,
        "probation_ended": 40,
        "probation_completed": 31,
        "arrested": 9,
        "violated": 7,
        "incarcerated": 4,
        "restitution_due": 18,
        "restitution_completed": 10,
        "service_due": 25,
        "service_completed": 19,
    }
    assert set(rows_in_effect("probation_outcomes").values_list("item", flat=True)) == {"Truancy Response"}
    wrong = hand_in("probation_outcomes", ["2024-25,Court,10,4,5,1"], header=",".join(header.split(",")[:6]))
    assert reasons(wrong) == {"part_over_whole": ("error", 1)}
    alone = hand_in(
        "probation_outcomes", ["2024-25,Court,10,5"], header="fy,program,youth,completed_restitution"
    )
    assert reasons(alone) == {"no_denominator": ("warning", 1)}


def test_trainings_by_course_and_rank(accepted):
    accepted(
        "training_completions",
        [
            "2024,Bias,Sworn,42,60",
            "2024,Bias,,50,80",
            "2024,Bias,Non-sworn,8,20",
            "2024,De-escalation,K9,3,3",
        ],
        header="year,course,rank,completed,of how many",
    )
    found = (
        rows_in_effect("training_completions")
        .filter(element="completed")
        .values_list("item", "group", "count")
    )
    assert sorted(found) == [
        ("Bias", "all", 50),
        ("Bias", "civilian", 8),
        ("Bias", "sworn", 42),
        ("De-escalation", "k9", 3),
    ]


def test_the_workforce_beside_the_community(accepted):
    accepted(
        "workforce",
        ["2024,Sworn,All,60,9800", "2024,Sworn,Female,9,4900", "2024,,Female,30,4900"],
        header="year,rank,sex,employees,community population",
    )
    found = rows_in_effect("workforce").values_list("item", "group", "element", "count")
    assert ("sworn", "female", "headcount", 9) in found and ("all", "female", "community", 4900) in found


def test_days_of_instruction_are_kept_in_hundredths(accepted, hand_in):
    header = "school,month,days"
    accepted("school_calendar", ["Alder School 1,2024-09,19.5", "Alder School 2,Sep 2024,20"], header=header)
    assert sorted(rows_in_effect("school_calendar").values_list("count", flat=True)) == [1950, 2000]
    odd = hand_in(
        "school_calendar",
        ["Alder School 1,2024-09,32", "Alder School 1,2024-10,25", "Alder School 1,2025-07,4"],
        header=header,
    )
    assert reasons(odd) == {
        "too_many_school_days": ("error", 1),
        "more_than_weekdays": ("warning", 1),
        "days_in_july": ("warning", 1),
        # The other school reported September and is not in this file.
        "missing_places": ("warning", 0),
    }


def test_names_are_compared_without_their_trimmings():
    same = [
        "Harbor Police Department",
        "City of Harbor Police Dept.",
        "HARBOR PD",
        "the harbor police department",
    ]
    assert len({plain(name) for name in same}) == 1
    assert plain("Harbor Sheriff's Department") != plain("Harbor Police Department")


def test_only_what_fits_is_offered_and_taken(world, client, hand_in, submitter):
    police = world["harbor-police"]
    client.force_login(submitter(police))
    form = client.get(reverse("workspace:submit")).context["form"]
    offered = [key for key, _title in form.fields["dataset"].choices]
    assert offered == ["police_stops", "training_completions", "workforce"]
    page = client.post(
        reverse("workspace:submit"),
        {"organization": police.pk, "dataset": "police_stops", "period": "2024-25", "file": ""},
    ).content.decode()
    assert "This kind of data is of calendar years" in page
    with pytest.raises(ValidationError) as refusal:
        hand_in("probation_outcomes", ["x"], by="harbor-police")
    assert refusal.value.code == "kind_not_possible"


def test_agreements_offer_what_fits_too(world, client):
    client.force_login(world.person("organization_administrator", world["harbor-police"]))
    form = client.get(reverse("workspace:sign_agreement", args=["harbor-police"])).context["form"]
    offered = [key for key, _title in form.fields["datasets"].choices]
    assert offered == ["police_stops", "training_completions", "workforce"]
    with pytest.raises(ValidationError):
        sign_agreement(
            by=None, organization=world["harbor-police"], datasets=["service_log"], title="No", purpose="No"
        )
