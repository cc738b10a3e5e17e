"""Workforce by group: an organization's people by rank group and group, and the community's where it is given.

A claim is the organization, a calendar year and a family of groups. The rank group is the item.
"""

from django.utils.translation import gettext_lazy as _

from . import groups
from .declaration import YEAR, Dataset
from .facts import Tally
from .tallies import (
    AGENCY,
    CALENDAR_YEAR,
    GROUP,
    RANK,
    count,
    counted,
    groups_add_up,
    name_groups,
    name_ranks,
)

COUNTS = ("headcount", "community")


def facts(frame):
    return counted(frame, COUNTS, item=frame["rank"].texts())


DATASET = Dataset(
    key="workforce",
    title=_("Workforce by group"),
    row=_("the people of one organization, year, rank group and group"),
    fact=Tally,
    order=13,
    is_student_level=False,
    place="organization",
    period=YEAR,
    period_column="year",
    cadence=YEAR,
    due_days=60,
    columns=(
        AGENCY,
        CALENDAR_YEAR,
        RANK,
        *GROUP,
        count(
            "headcount",
            _("Headcount"),
            "Headcount",
            "Employees",
            "Staff",
            "Number of Employees",
            "Officers",
            "FTE",
            required=True,
            example="85",
        ),
        count(
            "community",
            _("People of the community"),
            "Community",
            "Community Population",
            "Population",
            "Residents",
            example="41200",
        ),
    ),
    rules=(name_groups, name_ranks, groups_add_up("headcount", within=("agency", "year", "rank"))),
    facts=facts,
    identity=("item", "group"),
    parts=("element",),
    implied_families={groups.RACE: groups.RACE_NOT_REPORTED},
)
