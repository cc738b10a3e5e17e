"""Locking everything anew with the newest of VAULT_SECRETS, so that an older one can be destroyed."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from .. import mail
from ..audit import record
from ..models import SignOn, VaultItem
from .sealing import is_of_newest_secret, seal, unseal
from .vault import ciphers, lock_anew


def rotate_vault():
    """Lock anew what an older secret still locks. May be run again after it was stopped. Returns how many things."""
    newest = ciphers()[0][0]
    count = 0
    for item in VaultItem.objects.exclude(secret_version=newest).order_by("pk"):
        lock_anew(item)
        count += 1
    with transaction.atomic():
        for sign_on in SignOn.objects.exclude(client_secret="").select_for_update():
            purpose = f"sign-on {sign_on.pk}"
            if not is_of_newest_secret(sign_on.client_secret):
                sign_on.client_secret = seal(unseal(sign_on.client_secret, purpose=purpose), purpose=purpose)
                sign_on.save(update_fields=["client_secret", "changed_at"])
                count += 1
        for authenticator in Authenticator.objects.filter(
            type__in=["totp", "recovery_codes"]
        ).select_for_update():
            count += _seal_anew(authenticator)
        count += mail.seal_anew(is_of_newest_secret)
    record("vault.rotated", by=None, things=count)
    return count


def _seal_anew(authenticator):
    changed = False
    for name in ("secret", "seed"):
        sealed = authenticator.data.get(name)
        if sealed and not is_of_newest_secret(sealed):
            text = unseal(sealed, purpose="authenticator")
            authenticator.data[name] = seal(text, purpose="authenticator")
            changed = True
    if changed:
        authenticator.save(update_fields=["data"])
    return changed
