"""Short secrets that must be used again, and so cannot be hashed: an authenticator's seed, a sign-on's client secret.

Locked with the vault's secrets, the newest first; a seal names the version it was made with.
"""

import base64
import os

from .vault import NONCE_BYTES, Destroyed, ciphers


def seal(text, *, purpose):
    """Text that only `unseal` with the same purpose reads."""
    version, cipher = ciphers()[0]
    nonce = os.urandom(NONCE_BYTES)
    locked = nonce + cipher.encrypt(nonce, text.encode(), purpose.encode())
    return f"{version}:{base64.urlsafe_b64encode(locked).decode()}"


def unseal(sealed, *, purpose):
    """The text. Raises Destroyed when the secret it was locked with is gone."""
    version, _colon, encoded = sealed.partition(":")
    cipher = dict(ciphers()).get(version)
    if cipher is None:
        raise Destroyed(purpose)
    locked = base64.urlsafe_b64decode(encoded)
    return cipher.decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], purpose.encode()).decode()


def is_of_newest_secret(sealed):
    return sealed.partition(":")[0] == ciphers()[0][0]
