"""Are the students of a file among those enrolled? The link rate, before anything is accepted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outcomes.datasets.declaration import MONTH
from outcomes.datasets.facts import Enrollment
from outcomes.datasets.frame import Coded, combined, firsts
from outcomes.datasets.periods import begins, last_of, year_of_month
from outcomes.datasets.spans import ordinals
from partnership.actions.places import places_claimable_by
from partnership.models import Place

from .bulk import chunks
from .models import Claim

# Of more strangers than this nobody looks up where else they are: their enrollment is simply not there.
MOST_LOOKED_UP = 20_000
NEVER = 10**7


@dataclass
class Enrolled:
    """Students enrolled under some claims. scope: number of a place and year; first and last day as integers."""

    scope: np.ndarray
    key: np.ndarray
    first: np.ndarray
    last: np.ndarray


def warn_of_strangers(dataset, checked, organization):
    """Warn of rows whose student is not enrolled: at the school in that school year, at that time, or only
    elsewhere. Keeps the link rate.
    """
    frame, places = checked.frame, checked.matched.places
    year_names = [
        (year_of_month(value) if dataset.period == MONTH else value) if value else ""
        for value in checked.periods.values
    ]
    years = Coded(year_names, checked.periods.codes)
    years = Coded.of(year_names).codes[years.codes] if len(years) else years.codes
    names = list(dict.fromkeys(year_names))
    first = firsts(combined(checked.places, years))
    used = {(int(checked.places[at]), int(years[at])) for at in first}
    claims = _enrollment_claims(places, names, used)
    reported = {(place, year) for place, year, _claim in claims}
    missing = used - reported
    in_scope = np.isin(checked.places * len(names) + years, [p * len(names) + y for p, y in reported])
    if missing:
        _report(
            frame,
            "enrollment_missing",
            checked.rows[~in_scope],
            scopes=len(missing),
            students=len(pd.unique(checked.keys[~in_scope])),
        )
    if not reported:
        return
    enrolled = _enrolled(claims, len(names))
    pairs = combined(
        np.concatenate([checked.places * len(names) + years, enrolled.scope]),
        np.concatenate([checked.keys, enrolled.key]),
    )
    ours, theirs = pairs[: len(checked.keys)], pairs[len(checked.keys) :]
    strangers = in_scope & ~np.isin(ours, theirs)
    elsewhere = strangers & _enrolled_elsewhere(checked.keys, years, strangers, names, organization)
    strangers &= ~elsewhere
    students = len(pd.unique(ours[in_scope]))
    unknown = len(pd.unique(ours[strangers]))
    _report(frame, "not_enrolled", checked.rows[strangers], students=students, linked=students - unknown)
    _report(frame, "enrolled_elsewhere", checked.rows[elsewhere])
    then = _enrolled_then(dataset, checked, ours, theirs, enrolled)
    _report(frame, "not_enrolled_then", checked.rows[in_scope & ~strangers & ~elsewhere & ~then])
    keys = pd.unique(checked.keys[in_scope])
    known = np.isin(keys, checked.keys[in_scope & ~strangers])
    frame.link_rate = int(known.sum()), len(keys)


def _report(frame, reason, rows, **detail):
    mask = np.zeros(len(frame), bool)
    mask[rows] = True
    frame.warn(reason, mask, "student_id", **detail)


def _enrollment_claims(places, years, used):
    """[(position of place, position of year, claim id)] of the enrollment in effect."""
    position = {place.pk: number for number, place in enumerate(places) if isinstance(place, Place)}
    claims = Claim.objects.filter(
        dataset="student_enrollment",
        in_effect=True,
        place__in=[places[place].pk for place, _year in used if place >= 0],
        period__in=years,
    ).values_list("place_id", "period", "pk")
    return [(position[place], years.index(period), claim) for place, period, claim in claims]


def _enrolled(claims, width):
    """Enrolled under the claims."""
    scope_of = {claim: place * width + year for place, year, claim in claims}
    rows = [
        row
        for some in chunks(scope_of)
        for row in Enrollment.objects.filter(claim_id__in=some).values_list(
            "claim_id", "student_key", "entry_date", "exit_date"
        )
    ]
    return Enrolled(
        np.array([scope_of[row[0]] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2].toordinal() for row in rows], np.int64),
        np.array([row[3].toordinal() if row[3] else NEVER for row in rows], np.int64),
    )


def _enrolled_elsewhere(keys, years, strangers, names, organization):
    """Mask of the rows whose student is enrolled that year at some school that the organization answers for."""
    wanted = pd.unique(keys[strangers])
    if not len(wanted) or len(wanted) > MOST_LOOKED_UP:
        return np.zeros(len(keys), bool)
    year_of = dict(
        Claim.objects.filter(
            dataset="student_enrollment",
            in_effect=True,
            period__in=names,
            place__in=places_claimable_by(organization).values("pk"),
        ).values_list("pk", "period")
    )
    found = {
        (key, names.index(year_of[claim]))
        for some in chunks(wanted.tolist())
        for key, claim in Enrollment.objects.filter(student_key__in=some).values_list(
            "student_key", "claim_id"
        )
        if claim in year_of
    }
    elsewhere = np.zeros(len(keys), bool)
    for at in np.flatnonzero(strangers):
        elsewhere[at] = (int(keys[at]), int(years[at])) in found
    return elsewhere


def _enrolled_then(dataset, checked, ours, theirs, enrolled):
    """Mask of the rows that lie between their student's first entry and last exit; gaps between are not looked at."""
    pairs = int(max(ours.max(initial=0), theirs.max(initial=0))) + 1
    first, last = np.full(pairs, NEVER), np.zeros(pairs, np.int64)
    np.minimum.at(first, theirs, enrolled.first)
    np.maximum.at(last, theirs, enrolled.last)
    begin, end = _time_of_rows(dataset, checked)
    return (begin <= last[ours]) & (end >= first[ours])


def _time_of_rows(dataset, checked):
    """First and last day, as integers, that each row speaks of."""
    if dataset.day_column and checked.frame.has(dataset.day_column):
        day = ordinals(checked.frame[dataset.day_column])[checked.rows]
        return day, day
    values = checked.periods.values
    first = [begins(dataset, value).toordinal() if value else 0 for value in values]
    last = [last_of(dataset, value).toordinal() if value else NEVER for value in values]
    return checked.periods.taken(first, np.int64), checked.periods.taken(last, np.int64)
