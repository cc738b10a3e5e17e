"""School totals: counts of a school (or district, or county), year and group, as CDE publishes them.

A claim is a place, a school year and a family of groups within a topic ("suspension:race"), so that a file
by race and a file by sex stand side by side. Counts by reason are a topic of their own: a file without them
does not take them away.
"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from . import groups
from .declaration import SCHOOLS, Column, Dataset, Facts
from .facts import CellState, SchoolTotal
from .frame import (
    BAD,
    BLANK,
    NOT_APPLICABLE,
    NOT_MEASURABLE,
    NOT_REPORTED,
    SUPPRESSED,
    VALUE,
    Coded,
    Understood,
    combined,
)
from .rates import check_rate

SUSPENSION, SUSPENSION_REASON = "suspension", "suspension_reason"
TOPICS = {
    SUSPENSION: ("enrollment", "suspensions", "suspended"),
    SUSPENSION_REASON: (
        "suspended_defiance",
        "injury",
        "no_injury",
        "weapons",
        "drugs",
        "defiance",
        "other",
    ),
}
REASON_COUNTS = TOPICS[SUSPENSION_REASON][1:]
COUNTS = (*TOPICS[SUSPENSION], *TOPICS[SUSPENSION_REASON])
# The exact doubling of a year is told from chance by this many nonzero counts, every one even.
ENOUGH_TO_TELL_DOUBLING = 30
STATES = {
    VALUE: CellState.REPORTED,
    SUPPRESSED: CellState.SUPPRESSED,
    NOT_APPLICABLE: CellState.NOT_APPLICABLE,
    NOT_REPORTED: CellState.NOT_REPORTED,
    NOT_MEASURABLE: CellState.NOT_MEASURABLE,
    BLANK: CellState.NOT_REPORTED,
    # Its row is an error and stays out.
    BAD: CellState.NOT_REPORTED,
}
# Stand for no school at CDE: the district's own office, and nonpublic schools.
PLACEHOLDERS = {"0000000", "0000001"}


def recognize_groups(frame):
    """Give each row its group; one that nobody knows is an error."""
    code, title, category = (frame[name] for name in ("group_code", "group_title", "group_category"))
    scheme = groups.scheme_of({value for value in code.values if value})
    triple = combined(code, title, category)
    first = pd.Series(triple).drop_duplicates().index.to_numpy()
    texts = [column.filled("") for column in (code, title, category)]
    known = {triple[at]: groups.recognize(texts[0][at], texts[1][at], texts[2][at], scheme) for at in first}
    found = Coded(list(known.values()), pd.factorize(triple)[0].astype(np.int32))
    frame.columns["group"] = found
    unknown = found.taken([key is None for key in found.values], bool)
    frame.error(
        "not_understood",
        unknown,
        "group_title",
        expected="group",
    )


def leave_out_aggregates(frame):
    """CDE repeats a district's rows for charter and other schools apart: only the row of all counts once."""
    aggregate = np.isin(frame["level"].filled(""), ["district", "county"])
    partial = frame["charter"].given & (frame["charter"].filled("") != "all")
    partial |= frame["dass"].given & (frame["dass"].filled("") != "all")
    frame.leave_out("part_of_aggregate", aggregate & partial)
    frame.leave_out("state_total", frame["level"].filled("") == "state")


def leave_out_placeholders(frame):
    frame.leave_out("no_school", np.isin(frame["school_code"].filled(""), list(PLACEHOLDERS)), "school_code")


def leave_out_doubled_years(frame):
    """A year whose counts are all even was summed twice (all schools plus charter and other schools)."""
    counts = [frame[name].numbers() for name in COUNTS if frame.has(name)]
    years = frame["year"]
    doubled, numbers = {}, 0
    for code, year in enumerate(years.values):
        rows = years.codes == code
        in_year = np.concatenate([count[rows] for count in counts])
        nonzero = in_year[in_year != 0]
        if len(nonzero) >= ENOUGH_TO_TELL_DOUBLING and not (nonzero % 2).any():
            doubled[code] = year
            numbers += len(nonzero)
    mask = np.isin(years.codes, list(doubled))
    frame.leave_out("doubled_year", mask, "year", years=", ".join(sorted(doubled.values())), numbers=numbers)


