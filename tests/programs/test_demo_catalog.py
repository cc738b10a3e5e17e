"""The eight programs of the demonstration: owners, sites, challenge and awards fit the county."""

import pytest

from partnership.demo.county import demo_county
from partnership.demo.people import LAW_ENFORCEMENT
from programs.demo.catalog import demo_catalog
from programs.models.program import Strategy


@pytest.fixture(scope="module")
def county():
    return demo_county()


@pytest.fixture(scope="module")
def catalog(county):
    return demo_catalog(county)


def test_there_are_eight_programs_with_all_five_strategies(catalog):
    assert len({program.slug for program in catalog.programs}) == 8
    assert {program.strategy for program in catalog.programs} == set(Strategy.values)


def test_owners_are_partners_and_some_programs_have_several(county, catalog):
    for program in catalog.programs:
        assert all(county.organization(owner) for owner in program.owners)
    assert sum(len(program.owners) > 2 for program in catalog.programs) >= 3


def test_the_roster_comes_from_an_owner_that_may_hold_it(county, catalog):
    agreed = {agreement.organization: agreement for agreement in county.agreements}
    for program in catalog.programs:
        assert program.reporter in program.owners
        assert county.organization(program.reporter).kind not in LAW_ENFORCEMENT
        assert county.person("data_coordinator", program.reporter)
        assert "program_roster" in agreed[program.reporter].datasets


def test_sites_are_schools_that_teach_the_programs_grades(county, catalog):
    schools = {school.code: school for school in county.schools}
    for program in catalog.programs:
        assert len(set(program.sites)) == len(program.sites) >= 2
        assert set(program.grades) <= set(range(4, 9))
        for code in program.sites:
            assert set(schools[code].grades) & set(program.grades)


def test_descriptions_are_two_or_three_paragraphs(catalog):
    for program in catalog.programs:
        paragraphs = program.description.split("\n\n")
        assert 2 <= len(paragraphs) <= 3
        assert all(len(paragraph) > 100 for paragraph in paragraphs)


def test_awards_are_made_by_foundations_with_somebody_to_read_the_results(county, catalog):
    assert {award.funder for award in catalog.awards} == {
        organization.slug for organization in county.organizations if organization.kind == "foundation"
    }
    for award in catalog.awards:
        assert catalog.program(award.program)
        assert county.person("funder", award.funder)
        assert award.starts < award.ends < award.review_until
        assert award.dollars > 0


def test_the_challenge_runs_from_january_to_june_by_three_rules(catalog):
    assert catalog.challenges
    for challenge in catalog.challenges:
        assert (challenge.starts.month, challenge.ends.month) == (1, 6)
        assert challenge.no_unexcused_absence and challenge.no_suspension and challenge.better_attendance
        assert "ballpark" in challenge.reward
