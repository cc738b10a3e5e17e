"""Links to a release, made, listed and revoked by those who may share it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from partnership.access.decorators import signed_in
from partnership.screens.common import crumbs, refused, try_action

from .. import pages
from ..models import Release
from .links import (
    LONGEST_DAYS,
    links_seen_by,
    make_share_link,
    may_revoke,
    membership_to_share,
    revoke_share_link,
)
from .models import ShareLink


class ShareForm(forms.Form):
    reader = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        help_text=gettext_lazy("For example “Board, spring meeting”. It stands in the log of openings."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days that it works"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=14,
    )


@signed_in
def share(request, slug):
    """The links of a release, and a form for one more. A new address is shown once, with this answer."""
    release = pages.fetch(Release.objects.visible_to(request.user), slug)
    if membership_to_share(release, request.user) is None:
        raise PermissionDenied
    form, made = ShareForm(request.POST or None), None
    if form.is_valid():
        try:
            made = make_share_link(release, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            form = ShareForm()
    return render(
        request,
        "outcomes/releases/sharing/share.html",
        {
            "release": release,
            "form": form,
            "made": made,
            "links": _with_states(links_seen_by(release, request.user)),
            "crumbs": crumbs(
                (_("Releases"), reverse("workspace:releases")),
                (release.title, release.get_absolute_url()),
                (_("Share"), ""),
            ),
        },
    )


@signed_in
@require_POST
def revoke(request, pk):
    visible = ShareLink.objects.filter(release__in=Release.objects.visible_to(request.user))
    link = get_object_or_404(visible.select_related("release", "membership__organization"), pk=pk)
    if not may_revoke(link, request.user):
        raise PermissionDenied
    return try_action(
        request,
        lambda: revoke_share_link(link, by=request.user),
        to=reverse("workspace:share_release", args=[link.release.slug]),
        done=_("The link for “%(reader)s” no longer works.") % {"reader": link},
    )


def _with_states(links):
    alive = set(links.alive().values_list("pk", flat=True))
    return [(link, link.state_when(link.pk in alive)) for link in links]
