"""Training completions: how many of an organization's people completed a course, of how many.

A claim is the organization and a calendar year. The course is the item; the rank group stands where other counts
have a group of people.
"""

from django.utils.translation import gettext_lazy as _

from .declaration import YEAR, Column, Dataset, Facts
from .facts import Tally
from .tallies import AGENCY, CALENDAR_YEAR, RANK, count, counted, name_ranks, part_of

COUNTS = ("completed", "expected")


def facts(frame):
    found = counted(frame, COUNTS, item=frame["course"].filled(""), group=False)
    values = {**found.values, "group": frame["rank"].texts()[found.rows].tolist()}
    return Facts(rows=found.rows, values=values)


DATASET = Dataset(
    key="training_completions",
    title=_("Training completions"),
    row=_("one course of an organization, year and rank group"),
    fact=Tally,
    order=12,
    is_student_level=False,
    place="organization",
    period=YEAR,
    period_column="year",
    cadence=YEAR,
    due_days=60,
    columns=(
        AGENCY,
        CALENDAR_YEAR,
        Column(
            "course",
            _("Course or topic"),
            "name",
            required=True,
            aliases=(
                "Course",
                "Course Name",
                "Course Title",
                "Topic",
                "Training",
                "Training Name",
                "Training Title",
            ),
            example="Crisis intervention",
        ),
        RANK,
        count(
            "completed",
            _("People who completed it"),
            "Completed",
            "Completions",
            "Number Completed",
            "Trained",
            "Attended",
            required=True,
            example="42",
        ),
        count(
            "expected",
            _("Of how many"),
            "Of How Many",
            "Assigned",
            "Eligible",
            "Headcount",
            "Required",
            "Total Staff",
            "Enrolled",
            example="60",
        ),
    ),
    rules=(name_ranks, part_of("completed", "expected")),
    facts=facts,
    identity=("item", "group"),
    parts=("element",),
)
