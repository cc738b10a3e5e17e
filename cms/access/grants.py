"""The grants that role groups hold on pages and collections: made exactly as asked, a few queries for any number."""

from django.contrib.auth.models import Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

WRITE = frozenset({"add_page", "change_page"})
WRITE_AND_PUBLISH = WRITE | {"publish_page"}
KEEP = WRITE_AND_PUBLISH | {"lock_page", "unlock_page"}
FILES = frozenset(
    f"{verb}_{thing}" for verb in ("add", "change", "choose") for thing in ("image", "document")
)


def set_page_grants(wanted, *, pages, groups=None):
    """Make the grants on these pages exactly those wanted.

    wanted: {(group id, page id): {codename}}. groups: touch only those of these groups (None: of all).
    """
    held = GroupPagePermission.objects.filter(page__in=pages)
    _set(held if groups is None else held.filter(group__in=groups), wanted, "wagtailcore", "page_id")


def set_collection_grants(wanted, *, collections, groups=None):
    """Make the grants on these collections exactly those wanted: {(group id, collection id): {codename}}."""
    held = GroupCollectionPermission.objects.filter(collection__in=collections)
    held = held if groups is None else held.filter(group__in=groups)
    _set(held, wanted, ("wagtailimages", "wagtaildocs"), "collection_id")


def _set(held, wanted, app_labels, target):
    app_labels = [app_labels] if isinstance(app_labels, str) else app_labels
    keys = dict(
        Permission.objects.filter(content_type__app_label__in=app_labels).values_list("codename", "pk")
    )
    rows = {
        (group, place, keys[codename])
        for (group, place), codenames in wanted.items()
        for codename in codenames
    }
    existing = {
        (row.group_id, getattr(row, target), row.permission_id): row.pk
        for row in held.only("pk", "group_id", target)
    }
    held.model.objects.filter(pk__in=[pk for row, pk in existing.items() if row not in rows]).delete()
    held.model.objects.bulk_create(
        held.model(group_id=group, permission_id=permission, **{target: place})
        for group, place, permission in sorted(rows - existing.keys())
    )
