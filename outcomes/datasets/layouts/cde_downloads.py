"""The files that the California Department of Education offers for download. Their columns are those of the
dataset, in the spelling of any year, so that nothing has to be made of them; they are only known by name.
"""

from django.utils.translation import gettext_lazy as _

from .declaration import Layout

LEVELS = ("Aggregate Level", "County Code", "District Code", "School Code", "Reporting Category")


def _layout(key, title, about, *counts, absent=()):
    return Layout(
        key=key,
        title=title,
        dataset="school_totals",
        recognizes=(*LEVELS, *counts),
        absent=absent,
        columns={},
        about=about,
    )


LAYOUTS = (
    _layout(
        "cde_suspension",
        _("State suspension data (California)"),
        _("cde.ca.gov, Accessing Educational Data, Suspension Data, any school year."),
        "Total Suspensions",
        "Unduplicated Count of Students Suspended (Total)",
    ),
    _layout(
        "cde_chronic_absence",
        _("State chronic absenteeism data (California)"),
        _("cde.ca.gov, Accessing Educational Data, Chronic Absenteeism Data, any school year."),
        "ChronicAbsenteeismEligibleCumulativeEnrollment",
        "ChronicAbsenteeismCount",
    ),
    _layout(
        "cde_expulsion",
        _("State expulsion data (California)"),
        _("cde.ca.gov, Accessing Educational Data, Expulsion Data, any school year."),
        "Total Expulsions",
        "Unduplicated Count of Students Expelled (Total)",
    ),
    _layout(
        "cde_cumulative_enrollment",
        _("State cumulative enrollment data (California)"),
        _("cde.ca.gov, Accessing Educational Data, Cumulative Enrollment Data, any school year."),
        "Cumulative Enrollment",
        absent=("Total Suspensions", "Total Expulsions"),
    ),
)
