"""How much may rest in the vault for one organization at once, so that nobody fills the disk for all."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from ..models import VaultItem


def check_room(owner, size):
    """Raise ValidationError where so many bytes more would be more than the organization's share."""
    resting = VaultItem.objects.filter(owner=owner).aggregate(bytes=Sum("size"), items=Count("pk"))
    most_items, most_bytes = settings.VAULT_SHARE
    if resting["items"] >= most_items or (resting["bytes"] or 0) + size > most_bytes:
        raise ValidationError(
            _(
                "So many files of this organization are waiting already that no further one is taken. Nothing was "
                "stored. Accept or discard some of them, or write to the partnership."
            ),
            code="vault_full",
        )
