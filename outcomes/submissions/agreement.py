"""The gate that data-sharing agreements keep: one must be in force for the organization, the dataset and every
school year that the rows are about (34 CFR 99.31: a purpose, dates).
"""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import YEAR
from outcomes.datasets.periods import school_years_in
from partnership.actions.agreements import agreement_for, years_without_agreement
from partnership.models import Agreement

from .refusal import Refused


def years_of_period(dataset, period):
    """School years that a claim's period lies in; [] for none. dataset: its key."""
    return school_years_in(DATASETS[dataset].period, period)


def years_declared(dataset, period):
    """School years of a period as a submitter declares it: a calendar year, or a school year; [] for none."""
    if period and DATASETS[dataset].period == YEAR:
        return school_years_in(YEAR, period)
    return [period] if period else []


def years_of(submission):
    """School years that the submission's claims are about; before they are made, the one declared."""
    periods = set(submission.claims.values_list("period", flat=True).distinct())
    if not periods:
        return set(years_declared(submission.dataset, submission.period))
    return {year for period in periods for year in years_of_period(submission.dataset, period)}


def has_agreement(submission):
    """Whether any agreement in force covers the submission's dataset, or none is needed."""
    if not DATASETS[submission.dataset].needs_agreement:
        return True
    return agreement_for(submission.organization, submission.dataset) is not None


def agreements_told(submission):
    """The agreements in force that cover the submission's dataset, for people to read; [] where none is needed."""
    if not DATASETS[submission.dataset].needs_agreement:
        return []
    found = Agreement.objects.in_force().filter(
        organization=submission.organization, datasets__dataset=submission.dataset
    )
    return [
        _("agreement “%(agreement)s”, until %(day)s")
        % {"agreement": agreement, "day": date_format(agreement.last_day)}
        for agreement in found.order_by("-ends_on")
    ]


def closed_years(submission):
    """School years of the submission that no agreement in force covers, in order."""
    if not DATASETS[submission.dataset].needs_agreement:
        return []
    return years_without_agreement(submission.organization, submission.dataset, years_of(submission))


def not_covered(organization, dataset, years):
    """The sentence that says so."""
    return _(
        "No data-sharing agreement of %(organization)s that is in force today covers “%(dataset)s” for the school "
        "year %(years)s. Record an agreement that does, or hand in other years. Nothing was stored."
    ) % {"organization": organization, "dataset": DATASETS[dataset].title, "years": ", ".join(years)}


def refuse_closed_years(submission):
    """Raises Refused where the rows are about a school year that no agreement in force covers."""
    closed = closed_years(submission)
    if closed:
        raise Refused("no_agreement", not_covered(submission.organization, submission.dataset, closed))
