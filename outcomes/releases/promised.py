"""Promised against delivered: what an award promises, beside the released number and nothing else.

Whether a hidden number keeps a promise is not told: that alone would narrow it down.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from programs.models import Award, Target
from programs.models.target import Bound

from ..measures.definition import UNIT_WORDS, registry
from ..measures.dimensions import JOINED, PLUS
from .models import ValueState

MET, NOT_MET, CANNOT_TELL, NOT_DUE, MISSING = "met", "not_met", "cannot_tell", "not_due", "missing"
# verdict: (words, tone, icon) of its badge.
VERDICTS = {
    MET: (gettext_lazy("Kept"), "good", "success"),
    NOT_MET: (gettext_lazy("Not kept"), "bad", "error"),
    CANNOT_TELL: (gettext_lazy("Cannot be told"), "neutral", "minus"),
    NOT_DUE: (gettext_lazy("Not due yet"), "info", "clock"),
    MISSING: (gettext_lazy("Due, not delivered"), "warn", "warning"),
}


# How the summary of an award counts them.
COUNTED = {
    MET: gettext_lazy("%(n)s kept"),
    NOT_MET: gettext_lazy("%(n)s not kept"),
    CANNOT_TELL: gettext_lazy("%(n)s cannot be told"),
    NOT_DUE: gettext_lazy("%(n)s not due yet"),
    MISSING: gettext_lazy("%(n)s due and not delivered"),
}


@dataclass
class Promise:
    """One target as a page shows it. delivered, baseline: a tables.Row, or None where nothing was released."""

    target: Target
    title: str
    promised: str
    delivered: object
    baseline: object
    verdict: str
    note: str

    @property
    def badge(self):
        words, tone, sign = VERDICTS[self.verdict]
        return {"label": words, "tone": tone, "sign": sign}


@dataclass
class Account:
    """An award with its promises."""

    award: Award
    promises: list

    @property
    def summary(self):
        """ "4 promises: 1 kept, 2 cannot be told, 1 not due yet" """
        counts = {one: sum(promise.verdict == one for promise in self.promises) for one in COUNTED}
        total = ngettext("%(n)s promise", "%(n)s promises", len(self.promises)) % {"n": len(self.promises)}
        told = [COUNTED[one] % {"n": number} for one, number in counts.items() if number]
        return f"{total}: {', '.join(told)}"


def promised(awards, table, today=None):
    """[Account] of awards with their targets (prefetched). table: the rows of the newest release's cells that can be
    promised, or [].
    """
    today = today or timezone.localdate()
    told = _Told(table)
    return [
        Account(award, [_promise(target, told, today) for target in award.targets.all()]) for award in awards
    ]


class _Told:
    """The rows that a promise may be about. A survey is found by its name, whatever its capitals; where the promise
    names none, the only one of the year.
    """

    def __init__(self, table):
        self.rows = {}
        for row in table:
            surveys = self.rows.setdefault((row.definition.key, row.year, row.population), {})
            surveys[row.group.casefold()] = row

    def surveys(self, target, year):
        """{name: row} of the number that is promised."""
        return self.rows.get((target.measure, year, target.population), {})

    def row(self, target, year):
        found = self.surveys(target, year)
        if target.survey:
            return found.get(target.survey.replace(JOINED, PLUS).casefold())
        return next(iter(found.values())) if len(found) == 1 else None


def awards_for(release, *, user=None, organization=None):
    """Awards whose promises stand on a release's page: what the person may see, or the funder's own with
    those that everybody may know; for nobody in particular, the latter alone.
    """
    if release.program_id is None:
        return []
    found = Award.objects.filter(program=release.program_id)
    if user is not None and user.is_authenticated:
        found = found.visible_to(user)
    elif organization is not None:
        found = found.filter(funder=organization) | found.filter(is_public=True)
    else:
        found = found.filter(is_public=True)
    return list(found.select_related("funder").prefetch_related("targets").order_by("starts_on", "title"))


def _promise(target, told, today):
    delivered = told.row(target, target.year)
    several = not target.survey and len(told.surveys(target, target.year)) > 1
    verdict = CANNOT_TELL if several else _verdict(target, delivered, today)
    definition = delivered.definition if delivered else registry().get(target.measure)
    return Promise(
        target=target,
        title=_title(target, delivered, definition),
        promised=f"{Bound(target.bound).label} {_written(target.value, definition)}",
        delivered=delivered,
        baseline=told.row(target, target.baseline_year),
        verdict=verdict,
        note=_("It is told of each survey, and the promise names none.")
        if several
        else _note(target, delivered, verdict, definition),
    )


def _title(target, delivered, definition):
    title = definition.in_language(get_language())["title"] if definition else target.measure
    survey = delivered.group_title if delivered else target.survey
    return f"{title}: {survey}" if survey else title


def _verdict(target, delivered, today):
    if delivered is not None and delivered.is_shown:
        return MET if target.is_met_by(delivered.value) else NOT_MET
    if delivered is not None and delivered.is_step:
        return _verdict_of_step(target, delivered)
    if delivered is not None and delivered.state == "hidden":
        return CANNOT_TELL
    return NOT_DUE if target.due_on >= today else MISSING


def _verdict_of_step(target, delivered):
    """A step keeps a promise, or breaks it, where every number that it leaves open does."""
    is_same_way = (target.bound == Bound.AT_MOST) == (delivered.state == ValueState.AT_MOST)
    if is_same_way:
        return MET if target.is_met_by(delivered.value) else CANNOT_TELL
    return CANNOT_TELL if target.is_met_by(delivered.value) else NOT_MET


def _note(target, delivered, verdict, definition):
    if delivered is not None and delivered.is_step and verdict in (MET, NOT_MET):
        return ""
    if verdict == CANNOT_TELL:
        return _("The number is hidden to protect the students counted.")
    if verdict not in (MET, NOT_MET):
        return ""
    gap = abs(delivered.value - target.value).quantize(Decimal(1).scaleb(-definition.decimals))
    if not gap:
        return _("exactly as promised")
    points = _("%(gap)s points") if definition.unit == "percent" else "%(gap)s"
    better = _("%(gap)s better than promised") if verdict == MET else _("%(gap)s short of it")
    return better % {"gap": points % {"gap": f"{gap:,}"}}


def _written(value, definition):
    if definition is None:
        return f"{value.normalize():f}"
    rounded = value.quantize(Decimal(1).scaleb(-definition.decimals))
    exact = rounded if rounded == value else value
    if definition.unit == "percent":
        return f"{exact:,}%"
    return f"{exact:,} {UNIT_WORDS[definition.unit]}"
