"""Are the students of a file among those enrolled? The link rate, before anything is accepted."""

import numpy as np
import pandas as pd

from outcomes.datasets.declaration import MONTH
from outcomes.datasets.facts import Enrollment
from outcomes.datasets.frame import Coded, combined
from outcomes.datasets.periods import year_of_month
from partnership.models import Place

from .bulk import chunks
from .models import Claim


def warn_of_strangers(dataset, checked):
    """Warn of rows whose student is not enrolled at the school in that school year, with the link rate."""
    frame, places = checked.frame, checked.matched.places
    year_names = [
        (year_of_month(value) if dataset.period == MONTH else value) if value else ""
        for value in checked.periods.values
    ]
    years = Coded(year_names, checked.periods.codes)
    years = Coded.of(year_names).codes[years.codes] if len(years) else years.codes
    names = list(dict.fromkeys(year_names))
    used = {(int(place), int(year)) for place, year in _distinct(checked.places, years)}
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
    if reported:
        enrolled = _enrolled(claims, len(names))
        scope_and_key = combined(
            np.concatenate([checked.places * len(names) + years, enrolled["scope"]]),
            np.concatenate([checked.keys, enrolled["key"]]),
        )
        ours, theirs = scope_and_key[: len(checked.keys)], scope_and_key[len(checked.keys) :]
        linked = np.isin(ours, theirs)
        strangers = in_scope & ~linked
        students = len(pd.unique(ours[in_scope]))
        unknown = len(pd.unique(ours[strangers]))
        _report(frame, "not_enrolled", checked.rows[strangers], students=students, linked=students - unknown)


def _distinct(*columns):
    return pd.DataFrame(dict(enumerate(columns))).drop_duplicates().itertuples(index=False)


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
    """{"scope": array, "key": array} of the students enrolled under the claims."""
    scope_of = {claim: place * width + year for place, year, claim in claims}
    rows = [
        row
        for some in chunks(scope_of)
        for row in Enrollment.objects.filter(claim_id__in=some).values_list("claim_id", "student_key")
    ]
    return {
        "scope": np.array([scope_of[claim] for claim, _key in rows], np.int64),
        "key": np.array([key for _claim, key in rows], np.int64),
    }
