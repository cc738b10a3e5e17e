"""The editor's screen to accept newer releases of what a page quotes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.models import Page

from .actions.newer_numbers import newer_numbers, take_newer_numbers


def accept(request, page_id):
    page = get_object_or_404(Page, pk=page_id).specific.get_latest_revision_as_object()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if request.method == "POST":
        if take_newer_numbers(page, by=request.user):
            messages.success(request, _("The draft quotes the newer releases. Publish it, or hand it in."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "cms/editor/accept_newer.html", {"page": page, "found": newer_numbers(page)})
