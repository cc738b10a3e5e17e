"""Files encrypted in a stream: AES-GCM over chunks, each bound to its place, the last one marked as such.

A key for each file is derived from BACKUP_SECRET and a random salt. A file that was cut off, or whose chunks were
exchanged, does not open.
"""

import os
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"PARTNERSHIP-BACKUP-1\n"
CHUNK_BYTES = 1024 * 1024
SALT_BYTES = 16


class CannotOpen(ValueError):
    """The secret is another one, or the file is damaged."""


def lock(source, target, secret):
    """Encrypt everything that `source` (a binary file) still holds into `target`."""
    salt = os.urandom(SALT_BYTES)
    cipher = _cipher(secret, salt)
    target.write(MAGIC + salt)
    number, chunk = 0, source.read(CHUNK_BYTES)
    while True:
        following = source.read(CHUNK_BYTES) if chunk else b""
        sealed = cipher.encrypt(_nonce(number, last=not following), chunk, None)
        target.write(struct.pack("!L", len(sealed)) + sealed)
        if not following:
            return
        number, chunk = number + 1, following


def unlock(source, target, secret):
    """Decrypt what `lock` made. Raises CannotOpen."""
    if source.read(len(MAGIC)) != MAGIC:
        raise CannotOpen("This is not a backup of this platform.")
    cipher = _cipher(secret, source.read(SALT_BYTES))
    number, sealed = 0, _next(source)
    while sealed:
        following = _next(source)
        try:
            target.write(cipher.decrypt(_nonce(number, last=not following), sealed, None))
        except InvalidTag as wrong:
            raise CannotOpen("The backup was made with another secret, or it is damaged.") from wrong
        number, sealed = number + 1, following
    if number == 0:
        raise CannotOpen("The backup is cut off.")


def _next(source):
    head = source.read(4)
    if not head:
        return b""
    sealed = source.read(struct.unpack("!L", head)[0])
    if len(head) < 4 or len(sealed) < struct.unpack("!L", head)[0]:
        raise CannotOpen("The backup is cut off.")
    return sealed


def _nonce(number, *, last):
    return struct.pack("!QL", number, int(last))


def _cipher(secret, salt):
    return AESGCM(HKDF(hashes.SHA256(), 32, salt=salt, info=b"partnership backup").derive(secret.encode()))
