"""Subscribing to the updates of a city: asked, confirmed from the mailbox, ended by one button."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnership.mail import write_to
from partnership.models import Organization, Place

from ..models.updates import Subscription
from .common import crumbs
from .human import HumanForm

CONFIRM_WITHIN = timedelta(days=3)


class SubscribeForm(HumanForm):
    city = forms.ModelChoiceField(
        label=gettext_lazy("City"),
        queryset=Place.objects.filter(kind="city", in_partnership=True).order_by("name"),
        to_field_name="code",
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request):
    form = SubscribeForm(request, key="subscribe", initial={"city": request.GET.get("city")})
    if request.method == "POST" and form.is_valid():
        ask_to_confirm(form.cleaned_data["email"], form.cleaned_data["city"], language=get_language())
        return redirect("site:subscription_asked")
    steps = crumbs((_("Updates"), reverse("site:updates")), (_("By e-mail"), ""))
    return render(request, "cms/site/subscribe.html", {"form": form, "crumbs": steps})


@require_http_methods(["GET", "HEAD"])
def asked(request):
    """The same answer whoever asked, so that nobody learns who subscribed."""
    steps = crumbs((_("Updates"), reverse("site:updates")), (_("By e-mail"), ""))
    return render(request, "cms/site/subscription_asked.html", {"crumbs": steps})


def ask_to_confirm(email, city, *, language):
    """Write one letter to the address; nothing else is sent before its link is followed."""
    subscription, _is_new = Subscription.objects.get_or_create(
        email=email.lower(), city=city, defaults={"language": language}
    )
    if subscription.confirmed_at:
        return subscription
    link = settings.BASE_URL + reverse("site:confirm_subscription", args=[key_of(subscription, "confirm")])
    context = {"city": city, "link": link, "partnership_name": Organization.name_of_partnership()}
    text = render_to_string("cms/email/subscribe.txt", context)
    write_to([email], _("Updates for %(city)s: please confirm") % {"city": city}, text)
    return subscription


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, key):
    """Only a button confirms: programs that look at letters follow links, too."""
    subscription = _of(key, "confirm", CONFIRM_WITHIN)
    if request.method == "POST" and subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    context = {"subscription": subscription, "crumbs": crumbs((_("Updates"), reverse("site:updates")))}
    return render(request, "cms/site/subscription.html", context)


@csrf_exempt  # Mail programs send the one-click POST of RFC 8058; the key is the secret.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, key):
    subscription = _of(key, "end")
    if request.method == "POST":
        subscription.delete()
        subscription.ended = True
    context = {
        "subscription": subscription,
        "ending": True,
        "crumbs": crumbs((_("Updates"), reverse("site:updates"))),
    }
    return render(request, "cms/site/subscription.html", context)


def key_of(subscription, purpose="end"):
    """What the links to a subscription hold: nobody can make one without the installation's key."""
    return signing.dumps(str(subscription.pk), salt=f"subscription.{purpose}")


def forget_unconfirmed():
    """Delete addresses that never confirmed (`manage.py tick`)."""
    limit = timezone.now() - CONFIRM_WITHIN
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=limit).delete()[0]


def _of(key, purpose, max_age=None):
    try:
        found = signing.loads(key, salt=f"subscription.{purpose}", max_age=max_age)
    except signing.BadSignature:
        raise Http404 from None
    subscription = Subscription.objects.select_related("city").filter(pk=found).first()
    if subscription is None:
        raise Http404
    return subscription
