"""The strongest design that the data supports, and why the stronger ones are not possible."""

from dataclasses import dataclass, field

from . import floors
from .designs import ancova, counts, descriptive, matched, school_level, staggered
from .designs.sample import SAME_SCHOOLS, compared
from .estimates import FEW_SCHOOLS, NO_VARIANCE
from .question import ONCE
from .rows import student_rows


@dataclass(frozen=True)
class NotPossible:
    """design, and why: a key of `reasons.REASONS`, or "few_students", "few_events", "few_matched" with the
    number there is and the number needed (shares in percent).
    """

    design: str
    reason: str
    have: int | None = None
    need: int | None = None


@dataclass(frozen=True)
class Choice:
    """design: its name; estimate: None only for "descriptive"; result: what the design prepared for it.

    tried: {design: estimate} of all that gave one, the chosen included.
    """

    design: str
    rows: object
    estimate: object = None
    not_possible: tuple = ()
    result: object = None
    tried: dict = field(default_factory=dict)


def choose(panel, question):
    """Try the designs from the strongest on; the first that the floors let through is taken.

    Events have a design of their own, and so have totals; below each stands only the description.
    """
    rows = student_rows(panel, **question.rows_like())
    if question.units == "schools":
        tries = [(school_level.NAME, lambda: _school_level(rows))]
    elif question.kind == "count":
        tries = [(counts.NAME, lambda: _simple(counts.rate_ratio(rows, comparison=question.comparison)))]
    else:
        tries = [
            (staggered.NAME, lambda: _staggered(panel, question)),
            (matched.NAME, lambda: _matched(rows, question)),
            (ancova.NAME, lambda: _simple(ancova.ancova(rows, comparison=question.comparison))),
        ]
    not_possible, tried = [], {}
    nobody = _nobody(rows, question)
    if nobody:
        return Choice(descriptive.NAME, rows, None, tuple(NotPossible(name, nobody) for name, _ in tries))
    for design, attempt in tries:
        estimate, result, reason = attempt()
        if estimate is not None and estimate.value is not None:
            tried[design] = estimate
        if reason is None and estimate.value is None:
            reason = _why(estimate, rows, question)
        if reason is None and question.units == "students":
            reason = _below(estimate, question.least_students)
        if reason is None:
            estimate = _tested(estimate, question)
            return Choice(design, rows, estimate, tuple(not_possible), result, tried)
        not_possible.append(NotPossible(design, *reason))
    return Choice(descriptive.NAME, rows, None, tuple(not_possible), None, tried)


def _simple(estimate):
    return estimate, None, None


def _staggered(panel, question):
    if question.comparison != SAME_SCHOOLS:
        return None, None, ("other_schools",)
    entries = panel.loc[panel["participant"] == 1, "entry"] if "entry" in panel else None
    if entries is None or entries.nunique() < 2:
        return None, None, ("one_entry_period",)
    result = staggered.staggered(panel, **staggered_options(question))
    if len(result.by_group) < 2:
        return result.estimate, result, ("one_entry_period",)
    return result.estimate, result, _few_matched(result.matched_share)


def staggered_options(question):
    """How the question runs the staggered design."""
    return {
        "baselines": question.baselines if question.chosen == ONCE else None,
        "covariates": question.covariates,
        "kind": question.kind,
        "behind": question.behind,
        "least_days": question.least_days,
    }


def _matched(rows, question):
    found = matched.match(rows, comparison=question.comparison)
    return matched.difference_in_change(found), found, _few_matched(found.share)


def _school_level(rows):
    return school_level.school_comparison(rows), None, None


def _below(estimate, least):
    """The reason, where a side is smaller than the plan demands."""
    smaller = min(estimate.participants, estimate.comparison)
    return ("few_students", int(smaller), least) if smaller < least else None


def _tested(estimate, question):
    """Without p where there are fewer schools a side than the plan demands."""
    schools = min(estimate.schools_participants, estimate.schools_comparison)
    if schools >= question.least_schools or FEW_SCHOOLS in estimate.withheld:
        return estimate
    return estimate.without_p(FEW_SCHOOLS)


def _few_matched(share):
    if share >= floors.MATCHED_SHARE:
        return None
    return "few_matched", round(100 * share), round(100 * floors.MATCHED_SHARE)


def _nobody(rows, question):
    """Why no design at all is possible, if there is nobody to look at; else None."""
    if not rows.participant.any():
        return "no_participants"
    if question.units == "schools":
        return None if (~rows.participant).any() else "no_comparison"
    return None if compared(rows, question.comparison).participant.any() else "no_comparison"


def _why(estimate, rows, question):
    """Reason of an estimate that the floors did not allow."""
    if counts.FEW_EVENTS in estimate.withheld:
        events, ours = rows.frame["post"], rows.participant
        shortfall = floors.too_few_events(events[ours].sum(), events[~ours].sum())
        return ("few_events", shortfall.have, shortfall.need) if shortfall else ("few_events",)
    if NO_VARIANCE in estimate.withheld:
        return ("no_variance",)
    shortfall = floors.too_few_students(estimate.participants, estimate.comparison)
    if shortfall:
        return "few_students", shortfall.have, shortfall.need
    return "few_schools", min(estimate.schools_participants, estimate.schools_comparison), 2
