"""Many new pages at once: a few queries, where one by one each costs some twenty."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from wagtail.models import Collection, Page
from wagtail.search.backends import get_search_backends


def plant(pages, *, parent):
    """Insert new, live, childless pages of one type beneath a page, in order, and index them for search."""
    if not pages:
        return
    model = type(pages[0])
    content_type, now = ContentType.objects.get_for_model(model), timezone.now()
    for page, path in zip(pages, _new_paths(parent, len(pages)), strict=True):
        page.path, page.depth, page.numchild = path, parent.depth + 1, 0
        page.content_type, page.draft_title, page.live = content_type, page.title, True
        page.has_unpublished_changes = False
        page.first_published_at = page.last_published_at = now
        page.set_url_path(parent)
    fields = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page.objects.bulk_create(Page(**{name: getattr(page, name) for name in fields}) for page in pages)
    for page, row in zip(pages, rows, strict=True):
        page.pk = page.page_ptr_id = row.pk
        page.save_base(raw=True)  # The row of the page's own type; its Page row is there already.
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, model.objects.filter(pk__in=[row.pk for row in rows]))


def plant_collections(names):
    """New collections beneath the root, one for each name. Their tree is kept in the order of names, so that
    a new one may have to push others aside: one by one, as the tree itself does it.
    """
    root = Collection.get_first_root_node()
    return [root.add_child(name=name) for name in names]


def _new_paths(parent, number):
    """The next free places beneath a page."""
    # Whoever else plants here at this moment waits.
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    last = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    taken = Page._str2int(last.path[-Page.steplen :]) if last else 0
    return [Page._get_path(parent.path, parent.depth + 1, taken + count) for count in range(1, number + 1)]
