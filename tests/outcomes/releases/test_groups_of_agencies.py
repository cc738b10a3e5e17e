"""Agencies whose groups do not add up to their total: their numbers are told as far as they are sure, and audited."""

import pytest

from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.build import build_release
from outcomes.releases.models import ValueState

from ..measures.test_agencies import tell
from .conftest import publish

STOPS = "police_stops"


@pytest.fixture
def police(data):
    """`police({group: (stops, population)})`: a year of the Harbor police, reported by the county."""

    def hand_in(rows, dataset=STOPS, elements=("stops", "population"), period="2024", item=""):
        named = [(item, group, dict(zip(elements, counts, strict=True))) for group, counts in rows.items()]
        return tell(data, dataset, "harbor-police", period, named)

    return hand_in


def built(coordinator, world):
    """A release of the partnership that passes its audit, alone and beside everything released."""
    draft = build_release(by=coordinator)
    assert [check for check in draft.checks if check["key"] == "audit" and not check["passed"]] == []
    publish(world, draft, coordinator)
    assert audit_releases().passed
    return draft


def groups_of(release, measure, dimension, place="harbor-police"):
    """{group: (numerator, denominator, state)}"""
    cells = release.cells.filter(measure=measure, place=place, dimension=dimension)
    return {cell.group: (cell.numerator, cell.denominator, cell.state) for cell in cells}


def test_what_no_group_tells_of_is_the_group_of_those_not_reported(police, coordinator, data):
    police({"all": (420, 9800), "race_black": (84, 490), "race_white": (126, 4900), "race_asian": (90, 3000)})
    found = groups_of(built(coordinator, data), "stops_per_1000", "race")
    assert found["race_not_reported"] == (120, 1410, ValueState.PUBLISHED)
    assert found["race_black"] == (84, 490, ValueState.PUBLISHED)


def test_a_rest_in_which_somebody_was_stopped_and_nobody_lives(police, coordinator, data):
    """The people of the groups are everybody who lives there; of four who were stopped nobody wrote down the race."""
    police(
        {"all": (304, 9000), "race_black": (100, 1000), "race_white": (120, 6000), "race_asian": (80, 2000)}
    )
    release = built(coordinator, data)
    found = groups_of(release, "stops_per_1000", "race")
    # Four are few: were all of the others shown, the total would tell of them.
    assert ValueState.PROTECTING in {state for _a, _b, state in found.values()}
    assert found["race_not_reported"][0] is None


def test_groups_that_exceed_the_total_are_not_told(police, coordinator, data):
    police({"all": (200, 9800), "race_black": (150, 4900), "race_white": (126, 4900), "female": (150, 5000)})
    release = built(coordinator, data)
    found = groups_of(release, "stops_per_1000", "race")
    assert {state for _a, _b, state in found.values()} == {ValueState.NOT_ADDING_UP}
    assert groups_of(release, "stops_per_1000", "sex") == {
        "female": (150, 5000, ValueState.PUBLISHED),
        "sex_not_reported": (50, 4800, ValueState.PUBLISHED),
    }
    assert groups_of(release, "stops_per_1000", "") == {"": (200, 9800, ValueState.PUBLISHED)}


def test_more_stopped_than_live_there(police, coordinator, data):
    """People who are stopped need not live there: nothing may be concluded from that."""
    police({"all": (900, 800), "race_black": (500, 100), "race_white": (400, 700)})
    found = groups_of(built(coordinator, data), "stops_per_1000", "race")
    assert found["race_black"] == (500, 100, ValueState.PUBLISHED)


def test_a_workforce_larger_than_its_community_in_one_group(police, coordinator, data):
    rows = {"all": (85, 300), "race_black": (40, 20), "race_white": (30, 280)}
    police(rows, "workforce", ("headcount", "community"), item="all")
    built(coordinator, data)


def test_what_a_ratio_tells_of_everybody_opens_no_group(police, coordinator, data):
    """A share divided by a share: with the people living there, which everybody knows, it tells how many work there."""
    rows = {"all": (39, 17_200), "female": (10, 8_720), "male": (29, 8_480)}
    rows |= {"race_white": (20, 9_000), "race_hispanic": (15, 6_000), "race_asian": (4, 2_200)}
    police(rows, "workforce", ("headcount", "community"), item="all")
    release = built(coordinator, data)
    for dimension, groups in {"sex": 2, "race": 3}.items():
        cells = release.cells.filter(
            measure="workforce_representation", place="harbor-police", year="2024", dimension=dimension
        )
        assert len(cells) == groups
        shown = [cell for cell in cells if cell.state == ValueState.PUBLISHED]
        for cell in shown:
            whole = int(cell.numerator) * 17_200 / (int(cell.denominator) * float(cell.value))
            assert round(whole) - sum(int(one.numerator) for one in shown) > 10
    assert groups_of(release, "workforce_per_1000", "")[""] == (39, 17_200, ValueState.PUBLISHED)


def test_outcomes_known_of_different_programs(police, coordinator, data):
    """Arrests are known in one program, violations in the other: two counts of youth, not one told twice."""
    tell(
        data,
        "probation_outcomes",
        "harbor-police",
        "2024-25",
        [
            ("A", "all", {"youth": 200, "arrested": 40, "violated": None}),
            ("A", "race_black", {"youth": 120, "arrested": 25, "violated": None}),
            ("B", "all", {"youth": 300, "arrested": None, "violated": 90}),
            ("B", "race_black", {"youth": 60, "arrested": None, "violated": 30}),
            ("B", "race_white", {"youth": 200, "arrested": None, "violated": 55}),
        ],
    )
    release = built(coordinator, data)
    found = groups_of(release, "jjcpa_violated", "race")
    assert found["race_not_reported"][2] != ValueState.NOT_ADDING_UP
