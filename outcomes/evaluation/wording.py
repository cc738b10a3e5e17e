"""Numbers as people read them, in the active language."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from outcomes.disclosure.policy import policy

from .estimates import COUNT, RATIO

MINUS = "\N{MINUS SIGN}"


def rounded(value, decimals):
    """Half up, as people round; number_format alone would cut off."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value, decimals=1):
    figure = rounded(value, decimals)
    text = number_format(abs(figure), decimal_pos=decimals, use_l10n=True)
    return f"{MINUS}{text}" if figure < 0 else text


def decimals_for(*values):
    """One decimal, or up to three where a value that is not zero would print as zero."""
    for decimals in (1, 2, 3):
        if all(value is None or value == 0 or rounded(value, decimals) != 0 for value in values):
            return decimals
    return 3


def amount(value, scale, decimals=1):
    """ "1.4 points", "0.3 events" (without direction)."""
    figure = {"number": number(abs(value), decimals)}
    return (_("%(number)s events") if scale == COUNT else _("%(number)s points")) % figure


def is_few(count):
    """Whether a number of students may not be said (outcomes.disclosure)."""
    return policy().is_small(count)


def tells_of_few(described, kind):
    """Whether averages before and after are of so few, or a count of so few in disguise."""
    n = described.participants
    if policy().is_small_population(n):
        return True
    values = [described.details["before"], described.details["after"]]
    if kind == "yes_no":
        return any(is_few(round(v * n / 100)) or is_few(n - round(v * n / 100)) for v in values)
    return kind == "count" and any(is_few(round(value * n)) for value in values)


def in_tens(count):
    return 10 * round(count / 10)


def at_most_few():
    """What is said instead: "10 or fewer"."""
    return _("%(most)s or fewer") % {"most": number(policy().largest_count_hidden, 0)}


def change(value, scale, decimals=1):
    """ "rose by 1.4 points", "fell by 0.3 events", "did not change"."""
    if rounded(value, decimals) == 0:
        return _("did not change")
    template = _("rose by %(amount)s") if value > 0 else _("fell by %(amount)s")
    return template % {"amount": amount(value, scale, decimals)}


def against_none(ratio):
    """A rate ratio in percent: "30 percent fewer", "12 percent more", "as many"."""
    percent = round(100 * abs(ratio - 1))
    if percent == 0:
        return _("as many")
    template = _("%(percent)s percent fewer") if ratio < 1 else _("%(percent)s percent more")
    return template % {"percent": number(percent, 0)}


def limit(estimate, value, decimals=1):
    return against_none(value) if estimate.scale == RATIO else number(value, decimals)


def detectable(estimate, decimals=1):
    """The smallest difference the study could have seen: "2.1 points", or "25 percent"."""
    if estimate.scale == RATIO:
        return _("%(percent)s percent") % {"percent": number(100 * (1 - 1 / estimate.detectable), 0)}
    return amount(estimate.detectable, estimate.scale, decimals)


def in_hundred(p):
    """How many of 100 studies: "about 7", "fewer than 1"."""
    if p < 0.01:
        return _("fewer than 1")
    return _("about %(count)s") % {"count": number(100 * p, 0)}
