"""The first chapter of the demonstration: places, partners, people, agreements."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from partnership.actions.agreements import sign_agreement
from partnership.actions.memberships import grant_role
from partnership.actions.organizations import add_organization
from partnership.actions.places import add_place
from partnership.models import Organization, User

from .county import demo_county

PASSWORD = "demonstration-2026"


def sign_ins():
    """[(e-mail, who it is)] of everybody who can sign in."""
    return [(person.email, person.name) for person in demo_county().people]


@transaction.atomic
def load(*, say):
    """Enter the county into an empty installation."""
    county = demo_county()
    say(f"The demonstration partnership of {county.name}: {len(county.organizations)} organizations ...")
    organizations = _add_organizations(county)
    _add_places(county, organizations)
    _add_people(county, organizations)
    _sign_agreements(county, organizations)


def _add_organizations(county):
    # The partnership comes first: grants of partnership-wide roles rest on it.
    in_order = sorted(county.organizations, key=lambda told: told.kind != "partnership")
    return {
        told.slug: add_organization(
            by=None,
            name=told.name,
            slug=told.slug,
            kind=told.kind,
            summary=told.description,
            website=told.website,
            phone=told.phone,
        )
        for told in in_order
    }


def _add_places(county, organizations):
    top = add_place(by=None, kind="county", code=county.code, name=county.name)
    cities = {
        city.name: add_place(
            by=None,
            kind="city",
            code=city.slug,
            name=city.name,
            parent=top,
            latitude=city.latitude,
            longitude=city.longitude,
        )
        for city in county.cities
    }
    districts = {
        district.slug: add_place(
            by=None,
            kind="district",
            code=district.code,
            name=district.name,
            parent=top,
            steward=organizations[district.slug],
        )
        for district in county.districts
    }
    for school in county.schools:
        add_place(
            by=None,
            kind="school",
            code=school.code,
            name=school.name,
            parent=districts[school.district],
            city=cities[school.city],
            grades=school.grade_span,
        )
    told = {organization.slug: organization.city for organization in county.organizations}
    for slug, organization in organizations.items():
        organization.city = cities.get(told[slug])
    Organization.objects.bulk_update(organizations.values(), ["city"])


def _add_people(county, organizations):
    password = make_password(PASSWORD)  # Hashed once: the demonstration's password is no secret.
    for person in county.people:
        user = User.objects.create(email=person.email, name=person.name, password=password)
        grant_role(by=None, user=user, organization=organizations[person.organization], role=person.role)


def _sign_agreements(county, organizations):
    """An agreement that has lapsed was in force when its data came: outcomes.demo ends it after that."""
    open_at_least_until = timezone.localdate() + timedelta(days=1)
    for agreement in county.agreements:
        sign_agreement(
            by=None,
            organization=organizations[agreement.organization],
            datasets=agreement.datasets,
            title=agreement.title,
            legal_basis=agreement.legal_basis,
            purpose=agreement.purpose,
            starts_on=agreement.starts,
            ends_on=max(agreement.ends, open_at_least_until),
            retention_days=agreement.retention_days,
        )