def leave_out_zero_of_zero(frame):
    """0 students of 0: a suppressed cell that somebody turned into zeros. Nothing can be known from it."""
    zero = frame["enrollment"].given & (frame["enrollment"].numbers() == 0)
    for name in COUNTS[1:]:
        if frame.has(name):
            zero &= frame[name].numbers() == 0
    frame.leave_out("zero_of_zero", zero, "enrollment")


def check_counts(frame):
    """Part and whole, and counts that cannot exceed one another."""
    enrollment, suspensions, suspended = (frame[name] for name in TOPICS[SUSPENSION])
    frame.error(
        "more_than_enrolled",
        enrollment.given & suspended.given & (suspended.numbers() > enrollment.numbers()),
        "suspended",
    )
    frame.error(
        "more_students_than_events",
        suspensions.given & suspended.given & (suspended.numbers() > suspensions.numbers()),
        "suspended",
    )
    if all(frame.has(name) for name in REASON_COUNTS):
        parts = [frame[name] for name in REASON_COUNTS]
        complete = suspensions.given & np.logical_and.reduce([part.given for part in parts])
        total = sum(part.numbers() for part in parts)
        frame.warn("parts_disagree", complete & (total != suspensions.numbers()), "suspensions")


def split_cds(frame):
    """A file with 14-digit codes has county, district and school in one."""
    cds = frame["cds_code"]
    if not frame.has("cds_code") or frame.has("school_code"):
        return
    for name, part in {
        "county_code": slice(2),
        "district_code": slice(2, 7),
        "school_code": slice(7, 14),
    }.items():
        values = [value and value[part] for value in cds.values]
        frame.columns[name] = Understood(values, cds.codes, cds.kinds)


def facts(frame):
    """One fact per row and count, in the family of its group and the topic of its count."""
    rows = np.flatnonzero(frame.going_in)
    group = frame["group"].texts()[rows]
    family = frame["group"].taken(
        [groups.GROUPS[key].family if key else "" for key in frame["group"].values]
    )[rows]
    parts = {"rows": [], "families": [], "group": [], "element": [], "count": [], "state": []}
    for topic, names in TOPICS.items():
        families = Coded.of(family.tolist())
        families = families.taken([f"{topic}:{name}" for name in families.values]).tolist()
        for name in names:
            if not frame.has(name):
                continue
            column = frame[name]
            parts["rows"].append(rows)
            parts["families"] += families
            parts["group"] += group.tolist()
            parts["element"] += [name] * len(rows)
            parts["count"] += column.filled(None)[rows].tolist()
            parts["state"] += column.taken([str(STATES[kind]) for kind in column.kinds])[rows].tolist()
    rows = np.concatenate(parts.pop("rows")) if parts["rows"] else rows
    return Facts(rows=rows, families=parts.pop("families"), values=parts)


def _count(name, title, *aliases, required=False):
    return Column(name, title, "count", required=required, aliases=aliases)


