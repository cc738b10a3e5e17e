"""May this person do this here? The one place that answers.

A right on an organization comes from a role in it, or from a partnership-wide role that holds the
permission's `every_...` twin on the partnership.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from .guard import permissions_by_object


def held(user):
    """{organization id: {codename}} of the person, loaded once per request (cached on the user)."""
    from ..models import Organization

    if not hasattr(user, "_held_rights"):
        user._held_rights = permissions_by_object(user, Organization)
    return user._held_rights


def memberships_on(organizations):
    """Queryset of the running memberships, of people whose account is open, that may give anything on the
    organizations (ids; None: all): roles in them, and partnership-wide ones.
    """
    running = _running()
    if organizations is None:
        return running
    wide = Q(role__in=_roles_with(WIDE), organization__kind="partnership")
    return running.filter(wide | Q(organization__in=organizations))


def giving(memberships, codename, organizations):
    """Those of the memberships that give the permission on one of the organizations: by a role in it, or
    partnership-wide.
    """
    within = giving_within(memberships, codename, organizations)
    return list(dict.fromkeys([*within, *giving_everywhere(memberships, {codename, f"every_{codename}"})]))


def giving_within(memberships, codename, organizations):
    """Those that give it by a role in one of the organizations itself (ids; None: all). codename None: any role."""
    roles = None if codename is None else set(_roles_with({codename}))
    return [
        each
        for each in memberships
        if (organizations is None or each.organization_id in organizations)
        and (roles is None or each.role in roles)
    ]


def giving_everywhere(memberships, codenames):
    """Those that give one of the permissions partnership-wide."""
    roles = set(_roles_with(codenames & WIDE))
    return [each for each in memberships if each.role in roles and each.organization.kind == "partnership"]


def role_giving(user, codename, organization):
    """The person's running membership that gives the permission on the organization, or None: a role in it
    before a partnership-wide one.
    """
    own = memberships_on([organization.pk]).filter(user=user).select_related("organization")
    return next(iter(giving(own, codename, {organization.pk})), None)


def _running():
    from ..models import Membership

    return Membership.objects.in_force().filter(user__is_active=True)


def _roles_with(codenames):
    from .roles import ROLES

    return [key for key, role in ROLES.items() if codenames & role.permissions]


def forget(user):
    """Drop the cached rights, after a role was given or ended in the same request."""
    if hasattr(user, "_held_rights"):
        del user._held_rights


def holds_everywhere(user, codename):
    """Whether a partnership-wide role gives the permission (`every_x`, or one that is wide by nature)."""
    wide = {codename, f"every_{codename}"} & WIDE
    return any(wide & codenames for codenames in held(user).values())


def can(user, codename, organization=None):
    """Whether the person holds the permission on the organization (or partnership-wide)."""
    if not user.is_authenticated or not user.is_active:
        return False
    if holds_everywhere(user, codename):
        return True
    return organization is not None and codename in held(user).get(organization.pk, ())


def holds_anywhere(user, codename):
    """Whether the person holds the permission on any organization at all."""
    return user.is_authenticated and any(codename in codenames for codenames in held(user).values())


def organizations_with(user, codename):
    """Queryset of the organizations on which the person holds the permission."""
    from ..models import Organization

    if holds_everywhere(user, codename):
        return Organization.objects.all()
    return organizations_within(user, codename)


def organizations_of(user):
    """Queryset of the organizations in which the person holds any role today."""
    return organizations_within(user, None)


def get_or_404(queryset, **lookup):
    """Fetch from what the person may see; a stranger to the object learns nothing but 404."""
    return get_object_or_404(queryset, **lookup)


def organizations_within(user, codename):
    """Queryset of the organizations that give the person the permission by a role in them. codename None: any role."""
    from ..models import Organization

    own = [pk for pk, codenames in held(user).items() if codename is None or codename in codenames]
    return Organization.objects.filter(pk__in=own)


def require(user, codename, organization=None):
    """403 for a member without the right; 404 for a stranger to the organization."""
    if can(user, codename, organization):
        return
    if organization is not None and organization.pk not in held(user) and not is_partnership_staff(user):
        raise Http404
    raise PermissionDenied


def fetch(user, codename, queryset, **lookup):
    """Fetch and check in one step: an organization, or something that has one.

    404 to a stranger to the organization, 403 to a member without the right.
    """
    found = get_object_or_404(queryset, **lookup)
    require(user, codename, getattr(found, "organization", found))
    return found


def may_give(user, role, organization):
    """Whether the person may give the role there, change its last day and end it.

    Nobody gives more than they answer for: partnership-wide roles are given only by those who manage
    people everywhere, even in the partnership organization.
    """
    from .roles import ROLES

    if ROLES[role].partnership_wide:
        return holds_everywhere(user, "manage_people")
    return can(user, "manage_people", organization)


def organizations_admitting(user):
    """Queryset of the organizations that admit the person, as an evaluator, to their student-level rows.

    An admission counts only while the person holds the role of an evaluator somewhere.
    """
    from ..models import Admission, Organization

    if not any("evaluate" in codenames for codenames in held(user).values()):
        return Organization.objects.none()
    admissions = Admission.objects.in_force().filter(evaluator=user)
    return Organization.objects.filter(pk__in=admissions.values("organization"))


def is_partnership_staff(user):
    """Whether the person holds any partnership-wide role (and so may know of every organization)."""
    return any(WIDE & codenames for codenames in held(user).values())


def _wide_codenames():
    from .roles import ROLES

    return frozenset().union(*(role.permissions for role in ROLES.values() if role.partnership_wide))


WIDE = _wide_codenames()
