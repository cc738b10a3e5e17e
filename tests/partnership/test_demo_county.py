"""The fictional county: complete, consistent, and not to be taken for a real one."""

import re
from collections import Counter

import pytest

from partnership.access.roles import ROLES
from partnership.catalog import datasets
from partnership.demo.county import demo_county
from partnership.demo.people import LAW_ENFORCEMENT, STUDENT_LEVEL_ROLES
from partnership.models.organization import LAW_ENFORCEMENT as KINDS_OF_LAW_ENFORCEMENT
from partnership.models.organization import Kind


@pytest.fixture(scope="module")
def county():
    return demo_county()


def test_it_is_the_same_every_time(county):
    assert demo_county() == county


def test_it_has_thirteen_cities_twelve_districts_sixty_schools_and_three_hundred_organizations(county):
    assert len(county.cities) == 13
    assert len(county.districts) == 12
    assert len(county.schools) == 60
    assert len(county.organizations) == 300
    assert Counter(school.kind for school in county.schools) == {
        "elementary": 34,
        "middle": 11,
        "high": 11,
        "k8": 4,
    }


def test_every_kind_of_partner_is_there_and_the_partnership_is_one(county):
    kinds = Counter(organization.kind for organization in county.organizations)
    assert set(kinds) == set(Kind.values) - {"university"}
    assert kinds["partnership"] == kinds["sheriff"] == kinds["county_office"] == 1
    assert kinds["nonprofit"] > 100


def test_organizations_have_their_own_name_address_and_telephone(county):
    for attribute in ("name", "slug", "website", "phone", "description"):
        told = [getattr(organization, attribute) for organization in county.organizations]
        assert len(set(told)) == 300, attribute
    for organization in county.organizations:
        assert re.fullmatch(r"[a-z0-9-]{3,80}", organization.slug)
        assert re.fullmatch(r"\(\d9\d\) 555-01\d\d", organization.phone)
        assert organization.website == f"https://{organization.slug}.example.org"


def test_descriptions_are_one_to_three_plain_sentences(county):
    for organization in county.organizations:
        text = organization.description
        assert 40 <= len(text) <= 320, organization.name
        assert text.endswith(".") and "  " not in text
        assert len(re.findall(r"[.!?](?:\s|$)", text)) <= 3, organization.name


def test_everything_lies_in_the_county(county):
    cities = {city.name for city in county.cities}
    assert {organization.city for organization in county.organizations} == cities
    assert {school.city for school in county.schools} == cities
    slugs = {organization.slug for organization in county.organizations}
    assert {district.slug for district in county.districts} <= slugs
    assert {city.policed_by for city in county.cities} <= slugs
    assert {school.district for school in county.schools} == {district.slug for district in county.districts}


def test_codes_are_unique_and_belong_to_no_real_county_or_district(county):
    codes = [school.code for school in county.schools]
    assert len(set(codes)) == 60
    for district in county.districts:
        assert re.fullmatch(r"99\d{5}", district.code)
        assert not district.code[2:].startswith(("30", "19"))
        for school in county.schools_of(district.slug):
            assert re.fullmatch(rf"{district.code}\d{{7}}", school.code)
    assert any(code[7] == "0" for code in codes), "some school numbers keep a leading zero"


def test_every_role_has_a_person_and_may_be_held_there(county):
    assert {person.role for person in county.people} == set(ROLES)
    for person in county.people:
        kind = county.organization(person.organization).kind
        role = ROLES[person.role]
        assert not role.partnership_wide or kind == "partnership"
        assert not role.kinds or kind in role.kinds
    assert len({person.email for person in county.people}) == len(county.people)
    assert all(person.email.endswith(".example.org") for person in county.people)


def test_law_enforcement_holds_no_student_level_role(county):
    assert {str(kind) for kind in KINDS_OF_LAW_ENFORCEMENT} == LAW_ENFORCEMENT
    assert {key for key, role in ROLES.items() if role.student_level} == STUDENT_LEVEL_ROLES
    for person in county.people:
        if county.organization(person.organization).kind in LAW_ENFORCEMENT:
            assert person.role not in STUDENT_LEVEL_ROLES, person.email


def test_every_district_and_the_county_office_have_a_data_coordinator(county):
    for organization in county.organizations:
        if organization.kind in ("school_district", "county_office"):
            assert county.person("data_coordinator", organization.slug)


def test_one_agreement_has_lapsed_and_none_with_law_enforcement_is_of_students(county):
    last_days = {agreement.organization: agreement.ends for agreement in county.agreements}
    lapsed = [slug for slug, ends in last_days.items() if ends.year == 2026]
    assert lapsed == ["solandra-youth-sports-league"]
    student_level = {dataset.key for dataset in datasets() if dataset.student_level}
    for agreement in county.agreements:
        if county.organization(agreement.organization).kind in LAW_ENFORCEMENT:
            assert not student_level & set(agreement.datasets), agreement.title
            assert county.person("statistics_coordinator", agreement.organization)
        else:
            assert county.person("data_coordinator", agreement.organization)
