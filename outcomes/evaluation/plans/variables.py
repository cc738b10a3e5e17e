"""Words for what a result's tables hold: variables, groups, designs, verdicts, readings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets.groups import GROUPS

from ..designs.assumptions import WORDS
from . import periods
from .outcomes import OUTCOMES, SUBGROUPS

VERDICTS = {
    "satisfied": gettext_lazy("alike"),
    "needs_adjustment": gettext_lazy("apart, and adjusted for"),
    "not_satisfied": gettext_lazy("too far apart"),
}
RATINGS = {
    "meets_with_reservations": gettext_lazy(
        "Can at best meet What Works Clearinghouse standards with reservations"
    ),
    "does_not_meet": gettext_lazy("Does not meet What Works Clearinghouse standards"),
}
ATTRITION = {
    "low": gettext_lazy("low"),
    "low_if_unrelated": gettext_lazy("low, if staying has nothing to do with the program"),
    "high": gettext_lazy("high"),
}
READINGS = {
    "placebo": gettext_lazy("The same comparison for a time before the program"),
    "window": gettext_lazy("Another window"),
    "one_partner": gettext_lazy("One similar student for each participant"),
    "close_partners": gettext_lazy("Only closer similar students"),
    "regression": gettext_lazy("Compared with what earlier years foretold"),
    "straight": gettext_lazy("Earlier years taken as a straight line"),
    "never_enrolled": gettext_lazy("Compared only with those who never entered"),
    "negative_binomial": gettext_lazy("Events that cluster on some students allowed for"),
    "tried": gettext_lazy("A stronger design, for the few it allows"),
}
EARLIER = {
    "pre": gettext_lazy("%(outcome)s, last period before"),
    "pre2": gettext_lazy("%(outcome)s, the period before that"),
    "pre3": gettext_lazy("%(outcome)s, three periods before"),
    "pre4": gettext_lazy("%(outcome)s, four periods before"),
}
ROLES = {"primary": gettext_lazy("Primary outcome"), "secondary": gettext_lazy("Secondary outcome")}
YES_NO = {"yes": gettext_lazy("yes"), "no": gettext_lazy("no")}


def variable_title(name, one):
    """A row of the balance table; one: the outcome's part of the document."""
    if name in EARLIER:
        outcome = OUTCOMES[one["key"]]
        of = OUTCOMES[outcome.behind] if one["question"].get("behind") else outcome
        return str(EARLIER[name]) % {"outcome": of.title}
    if name == "suspensions_before":
        return _("Suspensions before")
    return name


def group_title(column, value):
    """ "Grade 6", "English learners: yes", "Female"."""
    if column == "grade":
        return _("Grade %(grade)s") % {"grade": value}
    if column in ("sex", "race"):
        named = {group.short: group.title for group in GROUPS.values() if group.short}
        return str(named.get(value, value))
    return _("%(group)s: %(answer)s") % {"group": SUBGROUPS[column], "answer": YES_NO.get(value, value)}


def reading_title(reading, step):
    """What another way of looking was."""
    if reading["name"] == "window":
        return _("Measured in %(window)s") % {"window": periods.label(step, int(reading["label"]))}
    if reading["name"] == "tried":
        return str(WORDS[reading["label"]].label)
    return str(READINGS[reading["name"]])