DATASET = Dataset(
    key="school_totals",
    title=_("School totals"),
    row=_("counts of one place, school year and group"),
    fact=SchoolTotal,
    order=1,
    kinds=SCHOOLS,
    # The state publishes a school year about five months after its end.
    due_days=180,
    place="levels",
    is_student_level=False,
    period_column="year",
    typed=("group_title", *COUNTS),
    columns=(
        Column(
            "year",
            _("School year"),
            "school_year",
            required=True,
            aliases=("AcademicYear", "Academic Year", "School Year", "Year"),
        ),
        Column(
            "level",
            _("Aggregate level"),
            "word",
            aliases=("AggregateLevel", "Aggregate Level"),
            words={"s": "school", "d": "district", "c": "county", "t": "state"},
        ),
        Column("county_code", _("County code"), "code", width=2, aliases=("CountyCode", "County Code")),
        Column(
            "district_code", _("District code"), "code", width=5, aliases=("DistrictCode", "District Code")
        ),
        Column("school_code", _("School code"), "code", width=7, aliases=("SchoolCode", "School Code")),
        Column("cds_code", _("CDS code"), "code", width=14, aliases=("CDSCode", "CDS Code", "CDS")),
        Column("county_name", _("County"), aliases=("CountyName", "County Name")),
        Column("district_name", _("District"), aliases=("DistrictName", "District Name")),
        Column("school_name", _("School"), aliases=("SchoolName", "School Name")),
        Column(
            "charter",
            _("Charter school"),
            "word",
            aliases=("CharterYN", "Charter School", "Charter YN", "Charter"),
            words={"y": "yes", "yes": "yes", "n": "no", "no": "no", "all": "all"},
        ),
        Column(
            "dass",
            _("Alternative school status"),
            "word",
            aliases=("DASS", "DASS YN"),
            words={"y": "yes", "yes": "yes", "n": "no", "no": "no", "all": "all"},
        ),
        Column(
            "group_code",
            _("Group code"),
            aliases=("ReportingCategory", "Reporting Category", "subgroup_code"),
        ),
        Column(
            "group_title",
            _("Group"),
            aliases=(
                "ReportingCategory_Description",
                "Reporting Category Description",
                "subgroup",
                "Student Group",
            ),
        ),
        Column("group_category", _("Kind of group"), aliases=("category_type", "Group Category")),
        _count(
            "enrollment",
            _("Cumulative enrollment"),
            "CumulativeEnrollment",
            "Cumulative Enrollment",
            required=True,
        ),
        _count("suspensions", _("Suspensions"), "Total Suspensions", "total_suspensions", required=True),
        _count(
            "suspended",
            _("Students suspended"),
            "Unduplicated Count of Students Suspended (Total)",
            "Unduplicated Count of Students Suspended",
            "unduplicated_suspensions",
            required=True,
        ),
        _count(
            "suspended_defiance",
            _("Students suspended for defiance only"),
            "Unduplicated Count of Students Suspended (Defiance-Only)",
        ),
        Column(
            "rate",
            _("Suspension rate"),
            "rate",
            aliases=("Suspension Rate (Total)", "Suspension Rate [%] (Total)", "Suspension Rate", "rate"),
        ),
        _count("injury", _("Violent incident with injury"), "Suspension Count Violent Incident (Injury)"),
        _count(
            "no_injury", _("Violent incident without injury"), "Suspension Count Violent Incident (No Injury)"
        ),
        _count("weapons", _("Weapons possession"), "Suspension Count Weapons Possession"),
        _count("drugs", _("Illicit drugs"), "Suspension Count Illicit Drug-Related"),
        _count("defiance", _("Defiance only"), "Suspension Count Defiance-Only"),
        _count("other", _("Other reasons"), "Suspension Count Other Reasons"),
    ),
    rules=(
        split_cds,
        recognize_groups,
        leave_out_aggregates,
        leave_out_placeholders,
        leave_out_doubled_years,
        leave_out_zero_of_zero,
        check_counts,
        check_rate,
    ),
    facts=facts,
    identity=("group",),
    parts=("element",),
    implied_families={f"{topic}:{groups.RACE}": f"{topic}:{groups.RACE_NOT_REPORTED}" for topic in TOPICS},
    reasons={
        "doubled_year": _(
            "All %(numbers)s counts of %(years)s are even: the year was summed twice, once as a whole and once in parts. Its true counts cannot be known from this file, so these rows stay out. Hand in the year from its source."
        ),
        "zero_of_zero": _(
            "0 students of 0: the source hides small groups, and here a hidden cell was turned into zeros. These rows stay out and count as not reported."
        ),
        "no_school": _(
            "The school code stands for no school (0 is the district's own office, 1 nonpublic schools). These rows stay out."
        ),
        "part_of_aggregate": _(
            "These rows repeat a district's or county's students for some of its schools only. The row for all schools is used, these stay out."
        ),
        "state_total": _("Totals of the state belong to no place of the partnership. These rows stay out."),
        "more_than_enrolled": _(
            "More students suspended than enrolled. Correct the counts, or leave these rows out."
        ),
        "more_students_than_events": _(
            "More students suspended than suspensions. Correct the counts, or leave these rows out."
        ),
        "parts_disagree": _("The suspensions by reason do not add up to all suspensions."),
        "rate_is_fraction": _(
            "“%(column)s” holds fractions (0.583), where the state publishes percent (58.3). It is read as a fraction; rates are always recomputed from the counts."
        ),
        "rate_of_events": _(
            "“%(column)s” divides all suspensions, not the students suspended, by enrollment. It is not the suspension rate and is not used; rates are recomputed from the counts."
        ),
        "rate_rounded_half": _(
            "The rate lies exactly between two printed values (like 17 of 80, 21.25 %%); the source rounded it up, other programs round it to the even digit. The counts are what is kept."
        ),
        "rate_disagrees": _(
            "“%(column)s” does not follow from the counts of its row. The counts are what is kept."
        ),
    },
)
