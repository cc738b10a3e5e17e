"""A partnership is founded once: the organization that is the partnership, and its first administrator."""

from allauth.account import app_settings as account_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from ..models import Organization, User
from .memberships import KEEPER, grant_role
from .organizations import add_organization


@transaction.atomic
def found_partnership(*, by, name, admin_email, admin_name=""):
    """Found the partnership. Returns its first administrator, who has no password yet (`password_link`).

    Raises ValidationError when there is a partnership already: there is one per installation.
    """
    existing = Organization.objects.filter(kind="partnership").first()
    if existing:
        raise ValidationError(
            _("%(name)s has been founded already, and an installation holds one partnership.")
            % {"name": existing}
        )
    partnership = add_organization(
        by=by, name=name, slug=slugify(name)[:80] or "partnership", kind="partnership"
    )
    administrator = User.objects.create_user(admin_email, name=admin_name)
    grant_role(by=by, user=administrator, organization=partnership, role=KEEPER)
    return administrator


def password_link(user):
    """A link that sets the person's password once; it is valid for as long as a forgotten-password mail."""
    token = account_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return settings.BASE_URL + reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(user), token]
    )
