"""Rows are written where they will live, under claims that are not in effect: invisible until accepted."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from django.db import transaction

from outcomes.datasets.declaration import DECLARED
from outcomes.datasets.frame import Coded, combined, firsts, number_in_sheet
from outcomes.datasets.reasons import sentence
from partnership.models import Organization, Place

from . import bulk
from .declared import declared_schools
from .models import Claim, NamedPlace, Problem, Severity


@dataclass
class Staged:
    """rows: rows of the spreadsheet that were staged."""

    rows: int


def stage(dataset, checked, submission, wrote: Callable = lambda rows: None):
    """Write claims, then facts. What an earlier attempt left must have been cleared (`clear`)."""
    with transaction.atomic():
        NamedPlace.objects.bulk_create(_of(submission, checked.matched.named))
        claims, claim_of = _claims(dataset, checked, submission)
        Claim.objects.bulk_create(claims, batch_size=5_000)
    ids = np.array([claim.pk for claim in claims], np.int64)
    claim_ids = ids[claim_of]
    columns = {"claim_id": claim_ids, **checked.values}
    if checked.keys is None:
        order = np.argsort(claim_ids, kind="stable")
    else:
        columns = {"student_key": checked.keys, **columns}
        # By student, as the primary key begins, which a database appends to much faster; rows of a student as they
        # stand in the file.
        order = np.argsort(checked.keys, kind="stable")
    bulk.write(dataset.fact, columns, order, wrote)
    return Staged(rows=np.count_nonzero(np.bincount(checked.rows)))


def clear(dataset, submission):
    """Remove everything that an attempt to stage a submission left; its claims must not have been accepted."""
    claims = list(submission.claims.filter(accepted_at=None).values_list("pk", "rows"))
    bulk.delete_of_claims(dataset.fact, claims)
    with transaction.atomic():
        submission.claims.filter(accepted_at=None).delete()
        submission.named_places.all().delete()
        submission.problems.all().delete()


def keep_problems(dataset, frame, submission):
    """Store the findings, grouped by reason, with the spreadsheet's row numbers as runs."""
    problems = []
    for finding, all_numbers in frame.told():
        for sheet, numbers in by_sheet(all_numbers, frame.sheets):
            detail = finding.detail | {"count": len(numbers)}
            problems.append(
                Problem(
                    submission=submission,
                    reason=finding.reason,
                    severity=Severity(finding.severity),
                    column=finding.column,
                    detail=detail,
                    message=sentence(finding.reason, detail, dataset.reasons),
                    count=len(numbers),
                    rows=runs(numbers),
                    sheet=sheet,
                )
            )
    Problem.objects.bulk_create(problems)


def by_sheet(numbers, sheets):
    """[(name of the sheet, its row numbers)]; one sheet without a name where only one was read."""
    if not sheets:
        return [("", numbers)]
    sheet, row = number_in_sheet(np.asarray(numbers))
    return [(sheets[index], row[sheet == index]) for index in pd.unique(np.sort(sheet)).tolist()]


def runs(numbers):
    """[[4, 9], [12, 12]] for the row numbers 4 to 9 and 12."""
    numbers = np.sort(pd.unique(np.asarray(numbers)))
    if not len(numbers):
        return []
    starts = np.flatnonzero(np.diff(numbers, prepend=-1) != 1)
    ends = np.append(starts[1:], len(numbers)) - 1
    return np.stack([numbers[starts], numbers[ends]], axis=1).tolist()


def _claims(dataset, checked, submission):
    """Unsaved claims, each scope once, and for each fact the position of its claim."""
    families = (
        Coded.of(checked.families) if checked.families is not None else Coded.same("", len(checked.rows))
    )
    scope = combined(checked.places, checked.periods, families)
    first = firsts(scope)
    sizes = np.bincount(scope, minlength=len(first))
    wanted = {}
    for number, at in enumerate(first):
        place = int(checked.places[at])
        period = checked.periods.values[checked.periods.codes[at]]
        wanted[place, period, families.values[families.codes[at]]] = int(sizes[number])
    for place, period, family in list(wanted):
        implied = dataset.implied_families.get(family)
        if implied:
            wanted.setdefault((place, period, implied), 0)
    claims = [
        _claim(
            dataset, submission, checked.matched.places[place] if place >= 0 else None, period, family, rows
        )
        for (place, period, family), rows in wanted.items()
    ]
    if dataset.scope == DECLARED:
        claims += _declared_without_a_row(dataset, submission, claims)
    return claims, scope


def _declared_without_a_row(dataset, submission, claims):
    """A place or program that the submitter declared and no row names has reported nothing: zero."""
    if dataset.place == "program":
        return [] if claims else [_claim(dataset, submission, None, submission.period, "", 0)]
    named = {claim.place_id for claim in claims}
    return [
        _claim(dataset, submission, school, submission.period, "", 0)
        for school in declared_schools(submission)
        if school.pk not in named
    ]


def _claim(dataset, submission, place, period, family, rows):
    return Claim(
        submission=submission,
        dataset=dataset.key,
        place=place if isinstance(place, Place) else None,
        named_place=place if isinstance(place, NamedPlace) else None,
        program=submission.program if dataset.place == "program" else None,
        agency=place if isinstance(place, Organization) else None,
        period=period,
        family=family,
        rows=rows,
    )


def _of(submission, named):
    for place in named:
        place.submission = submission
    return named
