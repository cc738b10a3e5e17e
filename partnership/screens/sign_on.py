"""How an organization signs its own people in; set up by those who keep the partnership."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..access.decorators import signed_in
from ..access.rights import fetch
from ..actions.sign_on import close_sign_on, keep_sign_on, open_sign_on
from ..models import Organization, SignOn
from .common import show_form, try_action
from .forms.sign_on import SignOnForm


@signed_in
def sign_on(request, slug):
    organization = fetch(request.user, "manage_partnership", Organization.objects, slug=slug)
    kept = SignOn.objects.filter(organization=organization).first()
    form = SignOnForm(request.POST or None, instance=kept)
    if form.is_valid():
        try:
            keep_sign_on(organization, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The sign-on is kept. Try it, then open it for everybody."))
            return redirect("workspace:sign_on", organization.slug)
    return show_form(
        request,
        form,
        template="partnership/sign_on.html",
        title=_("Sign-on of %(organization)s") % {"organization": organization},
        lead=_(
            "The organization's people sign in with the account they have there already. Once it is open, no "
            "password of theirs is left here."
        ),
        submit=_("Save"),
        steps=[
            (organization.name, reverse("workspace:organization", args=[organization.slug])),
            (_("Sign-on"), ""),
        ],
        organization=organization,
        kept=kept,
        callback=request.build_absolute_uri(reverse("openid_connect_callback", args=[organization.slug])),
        metadata=request.build_absolute_uri(reverse("saml_metadata", args=[organization.slug])),
        consumer=request.build_absolute_uri(reverse("saml_acs", args=[organization.slug])),
    )


@signed_in
@require_POST
def open_it(request, slug):
    kept = fetch(request.user, "manage_partnership", SignOn.objects, organization__slug=slug)
    return try_action(
        request,
        lambda: open_sign_on(kept, by=request.user),
        to=reverse("workspace:sign_on", args=[slug]),
        done=_("From now on everybody of these domains signs in there. Earlier passwords no longer work."),
    )


@signed_in
@require_POST
def close_it(request, slug):
    kept = fetch(request.user, "manage_partnership", SignOn.objects, organization__slug=slug)
    return try_action(
        request,
        lambda: close_sign_on(kept, by=request.user),
        to=reverse("workspace:sign_on", args=[slug]),
        done=_("The sign-on is closed. People set a password by “Forgot your password?”."),
    )
