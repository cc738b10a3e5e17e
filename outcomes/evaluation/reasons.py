"""Why a stronger design was not possible, and what would make it so, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .designs.assumptions import WORDS
from .wording import at_most_few, is_few, number

REASONS = {
    "one_entry_period": gettext_lazy(
        "Participants entered in one period only, or too early for two earlier periods to be known."
    ),
    "other_schools": gettext_lazy("It needs students of the same schools to compare with."),
    "no_participants": gettext_lazy("No participant has results both before and after."),
    "no_comparison": gettext_lazy(
        "There are no students of the same school and grade (or of schools without the program) to "
        "compare with."
    ),
    "no_variance": gettext_lazy("All students have the same result, so that nothing can be compared."),
    "few_schools": gettext_lazy("It needs two schools on each side at the very least."),
}


def why_not(reason):
    """One `choose.NotPossible` as "design: why."."""
    return _("%(design)s: %(why)s") % {"design": WORDS[reason.design].label, "why": because(reason)}


def because(reason):
    """What is missing, as a sentence."""
    if reason.reason == "few_students" and is_few(reason.have):
        return _(
            "There are only a few students (%(few)s) on the smaller side; %(need)s are needed on each."
        ) % {"few": at_most_few(), **_figures(reason)}
    if reason.reason == "few_students":
        return ngettext(
            "There is only %(have)s student on the smaller side; %(need)s are needed on each.",
            "There are only %(have)s students on the smaller side; %(need)s are needed on each.",
            reason.have,
        ) % _figures(reason)
    if reason.reason == "few_events":
        return _("There are fewer than %(need)s events on the smaller side; %(need)s are needed on each.") % (
            _figures(reason)
        )
    if reason.reason == "few_matched":
        return _(
            "Only %(have)s percent of participants have a similar student in their school and grade; "
            "%(need)s are needed for the rest to be left out."
        ) % _figures(reason)
    return str(REASONS[reason.reason])


def _figures(reason):
    return {"have": number(reason.have, 0), "need": number(reason.need, 0)}
