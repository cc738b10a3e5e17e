"""Police stops or contacts, by group: how many people were stopped, searched, cited, arrested, met with force.

A claim is the agency, a calendar year (as agencies report under AB 953) and a family of groups. Counts are of
people stopped. The population beside them, where the file gives it, is what a share of stops is compared with.
"""

from django.utils.translation import gettext_lazy as _

from partnership.models.organization import Kind

from . import groups
from .declaration import YEAR, Column, Dataset
from .facts import Tally
from .tallies import AGENCY, CALENDAR_YEAR, GROUP, count, counted, groups_add_up, name_groups, part_of

COUNTS = ("stops", "searches", "contraband", "citations", "arrests", "force", "population")
OF_STOPS = ("searches", "citations", "arrests", "force")


def facts(frame):
    return counted(frame, COUNTS, item=frame["city"].filled(""))


DATASET = Dataset(
    key="police_stops",
    title=_("Police stops or contacts"),
    row=_("the stops of one agency, year, city and group"),
    fact=Tally,
    order=11,
    kinds=frozenset({Kind.POLICE, Kind.SHERIFF, Kind.COUNTY_OFFICE, Kind.STATE_OFFICE, Kind.PARTNERSHIP}),
    is_student_level=False,
    place="organization",
    period=YEAR,
    period_column="year",
    cadence=YEAR,
    # The state takes a calendar year until 1 April.
    due_days=91,
    columns=(
        AGENCY,
        CALENDAR_YEAR,
        Column(
            "city",
            _("City"),
            "name",
            aliases=("City", "City of Stop", "Location City", "Jurisdiction"),
            example="Harbor",
        ),
        *GROUP,
        count(
            "stops",
            _("People stopped"),
            "Stops",
            "Contacts",
            "Stop Count",
            "Number of Stops",
            "Individuals Stopped",
            required=True,
            example="420",
        ),
        count("searches", _("People searched"), "Searches", "Searched", "Search Count", example="61"),
        count(
            "contraband",
            _("Searches that found something"),
            "Contraband Found",
            "Contraband",
            "Hits",
            example="12",
        ),
        count("citations", _("People cited"), "Citations", "Cited", "Citation Issued", example="180"),
        count("arrests", _("People arrested"), "Arrests", "Arrested", "Custodial Arrests", example="22"),
        count(
            "force",
            _("People met with force"),
            "Uses of Force",
            "Use of Force",
            "Force Used",
            "Force",
            example="3",
        ),
        count(
            "population",
            _("People living there"),
            "Population",
            "Residents",
            "Resident Population",
            example="9800",
        ),
    ),
    rules=(
        name_groups,
        *(part_of(part, "stops") for part in OF_STOPS),
        part_of("contraband", "searches"),
        groups_add_up("stops", within=("agency", "year", "city")),
    ),
    facts=facts,
    identity=("item", "group"),
    parts=("element",),
    implied_families={groups.RACE: groups.RACE_NOT_REPORTED},
)
