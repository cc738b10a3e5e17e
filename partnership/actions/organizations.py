"""Organizations come and change here."""

from django.db import transaction

from ..audit import record
from ..follow_ups import follow_up
from ..models import Organization, OrganizationGrant
from .admissions import end_impossible_admissions
from .invitations import revoke_impossible_invitations
from .memberships import end_impossible_roles


@transaction.atomic
def add_organization(*, by, name, slug, kind, **fields):
    """Add a partner; its section of the site opens with it."""
    organization = Organization.objects.create(name=name, slug=slug, kind=kind, **fields)
    record("organization.added", by=by, organization=organization, target=organization, kind=kind)
    follow_up("organization_added", organization, by=by)
    return organization


@transaction.atomic
def change_organization(organization, *, by, **fields):
    """Change what the directory says of a partner. fields: names and new values of model fields.

    When its kind changes, roles and invitations that the new kind cannot hold end at once, and a
    law-enforcement organization's admissions of evaluators with them.
    """
    changed = [name for name, value in fields.items() if getattr(organization, name) != value]
    for name in changed:
        setattr(organization, name, fields[name])
    if changed:
        organization.save(update_fields=changed)
        record("organization.changed", by=by, organization=organization, target=organization, fields=changed)
        follow_up("organization_changed", organization, by=by)
    if "kind" in changed:
        end_impossible_roles(organization, by=by)
        revoke_impossible_invitations(organization, by=by)
        end_impossible_admissions(organization, by=by)
    return organization


@transaction.atomic
def remove_organizations(organizations, *, by):
    """Take partners out again that nothing is tied to: no person, agreement, file, program, place or page.

    Returns those that are gone; the others stay as they are.
    """
    tied = _with_something_tied([organization.pk for organization in organizations])
    gone = [organization for organization in organizations if organization.pk not in tied]
    for organization in gone:
        record("organization.removed", by=by, organization=organization, target=organization)
    Organization.objects.filter(pk__in=[organization.pk for organization in gone]).delete()
    return gone


def _with_something_tied(keys):
    """Those keys of organizations that rows of other tables point to, grants aside."""
    tied = set()
    for relation in Organization._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete and not relation.many_to_many
        if points_here and relation.related_model is not OrganizationGrant:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": keys})
            tied.update(rows.values_list(relation.field.attname, flat=True))
    return tied
