"""What must not be known of a release's students: kept beside it, read by the auditor alone, never shown."""

from ..hiding.facts import Fact


def as_stored(primary):
    """The keys of primary facts and differences as JSON: a Fact is a list of eight words."""
    return [_listed(key) for key in primary]


def as_keys(stored):
    """The keys again."""
    return [_keyed(key) for key in stored]


def _listed(key):
    return [_listed(part) if isinstance(part, tuple) else part for part in key]


def _keyed(key):
    if len(key) == len(Fact._fields) and all(isinstance(part, str) for part in key):
        return Fact(*key)
    return tuple(_keyed(part) if isinstance(part, list) else part for part in key)
