"""Copies of the state's DataQuest reports, put together by an analyst: one downloaded report per school, whose
codes are only in the name of the downloaded file.
"""

import re

from django.utils.translation import gettext_lazy as _

from .declaration import Layout

# "Achieve+Academy--Oakland+Unified--0161259-0111476.csv": county and district, school.
_CODES = re.compile(r"(?<!\d)(\d{7})[-_](\d{7})(?!\d)")


def code_in(name):
    """The 14 digits of a school in the name of its report, "" where there are none."""
    found = _CODES.search(name)
    return "".join(found.groups()) if found else ""


def reshape(rows):
    rows.set("cds_code", rows.mapped(code_in, "report"), rows.headers["report"])
    if "year" not in rows:
        rows.set("year", rows.year)
    return rows


LAYOUTS = (
    Layout(
        key="cde_dataquest_suspension",
        title=_("Copies of DataQuest suspension reports (California)"),
        dataset="school_totals",
        recognizes=(
            ("filename", "file name", "source file", "report"),
            ("Ethnicity", "Race / Ethnicity", "Race/Ethnicity", "Student Group", "Reporting Category"),
            ("CumulativeEnrollment", "Cumulative Enrollment"),
            "TotalSuspensions",
        ),
        absent=("CountyCode", "SchoolCode", "CDSCode"),
        columns={
            "report": ("filename", "file name", "source file", "report"),
            "year": ("school_year", "Academic Year", "Year"),
            "school_name": ("name", "school name", "school"),
            "group_title": (
                "Ethnicity",
                "Race / Ethnicity",
                "Student Group",
                "Reporting Category",
            ),
            "enrollment": ("CumulativeEnrollment",),
            "suspensions": ("TotalSuspensions",),
            "suspended": (
                "UnduplicatedCountofStudentsSuspended",
                "Unduplicated Count of Students Suspended (Total)",
            ),
            "rate": ("SuspensionRate", "Suspension Rate (Total)"),
        },
        reshape=reshape,
        about=_(
            "DataQuest, Annual Suspension Count and Rate of a school, downloaded school by school and put "
            "together; the school's codes stand in the downloaded file's name."
        ),
    ),
)
