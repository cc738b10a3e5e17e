"""The clerk's hand, and a world in which every dataset has somebody to hand it in."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.receive import receive
from partnership.actions.agreements import sign_agreement
from partnership.actions.memberships import grant_role
from partnership.actions.organizations import add_organization
from tests.outcomes.submissions.conftest import as_csv

from .samples import SAMPLES


@pytest.fixture
def world(world):
    """Agreements for whatever fits an organization."""
    world.organizations["bay-probation"] = add_organization(
        by=None, name="Bay County Probation Department", slug="bay-probation", kind="probation"
    )
    for organization in world.organizations.values():
        organization.agreements.all().delete()
        if organization != world.partnership:
            sign_agreement(
                by=None,
                organization=organization,
                datasets=[
                    each.key for each in DATASETS.values() if each.fits(organization) and each.needs_agreement
                ],
                title=f"Agreement of {organization.name}",
                purpose="To count.",
                starts_on=date(2020, 7, 1),
                ends_on=timezone.localdate() + timedelta(days=365),
            )
    return world


@pytest.fixture
def submitter(world):
    """The person who hands in an organization's files."""

    def submitter(organization):
        role = "statistics_coordinator" if organization.is_law_enforcement else "data_coordinator"
        person = world.person(role, organization)
        if organization == world.partnership and not person.memberships.filter(
            role="partnership_administrator"
        ):
            grant_role(by=None, user=person, organization=organization, role="partnership_administrator")
        return person

    return submitter


@pytest.fixture
def hand_in(world, submitter):
    """Hand in rows as the dataset's sample is handed in, and have them staged: hand_in(key, rows, header=, by=)."""

    def hand_in(key, rows, *, header="", by="", period=None, samples=SAMPLES):
        sample = samples[key]
        organization = world[by or sample.by]
        submission = receive(
            by=submitter(organization),
            organization=organization,
            dataset=key,
            period=sample.period if period is None else period,
            program=world.programs.get(sample.program),
            name="file.csv",
            content=as_csv(header or sample.header, [row.replace("_", " ") for row in rows]),
            in_background=False,
        )
        return stage_now(submission)

    return hand_in


@pytest.fixture
def accepted(hand_in):
    """As `hand_in`, and accepted."""

    def accepted(*args, **kwargs):
        submission = hand_in(*args, **kwargs)
        return accept(submission, by=submission.created_by)

    return accepted
