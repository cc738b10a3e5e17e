"""Schools that closed or were merged: whose numbers the rows of a file are, at the time that they speak of."""

import numpy as np
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.periods import begins
from outcomes.datasets.spans import ordinals
from partnership.actions.places import places_claimable_by
from partnership.models import Place

from .match import examples
from .models import Claim


def follow_history(dataset, frame, matched, periods, organization):
    """Rows of a school that was merged by then are its successor's, with a notice; rows of a school that had
    closed by then are errors. Changes `matched`. periods: Coded period of each row.
    """
    ended = [
        number
        for number, place in enumerate(matched.places)
        if isinstance(place, Place) and (place.merged_into_id or place.closed_on)
    ]
    ended = [number for number in ended if (matched.codes == number).any()]
    if not ended:
        return
    moments = _moments(dataset, frame, periods)
    claimable = set(places_claimable_by(organization).values_list("pk", flat=True))
    position = {getattr(place, "pk", None): number for number, place in enumerate(matched.places)}
    closed, led, of_others = np.zeros((3, len(frame)), bool)
    names = {"closed": set(), "led": set(), "others": set()}
    for number, rows, place in _paths(matched, moments, ended):
        start = matched.places[number]
        if place.closed_on and not place.merged_into_id:
            late = rows & (moments > place.closed_on.toordinal())
            closed |= late
            if late.any():
                names["closed"].add(place.name)
        if place is start or not rows.any():
            continue
        names["led"].add(f"{start.name} → {place.name}")
        led |= rows
        if place.pk not in claimable:
            of_others |= rows
            names["others"].add(place.name)
        if place.pk not in position:
            position[place.pk] = len(matched.places)
            matched.places.append(place)
        matched.codes = np.where(rows, position[place.pk], matched.codes)
    _report(frame, organization, closed, led, of_others, names)


def _report(frame, organization, closed, led, of_others, names):
    frame.error("closed_school", closed, "school_code", names=examples(names["closed"]))
    frame.notice("merged_school", led & ~of_others, "school_code", names=examples(names["led"]))
    frame.error(
        "not_your_place",
        of_others,
        "school_code",
        organization=organization.name,
        names=examples(names["others"]),
    )


def _paths(matched, moments, ended):
    """(position of the school named, mask of its rows that end at a place, that place), along every merger."""
    codes = matched.codes.copy()
    for number in ended:
        place, rows = matched.places[number], codes == number
        while place.merged_into_id:
            later = rows & (moments >= place.merged_on.toordinal())
            yield number, rows & ~later, place
            place, rows = place.merged_into, later
        yield number, rows, place


def _moments(dataset, frame, periods):
    """The day that each row speaks of, as an integer: its own where it names one, and not before its period."""
    first = [begins(dataset, value).toordinal() if value else 0 for value in periods.values]
    moments = periods.taken(first, np.int64)
    if dataset.day_column and frame.has(dataset.day_column):
        moments = np.maximum(moments, ordinals(frame[dataset.day_column]))
    return moments


def refuse_numbers_after(*, place, day):
    """Follow-up of the end of a place: raises ValidationError where rows of later periods count under it."""
    claims = Claim.objects.filter(place=place, in_effect=True, rows__gt=0, period__gte=str(day.year - 1))
    later = {claim.period for claim in claims if begins(DATASETS[claim.dataset], claim.period) >= day}
    if later:
        raise ValidationError(
            _(
                "Numbers of %(place)s count for %(periods)s, which begin on that day or later. Choose a later day, or "
                "have the submissions withdrawn first; afterwards, files that use the old code lead to the right place."
            )
            % {"place": place, "periods": ", ".join(sorted(later))}
        )
