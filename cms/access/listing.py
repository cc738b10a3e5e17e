"""Pages for the lists of the page editor: what its rows ask for, one by one in Wagtail, comes in one query each."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, prefetch_related_objects
from django.db.models.functions import Length, Substr
from rest_framework.fields import Field
from wagtail.admin.api.serializers import AdminPageSerializer
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.serializers import PageParentField
from wagtail.models import Page, Revision, WorkflowState
from wagtail.query import PageQuerySet


class ListedPages(PageQuerySet):
    """Pages that know, once fetched, their parent, their language and how far their approval has come."""

    def _fetch_all(self):
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            make_ready([page for page in self._result_cache if isinstance(page, Page)])


def listed(pages):
    """The same pages, to be made ready for a list when they are fetched."""
    ready = pages._chain()
    ready.__class__ = ListedPages
    return ready


def make_ready(pages):
    """Fill what Wagtail's rows would ask for page by page; four queries for any number of pages."""
    if not pages:
        return
    prefetch_related_objects(pages, "locale")
    _give_parents(pages)
    _give_workflow_states(pages)
    keys = [str(page.pk) for page in pages]
    scheduled = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    scheduled = set(scheduled.values_list("object_id", flat=True))
    for page in pages:
        page._approved_schedule = str(page.pk) in scheduled


def _give_parents(pages):
    above = {Page._get_parent_path_from_path(page.path) for page in pages if page.depth > 1}
    parents = list(Page.objects.filter(path__in=above).specific(defer=True))
    # `specific` forgets what was selected along with the page.
    prefetch_related_objects(parents, "locale")
    by_path = {parent.path: parent for parent in parents}
    for page in pages:
        if page.depth > 1:
            page._cached_parent_obj = by_path[Page._get_parent_path_from_path(page.path)]


def _give_workflow_states(pages):
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages],
    )
    states = defaultdict(list)
    for state in active.select_related("current_task_state__task"):
        states[state.object_id].append(state)
    for page in pages:
        page._current_workflow_states = states[str(page.pk)]


class ChildrenField(Field):
    """How many children of a page the person may explore, counted for all rows at once."""

    def get_attribute(self, instance):
        return instance

    def to_representation(self, page):
        counts = self.context["view"].count_children
        address = self.context["request"].build_absolute_uri("../pages/")
        return {"count": counts.get(page.path, 0), "listing_url": f"{address}?child_of={page.pk}"}


class ParentField(PageParentField):
    def get_attribute(self, instance):
        parent = instance.get_parent()
        return parent if parent and parent.path in self.context["view"].explorable_paths else None


class OwnPagesSerializer(AdminPageSerializer):
    children = ChildrenField(read_only=True)
    parent = ParentField(read_only=True)


class OwnPagesAPI(PagesAdminAPIViewSet):
    """What the explorer menu reads."""

    base_serializer_class = OwnPagesSerializer
    actions = {}

    def paginate_queryset(self, queryset):
        rows = list(super().paginate_queryset(queryset))
        make_ready(rows)
        self._look_around(rows)
        return rows

    def get_object(self):
        page = super().get_object()
        self._look_around([page])
        return page

    def _look_around(self, rows):
        """Learn for all rows: which parents the person may explore, and how many children."""
        explorable = self.get_base_queryset().order_by()
        above = Substr("path", 1, Length("path") - Page.steplen)
        counts = (
            explorable.alias(above=above)
            .filter(above__in=[row.path for row in rows])
            .values(parent_path=F("above"))
            .annotate(number=Count("pk"))
        )
        self.count_children = {each["parent_path"]: each["number"] for each in counts}
        parents = {Page._get_parent_path_from_path(row.path) for row in rows}
        self.explorable_paths = set(explorable.filter(path__in=parents).values_list("path", flat=True))
