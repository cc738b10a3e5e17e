"""Exports of Connecticut's portal EdSight: one row per district (or school) and group, hidden counts as `*`.

Its district codes have seven digits as Californian districts have, so places are known as "CT-0640011".
Students with a suspension or an expulsion are counted together, and no number of students enrolled is told.
"""

from django.utils.translation import gettext_lazy as _

from ..headers import fold
from .declaration import Layout

DISTRICT = ("District", "District Name")
PLACES = {
    "district_name": DISTRICT,
    "district": "District Code",
    "school_name": ("School", "School Name"),
    "school": "School Code",
    "year": ("School Year", "Year", "Academic Year"),
}
WHERE_AND_WHEN = (
    "District Code",
    "School",
    "School Name",
    "School Code",
    "School Year",
    "Year",
    "Academic Year",
)
CHRONIC = ("Chronically Absent Student Count", "Chronically Absent Count", "Student Count", "Count")
CHRONIC_RATE = ("Chronically Absent %", "% Chronically Absent", "%")
SANCTIONED = ("Count", "Student Count", "Suspended Student Count", "Number of Students Suspended")
SANCTION_RATE = ("%", "% Suspended", "Suspension Rate", "Suspended %")
# What "Yes" and "No" mean under a header that speaks of these.
YES_AND_NO = {
    "disab": ("Students with disabilities", "Students without disabilities"),
    "special": ("Students with disabilities", "Students without disabilities"),
    "english": ("English learners", "Not English learners"),
    "lunch": ("Eligible for free or reduced lunch", "Not eligible for free or reduced lunch"),
    "needs": ("High needs", "Not high needs"),
}
_STATE = {"connecticut", "state", "state of connecticut", "statewide"}


def code(text):
    """The code as the registry knows it; a spreadsheet may have taken its zeros."""
    digits = text.strip().strip('="')
    return f"CT-{digits.zfill(7)}" if digits.isdigit() else ""


def other(header):
    """The key of a header that is none of the others: the portal names it after what it groups by."""
    known = {*DISTRICT, *CHRONIC, *CHRONIC_RATE, *SANCTIONED, *SANCTION_RATE, *WHERE_AND_WHEN}
    return header if header.strip() and fold(header) not in {fold(text) for text in known} else None


def group(text, header):
    """A group as its own words: "Yes" under "Special Education", "9" under "Grade"."""
    word = text.strip().lower()
    if word in ("yes", "y", "no", "n"):
        meant = next((pair for about, pair in YES_AND_NO.items() if about in header.lower()), None)
        return meant[word in ("no", "n")] if meant else text
    return f"Grade {int(word)}" if word.isdigit() and "grade" in header.lower() else text


def level(school):
    return "school" if code(school) else "district"


def reshape(rows):
    rows.leave_out(
        "state_total",
        rows.mask("district_name", lambda text: text.strip().lower() in _STATE),
        "district_name",
    )
    own = rows.mapped(lambda school, district: code(school) or code(district), "school", "district")
    rows.set("place_code", own, rows.headers["district"])
    rows.set(
        "parent_code",
        rows.mapped(lambda school, district: code(school) and code(district), "school", "district"),
    )
    rows.set("level", rows.mapped(level, "school"))
    by = [header for header, column in rows.wide("group").items() if _has_words(column)]
    if by:
        header = by[0]
        rows.set("group_title", rows.mapped(lambda text: group(text, header), f"group:{header}"), header)
        rows.set("group_category", header)
    return rows


def _has_words(column):
    return any(letter.isalpha() for text in column.values for letter in text if text not in ("N/A", "*"))


LAYOUTS = (
    Layout(
        key="ct_chronic_absence",
        title=_("EdSight chronic absenteeism (Connecticut)"),
        dataset="school_totals",
        recognizes=(DISTRICT, "District Code", CHRONIC),
        says=r"chronic|absen",
        columns=PLACES | {"chronically_absent": CHRONIC, "chronic_rate": CHRONIC_RATE},
        wide={"group": other},
        reshape=reshape,
        about=_(
            "edsight.ct.gov, Students, Chronic Absenteeism, exported as CSV, with the count of students."
        ),
    ),
    Layout(
        key="ct_suspension",
        title=_("EdSight suspension rates (Connecticut)"),
        dataset="school_totals",
        recognizes=(DISTRICT, "District Code", SANCTIONED),
        says=r"suspen|sanction",
        columns=PLACES | {"sanctioned": SANCTIONED, "sanction_rate": SANCTION_RATE},
        wide={"group": other},
        reshape=reshape,
        notices=("sanctions",),
        about=_("edsight.ct.gov, Students, Suspension Rates, exported as CSV."),
    ),
    Layout(
        key="ct_rates_only",
        title=_("EdSight rates without counts (Connecticut)"),
        dataset="school_totals",
        recognizes=(
            DISTRICT,
            "District Code",
            tuple({**dict.fromkeys(CHRONIC_RATE), **dict.fromkeys(SANCTION_RATE)}),
        ),
        absent=tuple(dict.fromkeys((*CHRONIC, *SANCTIONED))),
        columns={},
        refuses=_(
            "This is an export of Connecticut's portal that holds percentages only. A percentage without its counts "
            "cannot be recomputed, added up or protected, so this file cannot be taken. In the portal, choose the report "
            "that also shows the number of students, and hand that in. Nothing was stored."
        ),
        about=_("edsight.ct.gov, exports without counts, as of 2015-16; known, and refused with the reason."),
    ),
)
