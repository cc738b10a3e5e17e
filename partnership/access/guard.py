"""The only module that imports guardian: object permissions of role groups.

Its traps are closed here once: global permissions never count, inactive people hold nothing, keys are
UUIDs, and grants die with their object (direct foreign keys).
"""

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef
from guardian.models import GroupObjectPermissionBase


class ObjectGrant(GroupObjectPermissionBase):
    """Base of the grant model of one kind of object; a subclass adds `content_object`."""

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = True


def set_grants(group, obj, codenames):
    """Make the group hold exactly these permissions on the object, whatever it held before."""
    grants = _grant_model(obj).objects.filter(group=group, content_object=obj)
    grants.exclude(permission__codename__in=codenames).delete()
    held = set(grants.values_list("permission__codename", flat=True))
    missing = Permission.objects.filter(
        content_type__app_label=obj._meta.app_label,
        content_type__model=obj._meta.model_name,
        codename__in=set(codenames) - held,
    )
    _grant_model(obj).objects.bulk_create(
        _grant_model(obj)(group=group, content_object=obj, permission=permission) for permission in missing
    )


def clear_grants(obj, *, except_groups=()):
    """Take every group's permissions on the object, except those of the groups named."""
    _grant_model(obj).objects.filter(content_object=obj).exclude(group__in=except_groups).delete()


def permissions_by_object(user, model):
    """All that the person's groups hold on objects of a model: {object id: {codename, ...}}, one query."""
    if not user.is_authenticated or not user.is_active:
        return {}
    held = {}
    rows = _grants_of(user, model)
    for object_id, codename in rows.values_list("content_object_id", "permission__codename"):
        held.setdefault(object_id, set()).add(codename)
    return held


def _grants_of(user, model):
    """The grants of the person's groups; while the person sees as a role would (access.seen_as), only those that the
    role's group holds as well.
    """
    grants = _grant_model(model).objects.filter(group__user=user)
    seen_as = getattr(user, "seen_as", None)
    if seen_as is None:
        return grants
    same = _grant_model(model).objects.filter(
        group=seen_as, content_object=OuterRef("content_object"), permission=OuterRef("permission")
    )
    return grants.filter(Exists(same))


def _grant_model(obj_or_model):
    related = obj_or_model._meta.related_objects
    return next(r.related_model for r in related if issubclass(r.related_model, ObjectGrant))
