"""Probation outcomes: the six of the Juvenile Justice Crime Prevention Act (JJCPA), as counts.

A claim is the probation department (or whoever reports for it), the fiscal year, which runs as a school year does,
and a family of groups. Each outcome is a count and that of which it is a part:

    arrested, violated, incarcerated        of youth
    probation_completed                     of probation_ended
    restitution_completed                   of restitution_due
    service_completed                       of service_due
"""

from django.utils.translation import gettext_lazy as _

from partnership.models.organization import Kind

from . import groups
from .declaration import Column, Dataset
from .facts import Tally
from .students import YEAR
from .tallies import AGENCY, GROUP, count, counted, groups_add_up, name_groups, part_of

# {numerator: denominator}
OUTCOMES = {
    "probation_completed": "probation_ended",
    "arrested": "youth",
    "violated": "youth",
    "incarcerated": "youth",
    "restitution_completed": "restitution_due",
    "service_completed": "service_due",
}
COUNTS = tuple(dict.fromkeys(name for pair in OUTCOMES.items() for name in reversed(pair)))


def tell_missing_denominators(frame):
    for part, whole in OUTCOMES.items():
        alone = frame[part].given & ~frame[whole].given
        frame.warn("no_denominator", alone, part, whole=str(frame.titles[whole]))


def facts(frame):
    return counted(frame, COUNTS, item=frame["program"].filled(""))


DATASET = Dataset(
    key="probation_outcomes",
    title=_("Probation outcomes"),
    row=_("the outcomes of one program, year and group"),
    fact=Tally,
    order=10,
    kinds=frozenset({Kind.PROBATION, Kind.COUNTY_OFFICE, Kind.STATE_OFFICE, Kind.PARTNERSHIP}),
    is_student_level=False,
    place="organization",
    period_column="year",
    # Counties report to the state by 1 October.
    due_days=93,
    columns=(
        AGENCY,
        Column(
            "year",
            _("Fiscal year"),
            "school_year",
            aliases=("Fiscal Year", "FY", *YEAR.aliases, "Year", "Reporting Period"),
            example="2024-25",
        ),
        Column(
            "program",
            _("Program"),
            "name",
            aliases=("Program", "Program Name", "JJCPA Program", "Strategy"),
            example="Truancy Response Program",
        ),
        *GROUP,
        count(
            "youth",
            _("Youth"),
            "Youth",
            "Participants",
            "Youth Served",
            "Total Youth",
            required=True,
            example="120",
        ),
        count(
            "probation_ended",
            _("Probation ended"),
            "Probation Closed",
            "Probation Terminated",
            "Probation Cases Closed",
            example="40",
        ),
        count(
            "probation_completed",
            _("Probation completed"),
            "Completed Probation",
            "Probation Completions",
            "Completion of Probation",
            "Successful Completions",
            example="31",
        ),
        count("arrested", _("Youth arrested"), "Arrested", "Arrests", "Youth with Arrest", example="9"),
        count(
            "violated",
            _("Youth with a probation violation"),
            "Probation Violations",
            "Violations",
            "Violated",
            example="7",
        ),
        count(
            "incarcerated",
            _("Youth incarcerated"),
            "Incarcerated",
            "Incarcerations",
            "Incarceration",
            example="4",
        ),
        count(
            "restitution_due",
            _("Restitution ordered"),
            "Ordered Restitution",
            "Owing Restitution",
            example="18",
        ),
        count(
            "restitution_completed",
            _("Restitution completed"),
            "Completed Restitution",
            "Completion of Restitution",
            "Restitution Completions",
            example="10",
        ),
        count(
            "service_due",
            _("Community service ordered"),
            "Ordered Community Service",
            "Owing Community Service",
            example="25",
        ),
        count(
            "service_completed",
            _("Community service completed"),
            "Completed Community Service",
            "Completion of Community Service",
            "Community Service Completions",
            example="19",
        ),
    ),
    rules=(
        name_groups,
        *(part_of(part, whole) for part, whole in OUTCOMES.items()),
        tell_missing_denominators,
        groups_add_up("youth", within=("agency", "year", "program")),
    ),
    facts=facts,
    identity=("item", "group"),
    parts=("element",),
    implied_families={groups.RACE: groups.RACE_NOT_REPORTED},
    reasons={
        "no_denominator": _(
            "“%(column)s” is told without “%(whole)s”, of which it is a part. The count is kept; no rate can be computed from it."
        ),
    },
)
