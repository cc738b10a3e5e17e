"""What programs did, by the groups of the youth: at the level that a release is about, protected with all the rest."""

import pytest

from outcomes.models import Enrollment, StudentYearBuild
from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.auditing.guard import as_keys
from outcomes.releases.build import build_release
from outcomes.releases.models import ValueState
from programs.actions.programs import add_program

from ..factories import engage
from .conftest import YEARS, publish

YEAR = YEARS[-1]


@pytest.fixture
def races(data):
    """Of the sixty mentored: twenty-five, thirty, and five of a small group; at the other schools more of each."""
    told = {
        "RB": [*range(1000, 1025), *range(2000, 2060)],
        "RH": [*range(1025, 1055), *range(2060, 2160)],
        "RP": [*range(1055, 1060), *range(2160, 2180)],
    }
    for race, students in told.items():
        Enrollment.objects.filter(student_key__in=students).update(race=race)
    StudentYearBuild.objects.update(stale=True)
    return data


def summer_camp(world, **more):
    return add_program(
        by=None,
        name="Summer Camp",
        slug="camp",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
        **more,
    )


def groups(release, measure, dimension="race", **where):
    cells = release.cells.filter(measure=measure, year=YEAR, dimension=dimension, **where)
    return {cell.group: cell for cell in cells}


def test_a_program_is_told_by_group(races, coordinator, mentoring):
    draft = build_release(by=coordinator, program=mentoring)
    assert all(check["passed"] for check in draft.checks if check["key"] == "audit")
    found = groups(draft, "youth_served")
    assert {one.level for one in found.values()} == {"program"}
    # Five of a small group: never shown, and neither is another from which they would follow.
    assert [found[group].numerator for group in ("race_black", "race_hispanic")] != [25, 30]
    assert found["race_pacific"].numerator is None
    whole = draft.cells.get(measure="youth_served", year=YEAR, dimension="")
    assert whole.numerator == 60
    told = {group: one.numerator for group, one in found.items() if one.state == ValueState.PUBLISHED}
    assert told.items() <= {"race_black": 25, "race_hispanic": 30}.items()
    grades = groups(draft, "youth_served", "grade_span")
    assert grades["grades_4_6"].numerator == 60
    # Every measure of the same youth is told so, and none of what they received.
    measures = set(draft.cells.exclude(dimension="").values_list("measure", flat=True))
    assert {"youth_served", "youth_new", "youth_carried_over", "completion"} <= measures
    assert "length_of_stay" not in measures and "cost_per_youth" not in measures


def test_the_partnership_is_told_by_group_and_its_programs_are_not(races, coordinator):
    draft = build_release(by=coordinator)
    assert {one.level for one in groups(draft, "youth_served").values()} == {"partnership"}


def test_two_releases_together_tell_of_no_small_group(races, coordinator, mentoring):
    """A second program with three youth more: the partnership's groups less the program's would tell of them."""
    camp = summer_camp(races)
    for year in YEARS:
        engage(races, camp, year, [*range(2000, 2003), *range(2060, 2090), *range(2160, 2176)])
    whole = publish(races, build_release(by=coordinator), coordinator)
    assert groups(whole, "youth_served")["race_black"].numerator == 28
    draft = build_release(by=coordinator, program=mentoring)
    publish(races, draft, coordinator)
    assert audit_releases().passed
    found = groups(draft, "youth_served")
    assert found["race_black"].state == ValueState.PROTECTING
    cells = list(draft.cells.all())
    for one in cells:
        if (one.measure, one.year, one.group) == ("youth_served", YEAR, "race_black"):
            one.state, one.numerator, one.value = ValueState.PUBLISHED, 25, 25
    assert not audit_releases((draft, cells, as_keys(draft.guard.facts))).passed


def test_youth_whose_group_only_other_schools_tell(races, coordinator):
    """Unknown to the program's own school, and black in the partnership, where three are unknown: no contradiction, so no
    draft is held back.
    """
    camp = summer_camp(races, sites=[races.places["alder-1"]])
    for year in YEARS:
        engage(races, camp, year, [*range(1000, 1020), *range(2000, 2040), 9001, 9002, 9003])
    whole = publish(races, build_release(by=coordinator), coordinator)
    assert groups(whole, "youth_served")["race_not_reported"].numerator is None
    draft = build_release(by=coordinator, program=camp)
    assert groups(draft, "youth_served")["race_not_reported"].numerator == 43
    assert all(check["passed"] for check in draft.checks if check["key"] == "audit")
