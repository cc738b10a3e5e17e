"""What becomes of a place: it closes, or is merged into another. Its history stays its own.

Upper apps may object, by raising ValidationError in the follow-up "place_ends": numbers of later periods that
count under the place would otherwise be counted twice, or for a school that was not there.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..audit import record
from ..follow_ups import follow_up
from ..models import Place


@transaction.atomic
def close_place(place, *, by, closed_on):
    """The last day on which a place is open. It is asked for nothing afterwards, and nothing is taken for it."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    check_open(place)
    if place.opened_on and closed_on < place.opened_on:
        raise ValidationError(
            {"closed_on": _("The place closed before it opened. Correct one of the two days.")}
        )
    place.closed_on = closed_on
    place.save(update_fields=["closed_on"])
    record("place.closed", by=by, target=place, closed_on=str(closed_on))
    follow_up("place_ends", place=place, day=closed_on + timedelta(days=1))
    return place


@transaction.atomic
def merge_places(place, *, by, into, merged_on):
    """A place goes on as part of another from a day on: its code and names lead there for what comes after.

    What was reported for the time before stays with the old place. Raises ValidationError where the two cannot
    be merged on that day.
    """
    places = {
        found.pk: found
        for found in Place.objects.select_for_update(of=("self",)).filter(pk__in=[place.pk, into.pk])
    }
    place, into = places[place.pk], places[into.pk]
    check_open(place)
    if into.pk == place.pk or into.kind != place.kind:
        raise ValidationError({"into": _("A place is merged into another one of the same kind.")})
    if into.closed_on and into.closed_on < merged_on:
        raise ValidationError(
            {"into": _("%(place)s is closed on that day. Choose one that is open.") % {"place": into}}
        )
    if place.opened_on and merged_on <= place.opened_on:
        raise ValidationError({"merged_on": _("The place was not open yet on that day. Choose a later one.")})
    place.merged_into, place.merged_on = into, merged_on
    place.closed_on = merged_on - timedelta(days=1)
    place.save(update_fields=["merged_into", "merged_on", "closed_on"])
    record("place.merged", by=by, target=place, into=into.code, merged_on=str(merged_on))
    follow_up("place_ends", place=place, day=merged_on)
    return place


@transaction.atomic
def reopen_place(place, *, by):
    """The place was closed or merged by mistake, or is open again."""
    place = Place.objects.select_for_update(of=("self",)).get(pk=place.pk)
    place.closed_on = place.merged_into = place.merged_on = None
    place.save(update_fields=["closed_on", "merged_into", "merged_on"])
    record("place.reopened", by=by, target=place)
    return place


def check_open(place):
    """Raises ValidationError where a place has ended already."""
    if place.closed_on:
        raise ValidationError(_("%(place)s is closed already. Open it again first.") % {"place": place})
