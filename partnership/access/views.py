"""Taking up an invitation, and choosing the language of screens that have one address for all."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ..actions.invitations import accept_invitation, open_invitation
from ..models import User
from .forms import NewAccountForm
from .roles import ROLES


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
    if account is None and person is None:
        form = NewAccountForm(request.POST or None, email=invitation.email)
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
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=365 * 24 * 60 * 60, samesite="Lax")
    return response
