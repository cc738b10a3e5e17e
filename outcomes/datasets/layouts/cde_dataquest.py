"""Copies of the state's DataQuest reports, put together by an analyst: one downloaded report per school, whose
codes are only in the name of the downloaded file.
"""

import re
from urllib.parse import unquote_plus

from django.utils.translation import gettext_lazy as _

from .declaration import Layout

# "Achieve+Academy--Oakland+Unified--0161259-0111476.csv": school, district, their codes.
_REPORT = re.compile(r"(?:(.*?)--)?(?:(.*?)--)?(?<!\d)(\d{7})[-_](\d{7})(?!\d)")
_FILE = ("filename", "file name", "source file", "report")
_GROUP = ("Ethnicity", "Race / Ethnicity", "Student Group", "Subgroup", "Reporting Category")


def code_in(name):
    """The 14 digits of a school in the name of its report, "" where there are none."""
    found = _REPORT.search(name)
    return found[3] + found[4] if found else ""


def district_in(name):
    found = _REPORT.search(name)
    return unquote_plus(found[2] or "") if found else ""


def school_name(name, report):
    """The school's name; where it was lost, what the report's name still says of it."""
    found = _REPORT.search(report)
    return name.strip() or (unquote_plus(found[1] or "") if found else "")


def reshape(rows):
    rows.set("cds_code", rows.mapped(code_in, "report"), rows.headers["report"])
    rows.set("district_name", rows.mapped(district_in, "report"), rows.headers["report"])
    rows.set(
        "school_name", rows.mapped(school_name, "school_name", "report"), rows.headers.get("school_name", "")
    )
    return rows


def _layout(topic, title, **counts):
    """A report of one topic. counts: {column of the dataset: spellings}; those of rates need not be there."""
    return Layout(
        key=f"cde_dataquest_{topic}",
        title=title,
        dataset="school_totals",
        recognizes=(_FILE, _GROUP, *(texts for name, texts in counts.items() if "rate" not in name)),
        absent=("County Code", "School Code", "CDS Code"),
        columns={
            "report": _FILE,
            "year": ("school_year", "Academic Year", "Year"),
            "school_name": ("name", "school name", "school"),
            "group_title": _GROUP,
            **counts,
        },
        reshape=reshape,
        about=_(
            "DataQuest reports of schools by race or group, downloaded school by school and put together; the "
            "school's codes stand in the downloaded file's name."
        ),
    )


_ENROLLMENT = ("Cumulative Enrollment",)

LAYOUTS = (
    _layout(
        "suspension",
        _("Copies of DataQuest suspension reports (California)"),
        enrollment=_ENROLLMENT,
        suspensions=("Total Suspensions",),
        suspended=(
            "Unduplicated Count of Students Suspended",
            "Unduplicated Count of Students Suspended (Total)",
        ),
        rate=("Suspension Rate", "Suspension Rate (Total)"),
    ),
    _layout(
        "expulsion",
        _("Copies of DataQuest expulsion reports (California)"),
        enrollment=_ENROLLMENT,
        expulsions=("Total Expulsions",),
        expelled=(
            "Unduplicated Count of Students Expelled",
            "Unduplicated Count of Students Expelled (Total)",
        ),
        expulsion_rate=("Expulsion Rate", "Expulsion Rate (Total)"),
    ),
    _layout(
        "chronic_absence",
        _("Copies of DataQuest chronic absenteeism reports (California)"),
        chronic_eligible=(
            "Chronic Absenteeism Eligible Enrollment",
            "Chronic Absenteeism Eligible Cumulative Enrollment",
        ),
        chronically_absent=("Chronic Absenteeism Count",),
        chronic_rate=("Chronic Absenteeism Rate",),
    ),
)
