"""The registry of places: who answers for which school."""

from django.db import transaction

from ..audit import record
from ..models import Place, PlaceName


@transaction.atomic
def add_place(*, by, kind, code, name, other_names=(), **fields):
    """Enter a place. Its code is unique within its kind and never changes."""
    place = Place.objects.create(kind=kind, code=code, name=name, **fields)
    record("place.added", by=by, target=place, kind=kind, code=code)
    for other in other_names:
        know_place_as(place, by=by, name=other)
    return place


@transaction.atomic
def change_place(place, *, by, other_names=None, **fields):
    """Change what the registry says of a place. An earlier name stays known, so that old files still match.

    other_names: every other name files use for it; names that are left out are forgotten.
    """
    before = place.name
    changed = [name for name, value in fields.items() if getattr(place, name) != value]
    for name in changed:
        setattr(place, name, fields[name])
    if changed:
        place.save(update_fields=changed)
        record("place.changed", by=by, target=place, fields=changed)
    if other_names is not None:
        place.other_names.exclude(name__in=other_names).delete()
        for other in other_names:
            know_place_as(place, by=by, name=other)
    if place.name != before:
        know_place_as(place, by=by, name=before)
    return place


@transaction.atomic
def know_place_as(place, *, by, name):
    """Remember another name under which files know a place."""
    known, is_new = PlaceName.objects.get_or_create(place=place, name=name)
    if is_new:
        record("place.named", by=by, target=place)
    return known


def places_claimable_by(organization):
    """Places whose numbers the organization may hand in: those it answers for, with all below them;
    a county or state office is a source for every place.
    """
    if organization.is_source_for_many:
        return Place.objects.all()
    own = Place.objects.filter(steward=organization)
    return (
        own
        | Place.objects.filter(parent__steward=organization)
        | Place.objects.filter(parent__parent__steward=organization)
    )
