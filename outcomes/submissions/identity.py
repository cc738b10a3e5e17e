"""Student keys: what a student is known by after the gate (DESIGN rule 4).

A key is the first 8 bytes of HMAC-SHA256 over issuer, kind of id and canonical id, as a signed integer. Each
distinct id is hashed once. When a new secret is put in front of the others, the key of an id is the hash of
its key under the older secrets, so that stored keys are rotated without knowing any id.
"""

import hmac
import re

import numpy as np
from django.conf import settings

from outcomes.datasets.students import STATE_ID_HEADERS

STATE_ID, LOCAL_ID = "state", "local"
# The state gives its ids itself: the same issuer for every district.
STATE = "state"


class DamagedId(ValueError):
    """A spreadsheet program rewrote the id as a rounded number; which student was meant is lost."""


def canonical_id(text):
    """An id as it is hashed. Raises ValueError where it cannot be one.

    Blanks around and inside are dropped, as are a leading apostrophe and a trailing ".0" (marks of spreadsheet
    programs); case does not count; an id of digits loses its leading zeros, because programs that take ids
    for numbers drop them: within one issuer 00123 and 123 are the same student.
    """
    if text.isascii() and text.isdigit() and text[0] != "0":
        return text
    text = re.sub(r"\s+", "", text).lstrip("'").upper()
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text):
        raise DamagedId
    text = re.sub(r"^(\d+)\.0+$", r"\1", text)
    if text.isascii() and text.isdigit():
        text = text.lstrip("0")
    if not re.search(r"[A-Z0-9]", text):
        raise ValueError
    return text


def kind_of_id(header):
    """Whether a column holds the state's ids or the district's own, told by its header."""
    return STATE_ID if re.sub(r"[^a-z]", "", header.lower()) in STATE_ID_HEADERS else LOCAL_ID


def student_keys(ids, *, issuer, kind):
    """Keys of canonical ids: {id: signed 64-bit integer}. issuer: the primary key of an organization, as text."""
    texts = list(ids)
    prefix = f"{STATE if kind == STATE_ID else issuer}|{kind}|"
    hashed = [(prefix + text).encode() for text in texts]
    for secret in _secrets():
        hashed = [_digest(secret, message) for message in hashed]
    return dict(zip(texts, np.frombuffer(b"".join(hashed), ">i8").tolist(), strict=True))


def keys_through_time(text, *, issuer, kind):
    """The keys that a canonical id has had, under the oldest secret alone, ..., under all of them: [int]."""
    secrets = _secrets()
    message = f"{STATE if kind == STATE_ID else issuer}|{kind}|{text}".encode()
    keys = []
    for secret in secrets:
        keys.append(_hashed(secret, message))
        message = _bytes(keys[-1])
    return keys


def rotate(keys, secret):
    """{old key: new key} when `secret` is put in front of the secrets."""
    return {key: _hashed(secret.encode(), _bytes(key)) for key in keys}


def keyed_hash(content):
    """Hex digest by which the same bytes are recognized and nothing else is learned."""
    digest = hmac.new(_secrets()[0], b"file|", "sha256")
    digest.update(content)
    return digest.hexdigest()


def _hashed(secret, message):
    return int.from_bytes(_digest(secret, message), "big", signed=True)


def _digest(secret, message):
    return hmac.digest(secret, message, "sha256")[:8]


def _bytes(key):
    return key.to_bytes(8, "big", signed=True)


def _secrets():
    """The secrets, the oldest first."""
    return [secret.split(":", 1)[1].encode() for secret in reversed(settings.STUDENT_KEY_SECRETS)]
