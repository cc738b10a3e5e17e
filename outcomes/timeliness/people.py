"""Whom to call and whom to write to about an organization's files."""

from partnership.access.roles import ROLES
from partnership.models import Membership, User

from .models import Contact


def possible_contacts(organization):
    """Queryset of the people who hand in the organization's data."""
    handing_in = Membership.objects.in_force().filter(role__in=_roles_with("submit_data"))
    return User.objects.filter(
        is_active=True, pk__in=handing_in.filter(organization=organization).values("user")
    ).order_by("name", "email")


def people_to_write_to(organizations):
    """{organization id: [e-mail address]}: contact and deputy, else who hands in data, else who keeps the people."""
    chosen = Contact.objects.filter(organization__in=organizations).select_related("contact", "deputy")
    addresses = {
        each.organization_id: [
            person.email for person in (each.contact, each.deputy) if person and person.is_active
        ]
        for each in chosen
    }
    for codename in ("submit_data", "manage_people"):
        memberships = Membership.objects.in_force().filter(
            role__in=_roles_with(codename), organization__in=organizations, user__is_active=True
        )
        found = {}
        for organization, email in memberships.values_list("organization_id", "user__email"):
            found.setdefault(organization, set()).add(email)
        for organization, emails in found.items():
            if not addresses.get(organization):
                addresses[organization] = sorted(emails)
    return addresses


def _roles_with(codename):
    return [key for key, role in ROLES.items() if codename in role.permissions]
