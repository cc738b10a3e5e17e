"""One question answered whole: design, estimate and everything that must stand beside it."""

import dataclasses
from dataclasses import dataclass, field

import numpy as np

from . import balance, beside, findings
from .choose import choose
from .designs import descriptive, staggered
from .multiplicity import benjamini_hochberg, holm

# Goes into every result: another version may give other numbers.
# 2: students who are equally near stand for each other. 3: curves of a regression bend at participants' thirds.
METHODS_VERSION = 3


@dataclass(frozen=True)
class Evaluation:
    """question and all answers; plain numbers, so that a release can freeze `as_dict()`.

    described: before and after of participants, never an effect. estimate: None when only that is possible.
    not_possible: stronger designs and why not. balance, rating: the Clearinghouse's verdicts. unmatched,
    unmeasurable, already_served: participants without a partner, without baselines, of before the baselines.
    placebo, readings, left_out, bound: see `sensitivity`. dosage: least, most, students, change; no effect.
    by_period, by_group, cells: of staggered entry. about: numbers of participants are said in tens; withhold:
    how many were left aside is not said (both because another number beside them would show a few).
    """

    question: object
    design: str
    described: object
    estimate: object
    not_possible: tuple
    balance: list
    rating: str
    attrition: object
    unmeasurable: int
    already_served: int
    unmatched: int | None
    placebo: object = None
    readings: list = field(default_factory=list)
    left_out: object = None
    bound: object = None
    subgroups: list = field(default_factory=list)
    dosage: list = field(default_factory=list)
    by_period: dict = field(default_factory=dict)
    by_group: dict = field(default_factory=dict)
    cells: list = field(default_factory=list)
    about: bool = False
    withhold: bool = False
    methods_version: int = METHODS_VERSION

    @property
    def finding(self):
        """In words, in the language that is active now."""
        return findings.finding(self)

    def as_dict(self):
        return _plain(dataclasses.asdict(self))


def evaluate(panel, question):
    """Answer one question from a panel (see `rows` for its columns)."""
    choice = choose(panel, question)
    rows, table = choice.rows, beside.balance_table(choice, question)
    if choice.design == staggered.NAME:
        answers = beside.of_staggered(panel, choice, question)
    elif choice.estimate is not None:
        answers = beside.of_rows(panel, choice, question)
    else:
        answers = {"readings": beside.tried(choice)}
    return Evaluation(
        question=question,
        design=choice.design,
        described=descriptive.pre_post(rows),
        not_possible=choice.not_possible,
        balance=table,
        rating=balance.rating(choice.design, table),
        attrition=beside.attrition_of(rows, question),
        unmatched=beside.unmatched(choice),
        unmeasurable=beside.unmeasurable(choice),
        already_served=rows.already_served,
        dosage=descriptive.by_dosage(rows, question.dosage) if question.dosage else [],
        **{"estimate": choice.estimate, **answers},
    )


def adjust_primary(evaluations):
    """The declared primary outcomes of one plan together: Holm over their p-values."""
    return _adjusted(evaluations, holm)


def adjust_domain(evaluations):
    """Secondary outcomes of one domain together: Benjamini-Hochberg."""
    return _adjusted(evaluations, benjamini_hochberg)


def _adjusted(evaluations, method):
    ps = method([e.estimate.p if e.estimate is not None else None for e in evaluations])
    return [
        e if e.estimate is None else dataclasses.replace(e, estimate=e.estimate.with_(p_adjusted=p))
        for e, p in zip(evaluations, ps, strict=True)
    ]


def _plain(value):
    """Numbers, texts, lists and dictionaries only."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
