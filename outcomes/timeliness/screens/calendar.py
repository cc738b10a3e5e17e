"""A person's calendar of deadlines: its secret address, and the feed behind it."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnership.access.decorators import signed_in
from partnership.screens.common import crumbs

from ..actions import make_calendar_link, revoke_calendar_link
from ..calendar import calendar_of, person_of
from ..models import CalendarLink


@signed_in
def settings(request):
    """Make or revoke the address; it is shown once, when it is made."""
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            revoke_calendar_link(by=request.user)
            messages.success(request, _("The address of your calendar no longer works."))
            return redirect("workspace:calendar_link")
        token = make_calendar_link(by=request.user)
        address = django_settings.BASE_URL + reverse("workspace:calendar_feed", args=[token])
    return render(
        request,
        "outcomes/timeliness/calendar.html",
        {
            "address": address,
            "link": CalendarLink.objects.filter(user=request.user).first(),
            "crumbs": crumbs((_("Calendar of deadlines"), "")),
        },
    )


@never_cache
@require_safe
def feed(request, token):
    """For calendar programs, which cannot sign in: the token stands for the person."""
    user = person_of(token)
    if user is None:
        raise Http404
    return HttpResponse(calendar_of(user), content_type="text/calendar; charset=utf-8")
