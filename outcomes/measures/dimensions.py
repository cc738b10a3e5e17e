"""The ways in which people are told apart: dimensions and their groups, by the codes that a cell carries.

Dimension "" is everybody. A group's code is a key of datasets.groups where files publish counts of it, so that a
number made of rows of students and one that a source published bear the same code.
"""

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..datasets.groups import GROUPS

# Joins the codes of groups that are told together, because each alone is too small.
JOINED = "+"
# Stands in a name that has a plus sign of its own.
PLUS = "＋"
ALL, RACE, SEX, GRADE_SPAN = "", "race", "sex", "grade_span"
FLAGS = ("english_learner", "disability", "foster", "homeless")


@dataclass(frozen=True)
class Dimension:
    """groups: {code: title} in the order of pages; the last one holds those of whom nobody told."""

    key: str
    title: str
    groups: dict
    # Whether the groups together are everybody, each student in one of them.
    adds_up: bool = True

    @property
    def unknown(self):
        return next(reversed(self.groups), "")


def _known(*keys):
    return {key: GROUPS[key].title for key in keys}


def _flag(key, title, other, unknown):
    return Dimension(key, title, {**_known(key), **other, f"{key}_not_reported": unknown})


DIMENSIONS = {
    one.key: one
    for one in [
        Dimension(
            RACE,
            _("Race and ethnicity"),
            _known(
                "race_black",
                "race_native",
                "race_asian",
                "race_filipino",
                "race_hispanic",
                "race_middle_eastern",
                "race_pacific",
                "race_white",
                "race_two_or_more",
                "race_not_reported",
            ),
        ),
        Dimension(SEX, _("Sex"), _known("female", "male", "nonbinary", "sex_not_reported")),
        _flag(
            "english_learner",
            _("English learners"),
            _known("not_english_learner"),
            _("English learner status not reported"),
        ),
        _flag("disability", _("Disability"), _known("no_disability"), _("Disability not reported")),
        _flag(
            "foster",
            _("Foster youth"),
            {"not_foster": _("Not in foster care")},
            _("Foster care not reported"),
        ),
        _flag(
            "homeless", _("Homelessness"), {"not_homeless": _("Not homeless")}, _("Homelessness not reported")
        ),
        Dimension(
            GRADE_SPAN,
            _("Grades"),
            _known("grade_k", "grades_1_3", "grades_4_6", "grades_7_8", "grades_9_12", "ungraded")
            | {"grade_not_reported": _("Grade not reported")},
        ),
    ]
}
# Ages occur where an agency reports by them.
AGE = Dimension(
    "age", _("Age"), {key: one.title for key, one in GROUPS.items() if one.family == "age"}, adds_up=False
)
DIMENSIONS[AGE.key] = AGE
# Trainings are told by the ranks of those who take them; a word of an agency's own is another rank.
RANK = Dimension(
    "rank",
    _("Rank group"),
    {
        "line": _("Line staff"),
        "supervisor": _("Supervisors"),
        "command": _("Command staff"),
        "sworn": _("Sworn staff"),
        "civilian": _("Civilian staff"),
        "teacher": _("Teachers"),
        "volunteer": _("Volunteers"),
        "rank_other": _("Other ranks"),
        "rank_not_reported": _("Rank not reported"),
    },
)
DIMENSIONS[RANK.key] = RANK
# Surveys bear the names that their programs give them, and a youth may have taken several.
INSTRUMENT = Dimension("instrument", _("Survey"), {}, adds_up=False)
DIMENSIONS[INSTRUMENT.key] = INSTRUMENT


def dimension_title(dimension):
    """What a dimension is called; "" for everybody."""
    return DIMENSIONS[dimension].title if dimension else ""


def group_title(dimension, group):
    """What a group, or several told together, is called; "" for everybody."""
    if not dimension:
        return ""
    titles = [str(DIMENSIONS[dimension].groups.get(one, one)) for one in members_of(group)]
    return titles[0] if len(titles) == 1 else gettext("Together: %(groups)s") % {"groups": "; ".join(titles)}


def members_of(group):
    """The groups that a code names: itself, or those told together under it."""
    return group.split(JOINED)


def place_of(dimension, group):
    """Sort key: dimensions and groups in the order of pages, everybody first."""
    if not dimension:
        return (-1, -1, "")
    order = list(DIMENSIONS[dimension].groups)
    first = members_of(group)[0]
    number = order.index(first) if first in order else len(order)
    return (list(DIMENSIONS).index(dimension), number, group)
