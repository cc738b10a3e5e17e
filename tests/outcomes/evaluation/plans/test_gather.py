"""What is gathered from facts is what a slow and obvious count of them gives."""

import dataclasses
from datetime import date

import pytest

from outcomes.evaluation.plans import periods
from outcomes.evaluation.plans.gather import gather
from outcomes.evaluation.plans.gather_totals import gather_totals
from outcomes.evaluation.plans.panels import panel_of
from outcomes.models import Engagement, SchoolTotal, StudentEvent, StudentLink
from programs.actions.programs import add_program

from ...factories import claim, engage
from .conftest import FIRST

SEED = "00" * 16


def test_days_and_sides_are_those_of_the_facts(facts, program, terms):
    gathered = gather(program, terms, SEED)
    panel = panel_of("attendance", gathered.frame, terms)
    assert len(panel) == 4 * len(facts)
    of_school = {}
    for school, attended, served in facts.values():
        of_school.setdefault(school.code, []).append((attended, served))
    for code, rows in of_school.items():
        here = panel[panel["school"] == code]
        assert here.groupby("student")["participant"].max().sum() == sum(served for _, served in rows)
        for term in range(4):
            slow = sorted(round(attended[term], 1) for attended, _ in rows)
            fast = sorted(here.loc[here["period"] == FIRST + term, "y"].round(1))
            assert fast == pytest.approx(slow, abs=0.11)
    entries = panel.loc[panel["participant"] == 1, "entry"].unique().tolist()
    assert entries == [periods.period_of_day("term", date(2024, 9, 10))]


def test_families_that_said_no_are_on_neither_side(facts, program, terms):
    before = gather(program, terms, SEED)
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served]
    Engagement.objects.filter(student_key__in=served[:3]).update(consent="withdrawn")
    after = gather(program, terms, SEED)
    assert after.refused == 3
    assert before.frame["student"].nunique() - after.frame["student"].nunique() == 3
    assert after.frame.groupby("student")["participant"].max().sum() == len(served) - 3


def test_students_of_other_programs_are_not_compared_with(facts, world, program, terms):
    other = add_program(
        by=None, name="Other", slug="other", strategy="social_intervention", owners=[world["birch"]], sites=[]
    )
    strangers = [student for student, (_s, _a, served) in facts.items() if not served][:5]
    both = next(student for student, (_s, _a, served) in facts.items() if served)
    before = gather(program, terms, SEED).frame["student"].nunique()
    engage(world, other, "2024-25", [*strangers, both])
    assert gather(program, terms, SEED).frame["student"].nunique() == before - 5


def test_a_linked_code_counts_as_its_student_and_an_unlinked_one_is_told(facts, world, program, terms):
    stranger = next(student for student, (_s, _a, served) in facts.items() if not served)
    roster = Engagement.objects.first().claim_id
    Engagement.objects.create(student_key=77, claim_id=roster, entry_date=date(2024, 9, 10), consent="given")
    assert gather(program, terms, SEED).unlinked == 1
    StudentLink.objects.create(
        from_key=77,
        to_key=stranger,
        organization=world["alder"],
        linked_by=world.person("data_steward"),
    )
    gathered = gather(program, terms, SEED)
    assert gathered.unlinked == 0
    served = sum(was_served for _s, _a, was_served in facts.values())
    assert gathered.frame.groupby("student")["participant"].max().sum() == served + 1


def test_suspensions_are_nothing_where_a_school_did_not_report(facts, program, terms, schools):
    from outcomes.models import Claim

    Claim.objects.filter(dataset="student_discipline", place=schools[0], period="2024-25").update(
        in_effect=False
    )
    frame = gather(program, terms, SEED).frame
    silent = frame[(frame["school"] == schools[0].code) & (frame["period"] >= FIRST + 2)]
    others = frame[(frame["school"] != schools[0].code) & (frame["period"] >= FIRST + 2)]
    assert silent["suspensions"].isna().all() and (others["suspensions"] == 0).all()
    before = frame[frame["period"] == FIRST].set_index("student")["suspensions_before"]
    assert (before == 1).sum() == len(schools) and (before == 0).sum() == len(before) - len(schools)


def test_hours_received_in_the_window_are_added_in_one_unit(facts, world, program, terms):
    served = [student for student, (_s, _a, was_served) in facts.items() if was_served][:2]
    log = claim(world, "service_log", program, "2024-25")
    StudentEvent.objects.bulk_create(
        StudentEvent(
            student_key=student,
            claim_id=log.pk,
            date=day,
            item="mentoring",
            number=number,
            value=value,
            unit=unit,
            status=status,
        )
        for student, day, number, value, unit, status in [
            (served[0], date(2024, 10, 1), 0, 150, "hours", "attended"),
            (served[0], date(2024, 10, 8), 1, 100, "hours", "attended"),
            (served[0], date(2024, 10, 8), 2, 900, "meals", "attended"),
            (served[1], date(2024, 10, 1), 0, 100, "hours", "absent"),
        ]
    )
    hours = gather(program, terms, SEED).frame.groupby("student")["hours"].max().dropna()
    assert hours.tolist() == [2.5]


def test_another_seed_gives_other_numbers_to_students(facts, program, terms):
    one, two = gather(program, terms, "00" * 16).frame, gather(program, terms, "11" * 16).frame
    assert one["student"].max() == two["student"].max()
    assert not one["expected"].equals(two["expected"]) or not one["absent"].equals(two["absent"])


def test_school_years_come_from_the_same_days(facts, program, terms):
    years = dataclasses.replace(terms, step="year", window=(2024,), before=2023)
    by_year = panel_of("attendance", gather(program, years, SEED).frame, years)
    for school, attended, _served in list(facts.values())[:40:10]:
        wanted = sum(8000 - round(8000 * (100 - a) / 100) for a in attended[:2]) / 160
        here = by_year[(by_year["school"] == school.code) & (by_year["period"] == 2023)]
        assert (here["y"] - wanted).abs().min() < 0.02


def test_totals_of_schools_are_their_own_rows(world, program, terms, schools):
    total = dataclasses.replace(
        terms, step="year", window=(2024,), before=2023, comparison="school_totals", primary=("chronic_absence",),
        secondary=(),
    )  # fmt: skip
    for place, (counted, everybody) in {"alder-1": (30, 200), "birch-1": (20, 100)}.items():
        made = claim(world, "school_totals", world.places[place], "2024-25")
        SchoolTotal.objects.bulk_create(
            [
                SchoolTotal(claim_id=made.pk, group="all", element="chronically_absent", count=counted),
                SchoolTotal(claim_id=made.pk, group="all", element="chronic_eligible", count=everybody),
                SchoolTotal(claim_id=made.pk, group="female", element="chronic_eligible", count=1),
            ]
        )
    panel = panel_of("chronic_absence", gather_totals(program, total).frame, total)
    rows = {row.student: (row.y, row.days, row.participant) for row in panel.itertuples()}
    assert rows == {
        world.places["alder-1"].code: (15.0, 200, 1),
        world.places["birch-1"].code: (20.0, 100, 0),
    }
