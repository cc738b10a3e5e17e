"""An organization's ways in besides the browser: tokens and upload links, made, listed, revoked."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from outcomes.submissions.rights import SUBMIT
from partnership.access.decorators import signed_in
from partnership.access.rights import can, fetch, require
from partnership.models import Organization
from partnership.screens.common import crumbs, show_form, try_action

from .. import links, tokens
from ..models import UploadLink, UploadToken
from ..rights import may_see, require_to_revoke, right_to_link
from .forms import LinkForm, TokenForm


@signed_in
@require_safe
def ways_in(request, slug):
    return _ways_in(request, _organization(request, slug))


@signed_in
def make_token(request, slug):
    organization = fetch(request.user, SUBMIT, Organization.objects, slug=slug)
    form = TokenForm(request.POST or None, organization=organization)
    if form.is_valid():
        try:
            token = tokens.make_token(organization, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            # Not after a redirect: the secret is shown with this answer, and kept nowhere.
            return _ways_in(request, organization, made=token)
    return show_form(
        request,
        form,
        title=_("Make a token"),
        lead=_(
            "For the scheduled export of another system. It acts under your role as a data coordinator, and ends with it."
        ),
        submit=_("Make the token"),
        steps=_steps(organization, _("Make a token")),
    )


@signed_in
@require_POST
def revoke_token(request, pk):
    token = _fetched(request, UploadToken, pk)
    return try_action(
        request,
        lambda: tokens.revoke_token(token, by=request.user),
        to=_address(token.organization),
        done=_("The token “%(name)s” no longer works.") % {"name": token},
    )


@signed_in
def make_link(request, slug):
    organization = _organization(request, slug)
    if not right_to_link(request.user, organization):
        require(request.user, SUBMIT, organization)
    form = LinkForm(request.POST or None, organization=organization, initial=request.GET.dict())
    if form.is_valid():
        told = form.cleaned_data
        try:
            links.make_link(organization, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return try_action(
                request,
                lambda: None,
                to=_address(organization),
                done=_("A link is on its way to %(email)s.") % {"email": told["email"]},
            )
    return show_form(
        request,
        form,
        title=_("Send an upload link"),
        lead=_(
            "For one file from somebody of %(organization)s without an account. Nothing counts until it has been looked at and accepted."
        )
        % {"organization": organization},
        submit=_("Send the link"),
        steps=_steps(organization, _("Send an upload link")),
    )


@signed_in
@require_POST
def revoke_link(request, pk):
    link = _fetched(request, UploadLink, pk)
    return try_action(
        request,
        lambda: links.revoke_link(link, by=request.user),
        to=_address(link.organization),
        done=_("The link sent to %(email)s no longer works.") % {"email": link},
    )


def _ways_in(request, organization, made=None):
    user = request.user
    of_tokens = UploadToken.objects.filter(membership__organization=organization)
    of_links = UploadLink.objects.filter(organization=organization)
    about = ("membership__user", "membership__organization")
    context = {
        "organization": organization,
        "made": made,
        "endpoint": settings.BASE_URL + reverse("submissions_endpoint"),
        "tokens": _with_states(of_tokens.select_related(*about)),
        "links": _with_states(of_links.select_related(*about, "organization", "program")),
        "may_make_token": can(user, SUBMIT, organization),
        "may_make_link": bool(right_to_link(user, organization)),
        "may_revoke_tokens": can(user, SUBMIT, organization) or can(user, "manage_people", organization),
        "crumbs": crumbs((organization.name, _of(organization)), (_("Ways in"), "")),
    }
    return render(request, "outcomes/ways_in/ways_in.html", context)


def _with_states(found):
    """[(token or link, its state)], in two queries."""
    alive = set(found.alive().values_list("pk", flat=True))
    return [(each, each.state_when(each.pk in alive)) for each in found]


def _organization(request, slug):
    organization = fetch(request.user, "view_submissions", Organization.objects, slug=slug)
    if not may_see(request.user, organization):
        require(request.user, SUBMIT, organization)
    return organization


def _fetched(request, model, pk):
    """A token or link that the person may revoke: 404 for strangers, 403 for those who may not."""
    about = model.objects.select_related("membership__user", "membership__organization")
    stand_in = get_object_or_404(about, pk=pk)
    require_to_revoke(request.user, stand_in)
    return stand_in


def _address(organization):
    return reverse("workspace:ways_in", args=[organization.slug])


def _of(organization):
    return reverse("workspace:organization", args=[organization.slug])


def _steps(organization, title):
    return [(organization.name, _of(organization)), (_("Ways in"), _address(organization)), (title, "")]
