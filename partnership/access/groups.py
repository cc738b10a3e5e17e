"""Organization x role = one auth group. Kept in step here, and only here."""

from django.contrib.auth.models import Group, Permission

from ..follow_ups import follow_up
from ..models import Membership, RoleGroup
from .guard import set_grants
from .rights import forget
from .roles import ROLES

# Roles that write pages need the door of the Wagtail admin; what is behind it follows from page grants.
PAGE_PERMISSIONS = {"edit_pages", "approve_pages", "every_approve_pages"}


def role_group(organization, role):
    """The auth group of a role in an organization, made with its grants when it is first needed."""
    known = RoleGroup.objects.filter(organization=organization, role=role).select_related("group").first()
    if known:
        return known.group
    group = Group.objects.create(name=f"{organization.pk} {role}")
    RoleGroup.objects.create(organization=organization, role=role, group=group)
    set_grants(group, organization, ROLES[role].permissions)
    if ROLES[role].permissions & PAGE_PERMISSIONS:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    follow_up("role_group_made", organization, role, group)
    return group


def after_migrate(*, apps=None, **signal):
    """An upgrade may have changed what roles give. Nothing to do where the tables are not there yet."""
    if apps is None or "partnership" in apps.app_configs:
        bring_grants_up_to_date()


def bring_grants_up_to_date():
    """Give every role group what its role says today."""
    for known in RoleGroup.objects.select_related("group", "organization"):
        role = ROLES.get(known.role)
        set_grants(known.group, known.organization, role.permissions if role else frozenset())


def bring_up_to_date(user):
    """Put the person into other groups where the memberships in force today ask for it."""
    running = Membership.objects.in_force().filter(user=user).order_by("starts_on", "organization__name")
    running = list(running.values_list("organization_id", "role"))
    in_force = set(running)
    held = set(
        user.groups.filter(role_group__isnull=False).values_list(
            "role_group__organization_id", "role_group__role"
        )
    )
    user.roles_today = frozenset(role for _organization, role in in_force)
    # The one that the person has been with for longest is acted for until another is chosen (circumstances.acting_for).
    user.first_organization_today = running[0][0] if running else None
    user.organizations_today = frozenset(organization for organization, _role in in_force)
    if in_force != held:
        put_in_groups(user)


def put_in_groups(user):
    """Make the person's groups exactly those of the memberships in force today."""
    wanted = {
        role_group(membership.organization, membership.role)
        for membership in Membership.objects.in_force().filter(user=user).select_related("organization")
    }
    if not user.is_active:
        wanted = set()
    user.groups.set(wanted)
    for cached in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        user.__dict__.pop(cached, None)
    forget(user)
