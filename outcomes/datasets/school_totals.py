"""School totals: counts of a school (or district, or county), year and group, as states publish them.

A claim is a place, a school year and a family of groups within a topic ("suspension:race"), so that a file
by race and a file by sex stand side by side. Counts by reason are topics of their own: a file without them
does not take them away. The topics are in `totals_topics`, what can be wrong with a file in `totals_rules`.
"""

import numpy as np
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import groups, totals_rules, totals_topics
from .declaration import SCHOOLS, Column, Dataset, Facts
from .facts import SchoolTotal
from .frame import (
    Coded,
)
from .tallies import STATES
from .totals_topics import TOPICS, missing_counts


def facts(frame):
    """One fact per row and count, in the family of its group and the topic of its count."""
    rows = np.flatnonzero(frame.going_in)
    group = frame["group"].texts()[rows]
    families = [groups.GROUPS[key].family if key else "" for key in frame["group"].values]
    family = Coded.of(frame["group"].taken(families)[rows].tolist())
    parts = {"rows": [], "families": [], "group": [], "element": [], "count": [], "state": []}
    for topic in totals_rules.topics_of(frame):
        families = family.taken([f"{topic.key}:{name}" for name in family.values]).tolist()
        for name in topic.counts:
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


def lacks(names, unused):
    """Titles of the counts that a file with these columns should have, and has not."""
    titles = {column.name: column.title for column in DATASET.columns}
    return [titles[name] for name in missing_counts(names, unused)]


def _count(name, title, *aliases):
    return Column(name, title, "count", aliases=aliases)


def _rate(name, title, *aliases):
    return Column(name, title, "rate", aliases=aliases)


