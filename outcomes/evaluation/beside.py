"""What is calculated beside an estimate: checks, readings, subgroups, balance, who is missing."""

import dataclasses
from dataclasses import dataclass

import pandas as pd

from . import attrition, balance, sensitivity
from .choose import staggered_options
from .designs import ancova, descriptive, matched, staggered
from .designs.sample import compared
from .estimates import EARLIER_DIFFER
from .multiplicity import benjamini_hochberg
from .rows import student_rows


@dataclass(frozen=True)
class Subgroup:
    """column, value: of whom; estimate: by the design of the whole, p_adjusted over all subgroups."""

    column: str
    value: object
    estimate: object


def of_rows(panel, choice, question):
    """For designs made of one row per student (or school); p is withheld where the placebo fails."""
    design, rows, estimate = choice.design, choice.rows, choice.estimate
    prepared = choice.result if design == matched.NAME else None
    placebo = sensitivity.placebo(design, rows, question.comparison, prepared)
    subgroups = _subgroups(design, rows, question)
    answers = {
        "placebo": placebo,
        "readings": [
            *sensitivity.other_ways(design, rows, question.comparison),
            *_windows(panel, question, design),
            *tried(choice),
        ],
        "left_out": sensitivity.leave_one_school_out(estimate),
        "bound": sensitivity.bound(estimate, **_for_bound(design, rows, question, prepared)),
    }
    if sensitivity.failed(placebo):
        estimate = estimate.without_p(EARLIER_DIFFER)
        subgroups = [(column, value, part.without_p(EARLIER_DIFFER)) for column, value, part in subgroups]
    return {**answers, "estimate": estimate, "subgroups": _allowing_for_number(subgroups)}


def of_staggered(panel, choice, question):
    """For staggered entry, which checks the periods before entry itself."""
    options, result = staggered_options(question), choice.result
    return {
        "readings": sensitivity.other_ways_staggered(panel, **options),
        "left_out": sensitivity.leave_one_school_out(choice.estimate),
        "bound": sensitivity.bound(choice.estimate),
        "subgroups": _allowing_for_number(_staggered_subgroups(panel, question, options)),
        "by_period": _side_by_side(result.by_period),
        "by_group": _side_by_side(result.by_group),
        "cells": result.cells.to_dict("records"),
    }


def tried(choice):
    """What stronger designs found for the few students they could use."""
    return [
        sensitivity.Reading("tried", estimate.with_(left_out={}), design)
        for design, estimate in choice.tried.items()
        if design != choice.design
    ]


def balance_table(choice, question):
    """Baselines of those who were compared, and before matching where there was a matching."""
    if choice.design == descriptive.NAME:
        return []
    if choice.design == staggered.NAME:
        result = choice.result
        names = [name for name in result.at_baseline if name != "participant"]
        after = balance.balance(result.at_baseline, names, weights=result.weights, adjusted=names)
        return balance.with_before(after, balance.balance(result.before_matching, names))
    names = [*choice.rows.baselines, *choice.rows.covariates]
    if choice.design == matched.NAME:
        found = choice.result
        kept = found.weights > 0
        after = balance.balance(found.frame[kept], names, weights=found.weights[kept], adjusted=names)
        return balance.with_before(after, balance.balance(found.frame, names))
    rows = choice.rows if question.units == "schools" else compared(choice.rows, question.comparison)
    return balance.balance(rows.frame, names, adjusted=names)


def attrition_of(rows, question):
    """Among those who could have been compared: of schools and grades with participants and others."""
    everyone = rows.replace(pd.concat([rows.frame.assign(lost=False), rows.lost.assign(lost=True)]))
    if question.units != "schools":
        everyone = compared(everyone, question.comparison)
    ours, lost = everyone.participant, everyone.frame["lost"].to_numpy(bool)
    return attrition.attrition(ours.sum(), (ours & lost).sum(), (~ours).sum(), (~ours & lost).sum())


def unmatched(choice):
    """Measurable participants without a partner; None where the design needs none."""
    if choice.design == matched.NAME:
        return choice.result.unmatched
    if choice.design == staggered.NAME:
        return choice.estimate.details["measurable"] - choice.estimate.sets
    return None


def unmeasurable(choice):
    """Participants without every baseline."""
    if choice.design == staggered.NAME:
        return choice.estimate.details["entered"] - choice.estimate.details["measurable"]
    with_baselines = choice.rows.participant.sum() + (choice.rows.lost["participant"] == 1).sum()
    return int(choice.rows.participants - with_baselines)


def _subgroups(design, rows, question):
    options = sensitivity.compared_with(design, question.comparison)
    found = []
    for column in question.subgroups:
        values = rows.frame[column]
        for value in sorted(values.dropna().unique().tolist()):
            part = rows.only((values == value).to_numpy())
            if part.participant.any():
                found.append((column, value, sensitivity.rerun(design, part, **options)))
    return found


def _staggered_subgroups(panel, question, options):
    found = []
    for column in question.subgroups:
        for value in sorted(panel[column].dropna().unique().tolist()):
            part = panel[panel[column] == value]
            if (part["participant"] == 1).any():
                found.append((column, value, staggered.staggered(part, **options).estimate))
    return found


def _allowing_for_number(found):
    """`Subgroup`s of (column, value, estimate), their p-values adjusted together."""
    keys = [(column, value) for column, value, _ in found]
    estimates = _side_by_side(dict(zip(keys, (part for _, _, part in found), strict=True)))
    return [Subgroup(column, value, estimate) for (column, value), estimate in estimates.items()]


def _side_by_side(estimates):
    """Estimates of one kind, their p-values allowing for their number (Benjamini-Hochberg)."""
    adjusted = benjamini_hochberg([estimate.p for estimate in estimates.values()])
    return {
        key: dataclasses.replace(estimate, p_adjusted=p, left_out={})
        for (key, estimate), p in zip(estimates.items(), adjusted, strict=True)
    }


def _windows(panel, question, design):
    options = sensitivity.compared_with(design, question.comparison)
    for name, (window, baselines) in question.other_windows.items():
        rows = student_rows(panel, **question.rows_like(window, baselines))
        yield sensitivity.Reading("window", sensitivity.rerun(design, rows, **options), name)


def _for_bound(design, rows, question, prepared):
    """What the bounds for something unmeasured need beside the estimate."""
    if design == matched.NAME:
        change = (prepared.frame["post"] - prepared.frame["before"]).to_numpy()
        return {"pairs_differences": prepared.pairs.own_differences(change)}
    if design == ancova.NAME:
        return {"classical": ancova.classical_t(rows, comparison=question.comparison)}
    return {}
