"""Programs, their owners and sites change here; grants follow the owners."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnership.access.groups import role_group
from partnership.access.guard import set_grants
from partnership.access.roles import ROLES
from partnership.audit import record
from partnership.follow_ups import follow_up

from ..models import Program, ProgramGrant, ProgramOwner, Site

EDITING_ROLES = [key for key, role in ROLES.items() if "edit_pages" in role.permissions]


@transaction.atomic
def add_program(*, by, owners, sites=(), **fields):
    """Add a program owned by one or more organizations; its page opens with it."""
    program = Program.objects.create(**fields)
    Site.objects.bulk_create(Site(program=program, place=place) for place in sites)
    record("program.added", by=by, target=program)
    follow_up("program_added", program, by=by)
    set_owners(program, by=by, owners=owners)
    return program


@transaction.atomic
def change_program(program, *, by, **fields):
    """Change what is said of a program. fields: names and new values of model fields."""
    changed = [name for name, value in fields.items() if getattr(program, name) != value]
    for name in changed:
        setattr(program, name, fields[name])
    if changed:
        program.save(update_fields=changed)
        record("program.changed", by=by, target=program, fields=changed)
    return program


@transaction.atomic
def set_owners(program, *, by, owners):
    """Make exactly these organizations the owners; their editors may edit its pages, others no longer.

    Raises ValidationError when none is left: nobody would answer for the program.
    """
    owners = list(owners)
    if not owners:
        raise ValidationError(
            _("A program needs at least one owner. Add another one before you remove the last.")
        )
    ProgramOwner.objects.filter(program=program).exclude(organization__in=owners).delete()
    ProgramOwner.objects.bulk_create(
        [ProgramOwner(program=program, organization=owner) for owner in owners], ignore_conflicts=True
    )
    _grant_owners(program, owners)
    record("program.owners_set", by=by, target=program, owners=[str(owner.pk) for owner in owners])
    follow_up("program_owners_changed", program, by=by)
    return program


@transaction.atomic
def set_sites(program, *, by, sites):
    """Make exactly these places the sites of the program."""
    sites = list(sites)
    Site.objects.filter(program=program).exclude(place__in=sites).delete()
    Site.objects.bulk_create([Site(program=program, place=place) for place in sites], ignore_conflicts=True)
    record("program.sites_set", by=by, target=program, sites=[place.code for place in sites])
    return program


def _grant_owners(program, owners):
    groups = [role_group(owner, role) for owner in owners for role in EDITING_ROLES]
    ProgramGrant.objects.filter(content_object=program, permission__codename="edit_program").exclude(
        group__in=groups
    ).delete()
    for group in groups:
        set_grants(group, program, {"edit_program"})
