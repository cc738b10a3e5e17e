"""Places that only a file has named enter the registry when the file is accepted, under their own names."""

from django.db import connection

from partnership.audit import record
from partnership.models import Place, PlaceName

from . import bulk
from .models import NamedPlace

PARENT = {"school": "district", "district": "county"}


def register_places(submission, *, by):
    """Create the places that the submission named, parents first, remember other names, and tie its claims.

    They are context beside the partnership, not its schools (in_partnership False), until somebody says so.
    """
    named = list(submission.named_places.all())
    if not named:
        return
    registered = _registered({place.code for place in named} | {place.parent_code for place in named})
    added = []
    for place in sorted(named, key=lambda place: len(place.code)):
        if (place.kind, place.code) not in registered:
            new = Place(
                kind=place.kind,
                code=place.code,
                name=place.name,
                parent=registered.get((PARENT.get(place.kind), place.parent_code)),
                in_partnership=False,
            )
            registered[place.kind, place.code] = new
            added.append(new)
    # Parents have shorter codes and come first, so that the database sees each before its parts.
    Place.objects.bulk_create(added, batch_size=500)
    PlaceName.objects.bulk_create(
        [PlaceName(place=place, name=name) for place, name in _other_names(named, registered)],
        ignore_conflicts=True,
        batch_size=500,
    )
    _tie(submission, named, registered)
    record(
        "places.named_by_file",
        by=by,
        organization=submission.organization,
        target=submission,
        added=len(added),
    )


def tie_registered_places(submission):
    """Tie claims of places that have entered the registry since the file was staged."""
    named = list(submission.named_places.filter(place=None))
    registered = _registered({place.code for place in named})
    _tie(submission, [place for place in named if (place.kind, place.code) in registered], registered)


def _registered(codes):
    return {
        (place.kind, place.code): place
        for some in bulk.chunks(codes)
        for place in Place.objects.filter(code__in=some)
    }


def _other_names(named, registered):
    for known_as in named:
        place = registered[known_as.kind, known_as.code]
        for name in {known_as.name, *known_as.other_names} - {place.name}:
            yield place, name


def _tie(submission, named, registered):
    """Claims of named places become claims of places."""
    if not named:
        return
    for place in named:
        place.place = registered[place.kind, place.code]
    NamedPlace.objects.bulk_update(named, ["place"], batch_size=300)
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outcomes_claim SET place_id = (SELECT n.place_id FROM outcomes_namedplace n "
            "WHERE n.id = outcomes_claim.named_place_id) WHERE submission_id = %s AND place_id IS NULL AND named_place_id IS NOT NULL",
            [key],
        )
