"""An organization's section of the site: its page in each language, its files, its editors' grants.

A section opens with the first role that writes pages (docs/decisions: when a section opens). Until then the
organization is an entry of the directory.
"""

from django.db import transaction
from wagtail.models import Collection, Locale

from partnership.access.roles import ROLES
from partnership.audit import record
from partnership.models import RoleGroup

from ..access.grants import FILES, WRITE, WRITE_AND_PUBLISH, set_collection_grants, set_page_grants
from ..models import DirectoryPage, NewsIndexPage, OrganizationPage
from ..planting import plant, plant_collections
from .workflows import keep_workflow_of_section

# What each role that writes pages may do in its organization's section.
GRANTS_IN_SECTION = {
    key: WRITE_AND_PUBLISH if "approve_pages" in role.permissions else WRITE
    for key, role in ROLES.items()
    if "edit_pages" in role.permissions
}


@transaction.atomic
def open_section(organization, *, by):
    """Open an organization's section, if it has none, and return its page in the first language."""
    open_sections([organization], by=by)
    return OrganizationPage.objects.get(
        organization=organization, alias_of__isnull=True, locale=Locale.get_default()
    )


@transaction.atomic
def open_sections(organizations, *, by):
    """Open the section of each organization that has none: pages, collection, grants."""
    have = set(OrganizationPage.objects.values_list("organization_id", flat=True))
    new = [organization for organization in organizations if organization.pk not in have]
    if not new:
        return
    collections = plant_collections([organization.name for organization in new])
    directories = DirectoryPage.objects.select_related("locale").order_by("path")
    original, *others = sorted(directories, key=lambda page: page.locale != Locale.get_default())
    pages = [
        _page(original, organization, collection)
        for organization, collection in zip(new, collections, strict=True)
    ]
    plant(pages, parent=original)
    for directory in others:
        aliases = [_page(directory, page.organization, page.collection, alias_of=page) for page in pages]
        plant(aliases, parent=directory)
    for page in pages:
        record("section.opened", by=by, organization=page.organization, target=page)
    grant_sections(new)


def _page(directory, organization, collection, alias_of=None):
    """The root of a section beneath a directory; in other languages an alias, until it is translated."""
    page = OrganizationPage(
        title=organization.name,
        slug=organization.slug,
        organization=organization,
        collection=collection,
        locale=directory.locale,
    )
    if alias_of:
        page.alias_of_id, page.translation_key = alias_of.pk, alias_of.translation_key
    return page


@transaction.atomic
def rename_section(organization, *, by):
    """Let the pages of a section carry the organization's present name and address; old addresses redirect."""
    for page in OrganizationPage.objects.filter(organization=organization):
        if (page.title, page.slug) == (organization.name, organization.slug):
            continue
        page.title = page.draft_title = organization.name
        page.slug = organization.slug
        page.save()
        for revision in page.revisions.all():
            # A draft that is published later must not bring the old name back.
            revision.content |= {"title": page.title, "draft_title": page.title, "slug": page.slug}
            revision.object_str = page.title
            revision.save(update_fields=["content", "object_str"])
        Collection.objects.filter(pk=page.collection_id).update(name=organization.name)
        record("section.renamed", by=by, organization=organization, target=page)


def follow_new_group(organization, role, group):
    """A role's group was made: open the section if the role writes pages, and give the group its grants."""
    if role in GRANTS_IN_SECTION:
        open_sections([organization], by=None)
        grant_sections([organization])
        keep_workflow_of_section(organization)


def grant_sections(organizations):
    """Give the page-writing groups of these organizations what their roles promise, a few queries for all."""
    organizations = list(organizations)
    pages = OrganizationPage.objects.filter(organization__in=organizations).only(
        "pk", "organization_id", "collection_id"
    )
    pages_of, collections = {}, {}
    for page in pages:
        pages_of.setdefault(page.organization_id, []).append(page.pk)
        collections[page.organization_id] = page.collection_id
    for partnership in [each for each in organizations if each.kind == "partnership"]:
        # The partnership's own editors write the news of the whole.
        pages_of[partnership.pk] += NewsIndexPage.objects.values_list("pk", flat=True)
    groups = RoleGroup.objects.filter(organization__in=organizations, role__in=GRANTS_IN_SECTION)
    groups = list(groups.values_list("organization_id", "role", "group_id"))
    own = [group for _organization, _role, group in groups]
    set_page_grants(
        {
            (group, page): GRANTS_IN_SECTION[role]
            for organization, role, group in groups
            for page in pages_of[organization]
        },
        pages=[page for pages in pages_of.values() for page in pages],
        groups=own,
    )
    set_collection_grants(
        {(group, collections[organization]): FILES for organization, _role, group in groups},
        collections=collections.values(),
        groups=own,
    )
