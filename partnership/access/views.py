"""Taking up an invitation, and choosing the language of screens that have one address for all."""

from allauth.account.adapter import get_adapter
from allauth.account.utils import perform_login
from allauth.account.views import login as allauth_login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..actions.invitations import accept_invitation, open_invitation
from ..audit import record_account
from ..circumstances import ACTING_FOR
from ..models import Organization, User
from .captured import sign_on_for
from .forms import NewAccountForm
from .roles import ROLES


@sensitive_post_parameters()
@never_cache
def sign_in(request):
    """allauth's sign-in; whoever belongs to an organization with a sign-on of its own goes there instead."""
    if request.method == "POST":
        email = request.POST.get("login", "")
        if sign_on := sign_on_for(email):
            return _leave_for(request, sign_on)
        if "organization" in request.POST:
            messages.info(
                request,
                _("No organization signs in people of this mailbox. Use your password here."),
            )
            return redirect("account_login")
    return allauth_login(request)


def _leave_for(request, sign_on):
    """A page that goes on by itself: a redirect would be part of the form that was sent, which may go nowhere else."""
    kind = sign_on.kind
    route = {"openid_connect": "openid_connect_login", "saml": "saml_login"}[kind]
    address = reverse(route, args=[sign_on.organization.slug])
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        address += "?" + urlencode({"next": wanted})
    return render(
        request,
        "partnership/sign_on_leaves.html",
        {"address": address, "organization": sign_on.organization},
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request, token):
    """What one is invited to; whoever holds the token of a mailbox that has an account must sign in as it."""
    invitation = open_invitation(token)
    if invitation is None:
        return render(request, "partnership/invitation_closed.html", status=410)
    account = User.objects.filter(email=invitation.email).first()
    person = request.user if request.user.is_authenticated else None
    form = None
    sign_on = sign_on_for(invitation.email) if person is None else None
    if account is None and person is None and sign_on is None:
        form = NewAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and sign_on:
        return _leave_for(request, sign_on)
    if request.method == "POST" and account == person and (form is None or form.is_valid()):
        return _take_up(request, invitation, person, form)
    return render(
        request,
        "partnership/invitation.html",
        {
            "invitation": invitation,
            "role": ROLES[invitation.role],
            "form": form,
            "account": account,
            "sign_on": sign_on,
            "is_other_person": person is not None and person != account,
        },
    )


def _take_up(request, invitation, person, form):
    given = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password1"]} if form else {}
    try:
        user = accept_invitation(invitation, by=person, **given)
    except ValidationError as refusal:
        return render(
            request, "partnership/invitation_closed.html", {"reasons": refusal.messages}, status=410
        )
    messages.success(
        request,
        _("You are now %(role)s in %(organization)s.")
        % {"role": ROLES[invitation.role].name, "organization": invitation.organization},
    )
    if person:
        return redirect("workspace:home")
    return perform_login(request, user, email_verification="none")


@require_safe
def choose_language(request, code):
    """Remember the language of a person, and go back to where the person came from."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    response = redirect(wanted if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 60 * 60,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@require_POST
def act_for(request, slug):
    """Choose for which of one's organizations one acts from now on; the audit log names it."""
    own = getattr(request.user, "organizations_today", frozenset())
    organization = get_object_or_404(Organization, slug=slug, pk__in=own)
    request.session[ACTING_FOR] = str(organization.pk)
    messages.success(request, _("You act for %(organization)s now.") % {"organization": organization})
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe else "workspace:home")


@login_required
@require_POST
def end_session(request, pk):
    """End one of one's own sessions; the one that asks for it signs out."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key == request.session.session_key:
        get_adapter().logout(request)
        return redirect("account_login")
    session.end()
    record_account("account.session_closed", by=request.user, account=request.user)
    messages.success(request, _("The session has ended. Whoever used it is signed out at the next click."))
    return redirect("usersessions_list")
