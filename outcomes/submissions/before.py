"""The file beside the period before: schools that jumped, and schools that reported then and are missing now."""

from collections import defaultdict

import numpy as np
from django.db.models import Sum

from outcomes.datasets.declaration import FOUND, MONTH
from outcomes.datasets.frame import combined, firsts
from outcomes.datasets.periods import begins, school_year
from partnership.models import Place

from .bulk import chunks
from .match import examples
from .models import Claim

# Told where, of a number and that of the period before, the larger is more than so many times the smaller ...
JUMP_FACTOR = 2
# ... and they differ by more than this: small schools jump by nature.
JUMP_LEAST = 20
UNKNOWN = -1
OF_SCHOOLS = {"school", "levels"}


def compare_with_period_before(dataset, checked, organization):
    """Warn of jumps, and of places that are missing; only where the rows tell what the file is complete for."""
    if dataset.scope != FOUND or dataset.place not in OF_SCHOOLS:
        return
    places = checked.matched.places
    scope = combined(checked.places, checked.periods)
    of_scope = {
        (int(checked.places[at]), checked.periods.values[checked.periods.codes[at]]): int(scope[at])
        for at in firsts(scope)
        if checked.places[at] >= 0
    }
    if of_scope:
        _warn_of_jumps(dataset, checked, places, scope, of_scope)
        _tell_who_is_missing(dataset, checked, places, set(of_scope), organization)


def previous(dataset, period):
    """The period before one, as claims name it; months in which nothing is expected are passed over."""
    if dataset.period != MONTH:
        return school_year(int(period[:4]) - 1)
    months = int(period[:4]) * 12 + int(period[5:7]) - 2
    while months % 12 + 1 in dataset.months_off:
        months -= 1
    return f"{months // 12}-{months % 12 + 1:02d}"


# --- Jumps ---------------------------------------------------------------------------------------------------


def _warn_of_jumps(dataset, checked, places, scope, of_scope):
    """The headline total of each place and period (else its rows) against the period before: of the file where
    it holds that, else of what counts now.
    """
    sizes = _sizes(dataset, checked, scope)
    if sizes is None:
        return
    outside = {
        (places[place].pk, previous(dataset, period))
        for place, period in of_scope
        if isinstance(places[place], Place) and (place, previous(dataset, period)) not in of_scope
    }
    stored = _stored_sizes(dataset, outside)
    jumped, told = np.zeros(len(sizes), bool), []
    for (place, period), number in sorted(of_scope.items(), key=lambda item: item[0][1]):
        earlier = of_scope.get((place, previous(dataset, period)))
        before = (
            int(sizes[earlier])
            if earlier is not None
            else stored.get((places[place].pk, previous(dataset, period)))
        )
        now = int(sizes[number])
        if before is not None and UNKNOWN not in (before, now) and _is_jump(before, now):
            jumped[number] = True
            told.append(f"{places[place].name} {period}: {before} → {now}")
    if told:
        mask = np.zeros(len(checked.frame), bool)
        mask[checked.rows[jumped[scope]]] = True
        checked.frame.warn("jump", mask, factor=JUMP_FACTOR, names=examples(told, "; "))


def _is_jump(before, now):
    small, large = sorted((before, now))
    return large - small > JUMP_LEAST and large > JUMP_FACTOR * small


def _sizes(dataset, checked, scope):
    """What is compared, of each scope, UNKNOWN where nothing is reported of it (a hidden number is not zero);
    None where the dataset has nothing that can be.
    """
    if not dataset.headline:
        return np.bincount(scope) if dataset.is_student_level else None
    name, only = dataset.headline
    known = np.array([number is not None for number in checked.values[name]], bool)
    for field, value in only.items():
        known &= np.array(checked.values[field], dtype=object) == value
    counts = np.array([number or 0 for number in checked.values[name]], np.int64)
    sizes = np.bincount(scope, weights=np.where(known, counts, 0))
    return np.where(np.bincount(scope, weights=known) > 0, sizes, UNKNOWN)


def _stored_sizes(dataset, wanted):
    """{(place id, period): number} of what counts now."""
    scope_of, sizes = {}, defaultdict(int)
    for some in chunks({place for place, _period in wanted}):
        claims = Claim.objects.filter(
            dataset=dataset.key,
            in_effect=True,
            place__in=some,
            period__in={period for _place, period in wanted},
        )
        for claim, place, period, rows in claims.values_list("pk", "place_id", "period", "rows"):
            if (place, period) in wanted:
                scope_of[claim] = place, period
                if not dataset.headline:
                    sizes[place, period] += rows
    if dataset.headline:
        name, only = dataset.headline
        for some in chunks(scope_of):
            sums = dataset.fact.objects.filter(claim_id__in=some, **only).values("claim_id")
            for claim, total in sums.annotate(total=Sum(name)).values_list("claim_id", "total"):
                if total is not None:
                    sizes[scope_of[claim]] += total
    return dict(sizes)


# --- Places that are missing -----------------------------------------------------------------------------------


def _tell_who_is_missing(dataset, checked, places, present, organization):
    """Places that the organization reported for the period before, that are open still, and that neither this
    file nor anything that counts holds. Nothing is said of a file that is meant for a few places only.
    """
    periods = {period for _place, period in present}
    in_file = {(places[number].pk, period) for number, period in present if isinstance(places[number], Place)}
    reported = set(
        Claim.objects.filter(
            dataset=dataset.key,
            in_effect=True,
            place__isnull=False,
            period__in=periods | {previous(dataset, period) for period in periods},
            submission__organization=organization,
        ).values_list("place_id", "period")
    )
    missing = set()
    for period in periods:
        before = {place for place, of in reported | in_file if of == previous(dataset, period)}
        here = {place for place, of in in_file if of == period}
        if 2 * len(before & here) >= len(before):
            missing |= {(place, period) for place in before - here if (place, period) not in reported}
    told = _open_among(dataset, missing)
    if told:
        checked.frame.remark("missing_places", places=len(told), names=examples(told))


def _open_among(dataset, missing):
    """Names of the places, {(place id, period)}, that had not closed before the period began."""
    names = set()
    for some in chunks(missing):
        known = Place.objects.in_bulk({place for place, _period in some})
        names |= {
            known[place].name
            for place, period in some
            if known[place].closed_on is None or known[place].closed_on >= begins(dataset, period)
        }
    return names