def _reasons(prefix, header, of):
    """The counts by reason, named alike for suspensions and expulsions. of: what is counted, "" where clear."""
    reasons = [
        ("injury", _("Violent incident with injury"), "Violent Incident (Injury)"),
        ("no_injury", _("Violent incident without injury"), "Violent Incident (No Injury)"),
        ("weapons", _("Weapons possession"), "Weapons Possession"),
        ("drugs", _("Illicit drugs"), "Illicit Drug-Related"),
        ("defiance", _("Defiance only"), "Defiance-Only"),
        ("other", _("Other reasons"), "Other Reasons"),
    ]
    return [
        _count(f"{prefix}{name}", format_lazy("{}: {}", of, title) if of else title, f"{header} {text}")
        for name, title, text in reasons
    ]


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
    headline=("count", {"group": "all", "element": "enrollment"}),
    period_column="year",
    typed=("group_title", *totals_topics.COUNTS),
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
            words={
                **dict.fromkeys(("s", "school"), "school"),
                **dict.fromkeys(("d", "d1", "district"), "district"),
                # A district without its charter schools, in files of 2016-17 and 2017-18.
                "d2": "part",
                **dict.fromkeys(("c", "county"), "county"),
                **dict.fromkeys(("t", "state"), "state"),
            },
        ),
        Column("county_code", _("County code"), "code", width=2, aliases=("CountyCode", "County Code")),
        Column(
            "district_code", _("District code"), "code", width=5, aliases=("DistrictCode", "District Code")
        ),
        Column("school_code", _("School code"), "code", width=7, aliases=("SchoolCode", "School Code")),
        Column("cds_code", _("CDS code"), "code", width=14, aliases=("CDSCode", "CDS Code", "CDS")),
        # Of a place in another state: the state's letters and the code that it has there ("CT-0640011").
        Column("place_code", _("Code in another state"), "code"),
        Column("parent_code", _("Code of the district in another state"), "code"),
        Column("county_name", _("County"), aliases=("CountyName", "County Name")),
        Column("district_name", _("District"), aliases=("DistrictName", "District Name")),
        Column("school_name", _("School"), aliases=("SchoolName", "School Name")),
        Column(
            "charter",
            _("Charter school"),
            "word",
            aliases=("CharterYN", "Charter School", "Charter YN", "Charter", "Charter (All/Y/N)"),
            words={"y": "yes", "yes": "yes", "n": "no", "no": "no", "all": "all"},
        ),
        Column(
            "dass",
            _("Alternative school status"),
            "word",
            aliases=("DASS", "DASS YN", "DASS Status"),
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
        _count("enrollment", _("Cumulative enrollment"), "CumulativeEnrollment"),
        _count("suspensions", _("Suspensions"), "Total Suspensions"),
        _count(
            "suspended",
            _("Students suspended"),
            "Unduplicated Count of Students Suspended (Total)",
            "Unduplicated Count of Students Suspended",
            "unduplicated_suspensions",
        ),
        _count(
            "suspended_defiance",
            _("Students suspended for defiance only"),
            "Unduplicated Count of Students Suspended (Defiance-Only)",
        ),
        _rate(
            "rate",
            _("Suspension rate"),
            "Suspension Rate (Total)",
            "Suspension Rate [%] (Total)",
            "Suspension Rate",
        ),
        *_reasons("", "Suspension Count", ""),
        _count(
            "chronic_eligible",
            _("Students eligible for chronic absence"),
            "ChronicAbsenteeismEligibleCumulativeEnrollment",
            "Chronic Absenteeism Eligible Enrollment",
        ),
        _count(
            "chronically_absent",
            _("Students chronically absent"),
            "ChronicAbsenteeismCount",
            "Students Chronically Absent",
        ),
        _rate("chronic_rate", _("Chronic absence rate"), "ChronicAbsenteeismRate"),
        _count("expulsions", _("Expulsions"), "Total Expulsions"),
        _count(
            "expelled",
            _("Students expelled"),
            "Unduplicated Count of Students Expelled (Total)",
            "Unduplicated Count of Students Expelled",
        ),
        _count(
            "expelled_defiance",
            _("Students expelled for defiance only"),
            "Unduplicated Count of Students Expelled (Defiance-Only)",
        ),
        _rate("expulsion_rate", _("Expulsion rate"), "Expulsion Rate (Total)"),
        *_reasons("expulsion_", "Expulsion Count", _("Expulsions")),
        _count("sanctioned", _("Students suspended or expelled")),
        _rate("sanction_rate", _("Rate of students suspended or expelled")),
        _count("census_enrollment", _("Enrollment on census day"), "Census Day Enrollment"),
    ),
    lacks=lacks,
    rules=(
        totals_rules.split_cds,
        totals_rules.recognize_groups,
        totals_rules.leave_out_aggregates,
        totals_rules.leave_out_placeholders,
        totals_rules.leave_out_doubled_years,
        totals_rules.leave_out_zero_of_zero,
        totals_rules.check_counts,
        totals_rules.check_groups_add_up,
        totals_rules.check_rates,
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
            "These rows repeat the students of a place for some of its schools only (charter or not, alternative or not). The row for all is used, these stay out."
        ),
        "state_total": _("Totals of the state belong to no place of the partnership. These rows stay out."),
        "more_than_enrolled": _(
            "“%(column)s” counts more students than there were. Correct the counts, or leave these rows out."
        ),
        "more_students_than_events": _(
            "“%(column)s” counts more students than times that it happened. Correct the counts, or leave these rows out."
        ),
        "parts_disagree": _(
            "The counts by reason do not add up to “%(column)s”. The numbers are kept as the source gives them."
        ),
        "even_column": _(
            "“%(column)s” is even in every row of these years: it may have been summed twice, once as a whole and once in parts. Compare it with its source."
        ),
        "labeled_total": _(
            "These rows are totals or averages of the other rows, not a place. They stay out."
        ),
        "rate_alone": _(
            "“%(column)s” cannot be recomputed, because the file does not tell how many students there were. Rates are made of counts only, so it is not kept."
        ),
        "rate_padded": _(
            "“%(column)s” was rounded to one digit less than it prints (0.571 became 0.60). It is compared so; rates are always recomputed from the counts."
        ),
        "count_of_share": _(
            "The file holds shares of a total. These rows' counts were computed from them: each is the only whole number that gives the printed share."
        ),
        "share_not_clear": _(
            "Several whole numbers give the printed share, or none does, so that the count cannot be told. It counts as not measurable."
        ),
        "census_day": _(
            "The file does not say how the students were counted; such numbers are those enrolled on one day in October. They are kept apart from cumulative enrollment."
        ),
        "sanctions": _(
            "Connecticut counts students with a suspension (in or out of school) or an expulsion together. These are kept apart from students suspended."
        ),
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
