"""What was chosen before, and is in force: the latest version of each answer, unless it was revoked."""

from outcomes.submissions.identity import keyed_hash
from outcomes.submissions.recognize import Recognized, sort_the_rest

from .models import Kind, Mapping


def same(header):
    """A header as people's answers are kept: no case, single blanks."""
    return " ".join(header.split()).casefold()


def signature(header):
    """By which a file's headers are known again, in whatever order they stand."""
    return keyed_hash("\n".join(sorted(map(same, header))).encode())


def in_force(organization, dataset, kind=Kind.COLUMNS):
    """{signature: Mapping}, the newest answer first. dataset: its key."""
    latest = {}
    for mapping in Mapping.objects.filter(organization=organization, dataset=dataset, kind=kind).order_by(
        "version"
    ):
        latest[mapping.signature] = mapping
    running = [mapping for mapping in latest.values() if mapping.revoked_at is None]
    return {
        mapping.signature: mapping for mapping in sorted(running, key=lambda one: one.made_at, reverse=True)
    }


def words_in_force(organization, dataset):
    """The Mapping of words, or None."""
    return in_force(organization, dataset, Kind.WORDS).get("")


def recognized_by(mapping, dataset, header, withheld=()):
    """A header Recognized as people said, or None where it is not the one they spoke of."""
    if mapping is None or mapping.signature != signature(header):
        return None
    places = {}
    for position, text in enumerate(header):
        places.setdefault(same(text), position)
    chosen, known = mapping.choices, {column.name for column in dataset.columns}
    found = Recognized(
        list(header),
        {name: places[same(text)] for name, text in chosen["columns"].items() if name in known},
        fixed={
            name: text for name, text in chosen["fixed"].items() if name in known and name not in withheld
        },
        id_kind=chosen.get("id_kind", ""),
        mapping=mapping,
    )
    sort_the_rest(dataset, found, withheld)
    return found
