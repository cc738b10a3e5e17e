"""When a year may be set against the year before it: the one rule, and the sentences that say why not.

A cell carries the key of the reason, "" where the change may be shown.
"""

from django.utils.translation import gettext_lazy as _

FIRST, NOT_COMPARABLE, OTHERS_REPORTED, OTHER_YOUTH = (
    "first",
    "not_comparable",
    "others_reported",
    "other_youth",
)
REASONS = {
    FIRST: _("There is no year before it to set it against."),
    NOT_COMPARABLE: _("One of the two years is not comparable with others."),
    OTHERS_REPORTED: _("Too many of those who reported in one of the two years did not report in the other."),
    OTHER_YOUTH: _("The participants of two years are mostly other youth."),
}
# Of all who reported in either year, at most one in so many may have reported in only one of them.
ONE_IN = 10


def withheld(*, before, now, flagged=False, participants=False):
    """The key of the reason why a change is not shown, or "". before, now: the sets of those who reported;
    before is None where the year has no predecessor. flagged: whether either year is not comparable.
    """
    if before is None:
        return FIRST
    if flagged:
        return NOT_COMPARABLE
    if ONE_IN * len(before ^ now) > len(before | now):
        return OTHERS_REPORTED
    return OTHER_YOUTH if participants else ""
