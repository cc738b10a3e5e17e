"""The second chapter of the demonstration: programs, their owners and sites, the challenge, awards."""

from decimal import Decimal

from django.db import transaction

from partnership.demo.county import demo_county
from partnership.models import Organization, Place
from programs.actions.awards import make_award
from programs.actions.programs import add_program
from programs.actions.targets import add_target
from programs.models import Challenge

from .catalog import demo_catalog


@transaction.atomic
def load(*, say):
    """Enter the programs, for organizations and schools that the first chapter entered."""
    catalog = demo_catalog(demo_county())
    say(f"{len(catalog.programs)} programs, {len(catalog.awards)} awards ...")
    organizations = {organization.slug: organization for organization in Organization.objects.all()}
    schools = {place.code: place for place in Place.objects.filter(kind="school")}
    programs = {
        told.slug: add_program(
            by=None,
            owners=[organizations[owner] for owner in told.owners],
            sites=[schools[code] for code in told.sites],
            name=told.name,
            slug=told.slug,
            summary=told.summary,
            strategy=told.strategy,
            grades=told.grade_span,
            starts_on=told.starts,
        )
        for told in catalog.programs
    }
    Challenge.objects.bulk_create(
        Challenge(
            program=programs[told.program],
            title=told.title,
            starts_on=told.starts,
            ends_on=told.ends,
            reward=told.reward,
            no_unexcused_absence=told.no_unexcused_absence,
            no_suspension=told.no_suspension,
            better_attendance=told.better_attendance,
        )
        for told in catalog.challenges
    )
    for told in catalog.awards:
        award = make_award(
            by=None,
            funder=organizations[told.funder],
            program=programs[told.program],
            title=told.title,
            starts_on=told.starts,
            ends_on=told.ends,
            review_until=told.review_until,
            dollars=told.dollars,
            is_public=told.is_public,
        )
        for target in told.targets:
            add_target(
                award,
                by=None,
                words=target.words,
                measure=target.measure,
                population="participants",
                year=target.year,
                bound=target.bound,
                value=Decimal(target.value),
                baseline_year=target.baseline_year,
                due_on=target.due,
            )
