"""Which doors of the page editor are open, and to whom: every route of Wagtail's admin by its name.

Wagtail's own checks stay in force behind each door. A route that is not listed is closed, so what a later
version adds stays closed until somebody has thought about it (tests/cms/test_doors.py).
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Page

from .own import choosable_pages_q, is_coordinator, is_on_the_way, is_own


def anybody(request, **kwargs):
    """Without signing in: what the sign-in itself and every screen need."""


def editors(request, **kwargs):
    """Everybody with a role that writes pages; the screen shows only what is theirs."""


def coordinators(request, **kwargs):
    if not is_coordinator(request.user):
        raise PermissionDenied


def own(*names):
    """Only where every page named in the address is the person's own."""

    def rule(request, **kwargs):
        for name in names:
            if not is_own(request.user, _page(kwargs[name])):
                raise Http404

    return rule


def way(name):
    """Where the page named is the person's own or on the way to it."""

    def rule(request, **kwargs):
        if not is_on_the_way(request.user, _page(kwargs[name])):
            raise Http404

    return rule


def choosable(request, **kwargs):
    """Only to look at pages that the person may link to, or that lead to the person's own."""
    asked = {int(key) for key in request.GET.getlist("id") if key.isdecimal()}
    asked |= {kwargs[name] for name in ("parent_page_id",) if name in kwargs}
    if _start_of_chooser(request):
        asked.add(_start_of_chooser(request))
    for page in Page.objects.filter(pk__in=asked):
        known = is_on_the_way(request.user, page)
        if not known and not Page.objects.filter(choosable_pages_q(request.user), pk=page.pk).exists():
            raise Http404


def _start_of_chooser(request):
    """The page at which Wagtail opens a chooser that is limited to some types: above all pages of them."""
    from wagtail.admin.views.chooser import page_models_from_string

    try:
        models = page_models_from_string(request.GET.get("page_type") or "")
    except (ValueError, LookupError):
        return None
    start = Page.objects.type(*models).first_common_ancestor()
    return start.pk if start else None


def _page(key):
    page = Page.objects.filter(pk=key).only("pk", "path", "depth").first()
    if page is None:
        raise Http404
    return page


PAGE = "wagtailadmin_pages:"
DOORS = {
    # Every screen.
    "wagtailadmin_login": anybody,
    "wagtailadmin_sprite": anybody,
    "wagtailadmin_javascript_catalog": anybody,
    "wagtailadmin_home": editors,
    "wagtailadmin_account": editors,
    "wagtailadmin_logout": editors,
    "wagtailadmin_dismissibles": editors,
    # The tree.
    "wagtailadmin_explore_root": editors,
    "wagtailadmin_explore": way("parent_page_id"),
    "wagtailadmin_explore_results": way("parent_page_id"),
    "wagtailadmin_api:pages:listing": editors,
    "wagtailadmin_api:pages:detail": way("pk"),
    f"{PAGE}search": editors,
    f"{PAGE}search_results": editors,
    # A page.
    f"{PAGE}add_subpage": own("parent_page_id"),
    f"{PAGE}add": own("parent_page_id"),
    f"{PAGE}preview_on_add": own("parent_page_id"),
    f"{PAGE}edit": own("page_id"),
    f"{PAGE}preview_on_edit": own("page_id"),
    f"{PAGE}view_draft": own("page_id"),
    "cms_newer_numbers": own("page_id"),
    "cms_choose_released": editors,
    f"{PAGE}delete": own("page_id"),
    f"{PAGE}unpublish": own("page_id"),
    f"{PAGE}convert_alias": own("page_id"),
    f"{PAGE}move": own("page_to_move_id"),
    f"{PAGE}move_confirm": own("page_to_move_id", "destination_id"),
    f"{PAGE}set_page_position": own("page_to_move_id"),
    f"{PAGE}copy": own("page_id"),
    f"{PAGE}lock": own("page_id"),
    f"{PAGE}unlock": own("page_id"),
    f"{PAGE}set_privacy": coordinators,
    f"{PAGE}usage": coordinators,
    f"{PAGE}history": own("page_id"),
    f"{PAGE}history_results": own("page_id"),
    f"{PAGE}revisions_index": own("page_id"),
    f"{PAGE}revisions_view": own("page_id"),
    f"{PAGE}revisions_revert": own("page_id"),
    f"{PAGE}revisions_unschedule": own("page_id"),
    f"{PAGE}revisions_compare": own("pk"),
    f"{PAGE}workflow_action": own("page_id"),
    f"{PAGE}collect_workflow_action_data": own("page_id"),
    f"{PAGE}confirm_workflow_cancellation": own("page_id"),
    f"{PAGE}workflow_preview": own("page_id"),
    f"{PAGE}workflow_history": own("page_id"),
    f"{PAGE}workflow_history_detail": own("page_id"),
    "wagtailadmin_editing_sessions:ping": editors,
    "wagtailadmin_editing_sessions:release": editors,
    "wagtailadmin_block_preview": editors,
    # Links.
    "wagtailadmin_choose_page": choosable,
    "wagtailadmin_choose_page_child": choosable,
    "wagtailadmin_choose_page_search": editors,
    "wagtailadmin_choose_page_chosen_multiple": choosable,
    "wagtailadmin_choose_page_external_link": editors,
    "wagtailadmin_choose_page_email_link": editors,
    "wagtailadmin_choose_page_phone_link": editors,
    "wagtailadmin_choose_page_anchor_link": editors,
    # Images and documents: Wagtail's collections decide.
    **{
        f"wagtailimages:{name}": editors
        for name in (
            ["index", "index_results", "add", "edit", "delete", "preview", "add_multiple", "edit_multiple"]
            + ["create_multiple_from_uploaded_image", "delete_multiple", "delete_upload_multiple"]
        )
    },
    **{
        f"wagtaildocs:{name}": editors
        for name in (
            ["index", "index_results", "add", "edit", "delete", "add_multiple", "edit_multiple"]
            + ["create_multiple_from_uploaded_document", "delete_multiple", "delete_upload_multiple"]
        )
    },
    **{
        f"{chooser}:{name}": editors
        for chooser in ("wagtailimages_chooser", "wagtaildocs_chooser")
        for name in ("choose", "choose_results", "chosen", "chosen_multiple", "create")
    },
    "wagtailimages_chooser:select_format": editors,
    "wagtailimages:image_usage": coordinators,
    "wagtaildocs:document_usage": coordinators,
    # What a coordinator follows.
    **{
        f"wagtailadmin_reports:{name}{results}": coordinators
        for name in ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages")
        for results in ("", "_results")
    },
}


def guarded(view):
    """The view behind its door: 404 where the door is closed, 403 for a role without the page editor."""

    @wraps(view)
    def at_the_door(request, *args, **kwargs):
        door = DOORS.get(request.resolver_match.view_name)
        if door is None:
            raise Http404
        if door is not anybody and request.user.is_authenticated:
            if not request.user.has_perm("wagtailadmin.access_admin"):
                raise PermissionDenied
            door(request, **kwargs)
        return view(request, *args, **kwargs)

    return at_the_door
