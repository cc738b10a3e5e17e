"""Students who were erased at their family's request stay gone, also when a file names them again.

The list holds no key and no id: only a hash of the student key, which is itself a keyed hash of the id. It is
compared with the key under every generation of secrets, so that it outlives their rotation.
"""

import hashlib

from django.db import transaction

from .bulk import chunks
from .identity import keys_through_time
from .models import ErasedStudent


def digest_of(key):
    """What the list holds of a student key (a signed 64-bit integer): hex digest."""
    return hashlib.sha256(b"erased student|" + key.to_bytes(8, "big", signed=True)).hexdigest()


def erased_digests():
    """Everybody on the list."""
    return set(ErasedStudent.objects.values_list("digest", flat=True))


def erased_among(ids, *, issuer, kind, digests):
    """Those canonical ids of one issuer whose student was erased. digests: as `erased_digests` gives them."""
    if not digests:
        return set()
    return {
        text
        for text in ids
        if any(digest_of(key) in digests for key in keys_through_time(text, issuer=issuer, kind=kind))
    }


def remove_erased(rows, digests=None):
    """Delete the rows of erased students from a queryset of student-level rows; returns how many it were.

    For rows that came in beside an erasure, or back out of a backup.
    """
    digests = erased_digests() if digests is None else digests
    if not digests:
        return 0
    keys = rows.order_by().values_list("student_key", flat=True).distinct()
    gone = [key for key in keys.iterator(chunk_size=10_000) if digest_of(key) in digests]
    count = 0
    for some in chunks(gone):
        with transaction.atomic():
            count += rows.filter(student_key__in=some).delete()[0]
    return count
