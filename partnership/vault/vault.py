import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from ..audit import record
from ..models import VaultChunk, VaultItem
from .quota import check_room
from .scanning import scan

CHUNK_BYTES = 4 * 1024 * 1024
NONCE_BYTES = 12


class Destroyed(LookupError):
    """The item is no longer in the vault, or the secret it was locked with is gone."""


@transaction.atomic
def put(content, *, by, owner, purpose, destroy_on):
    """Lock bytes away for an organization until the day named. Returns the VaultItem.

    Raises ValidationError for what the virus scanner refuses, where there is one, and where the owner's share is full.
    """
    check_room(owner, len(content))
    scan(content)
    version, cipher = ciphers()[0]
    item = VaultItem.objects.create(
        owner=owner, purpose=purpose, secret_version=version, size=len(content), destroy_on=destroy_on
    )
    starts = range(0, max(len(content), 1), CHUNK_BYTES)
    for number, start in enumerate(starts):
        _keep(item, number, _locked(cipher, item, number, content[start : start + CHUNK_BYTES]))
    record("vault.put", by=by, organization=owner, target=item, purpose=purpose, bytes=len(content))
    return item


def open_item(item, *, by, why):
    """The bytes of an item; the opening is logged with its reason. Raises Destroyed."""
    cipher = dict(ciphers()).get(item.secret_version)
    chunks = _kept(item)
    if cipher is None or not chunks:
        raise Destroyed(item.pk)
    record("vault.opened", by=by, organization=item.owner, target=item, purpose=item.purpose, why=why)
    content = b"".join(_unlocked(cipher, item, number, sealed) for number, sealed in chunks)
    if len(content) != item.size:
        raise Destroyed(item.pk)
    return content


@transaction.atomic
def destroy(item, *, by, why):
    """Take an item out of the vault for good."""
    record("vault.destroyed", by=by, organization=item.owner, target=item, purpose=item.purpose, why=why)
    item.delete()


def destroy_due(*, by=None):
    """Destroy everything whose day has come; returns how many items."""
    due = list(VaultItem.objects.filter(destroy_on__lt=timezone.localdate()).select_related("owner"))
    for item in due:
        destroy(item, by=by, why="its destroy date has passed")
    return len(due)


@transaction.atomic
def lock_anew(item):
    """Lock an item with the newest secret; nobody reads it meanwhile. Raises Destroyed."""
    old = dict(ciphers()).get(item.secret_version)
    version, new = ciphers()[0]
    if old is None:
        raise Destroyed(item.pk)
    for chunk in item.chunks.order_by("number").iterator(chunk_size=1):
        chunk.ciphertext = _locked(
            new, item, chunk.number, _unlocked(old, item, chunk.number, chunk.ciphertext)
        )
        chunk.save(update_fields=["ciphertext"])
    item.secret_version = version
    item.save(update_fields=["secret_version"])


def ciphers():
    """[(version, AESGCM)], the newest first, each from its own secret."""
    pairs = (secret.split(":", 1) for secret in settings.VAULT_SECRETS)
    return [(version, AESGCM(_derive(secret))) for version, secret in pairs]


def _keep(item, number, ciphertext):
    """Store a chunk. Django writes the values of PostgreSQL into the text of a statement, which for megabytes takes
    longer than all the rest; here and in `_kept` they travel beside it, as they are.
    """
    if connection.vendor != "postgresql":
        VaultChunk.objects.create(item=item, number=number, ciphertext=ciphertext)
        return
    with connection.wrap_database_errors, _cursor_of_bytes() as cursor:
        cursor.execute(
            f"INSERT INTO {VaultChunk._meta.db_table} (item_id, number, ciphertext) VALUES (%s, %s, %b)",
            (item.pk, number, ciphertext),
        )


def _kept(item):
    """[(number, ciphertext)] of an item's chunks."""
    if connection.vendor != "postgresql":
        return list(item.chunks.order_by("number").values_list("number", "ciphertext"))
    with connection.wrap_database_errors, _cursor_of_bytes() as cursor:
        cursor.execute(
            f"SELECT number, ciphertext FROM {VaultChunk._meta.db_table} WHERE item_id = %s ORDER BY number",
            (item.pk,),
            binary=True,
        )
        return cursor.fetchall()


def _cursor_of_bytes():
    import psycopg

    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


def _derive(secret):
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"partnership vault").derive(secret.encode())


def _locked(cipher, item, number, content):
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, content, f"{item.pk}/{number}".encode())


def _unlocked(cipher, item, number, sealed):
    sealed = memoryview(sealed)
    return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], f"{item.pk}/{number}".encode())
