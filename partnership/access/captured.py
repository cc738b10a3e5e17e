"""Mail domains whose people sign in at their own organization's identity provider."""

from ..models import SignOn


def domain_of(email):
    return email.rpartition("@")[2].strip().lower()


def sign_on_for(email):
    """The SignOn in use that the address belongs to, or None."""
    if "@" not in email:
        return None
    return (
        SignOn.objects.filter(is_active=True, domains__domain=domain_of(email))
        .select_related("organization")
        .first()
    )
