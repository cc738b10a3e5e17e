"""The chaser's board: every organization and dataset, the latest first, and one button to write to the late."""

from itertools import groupby

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnership.access.decorators import signed_in
from partnership.access.rights import require
from partnership.models import Organization
from partnership.screens.common import crumbs

from ..actions import nudge_all_who_are_late
from ..deadlines import STATES, worst
from ..expectations import expectations, rates
from ..models import CallNote, Contact


@signed_in
@require_safe
def board(request):
    require(request.user, "every_view_submissions")
    found = expectations(Organization.objects.all())
    contacts = {each.organization_id: each for each in Contact.objects.select_related("contact", "deputy")}
    last_call = dict(CallNote.objects.order_by("on", "pk").values_list("organization_id", "on"))
    rows = []
    for organization, some in groupby(found, key=lambda each: each.organization):
        some = list(some)
        rows.append(
            {
                "organization": organization,
                "expectations": some,
                "state": worst(each.state for each in some),
                "rates": rates(some),
                "contact": contacts.get(organization.pk),
                "last_call": last_call.get(organization.pk),
            }
        )
    rows.sort(key=lambda row: (-STATES.index(row["state"]), row["organization"].name))
    return render(
        request,
        "outcomes/timeliness/board.html",
        {
            "rows": rows,
            "rates": rates(found),
            "late": sum(any(each.is_late for each in row["expectations"]) for row in rows),
            "crumbs": crumbs((_("Who is late"), "")),
        },
    )


@signed_in
@require_POST
def nudge(request):
    require(request.user, "every_view_submissions")
    written = nudge_all_who_are_late(by=request.user)
    if written:
        messages.success(
            request,
            ngettext(
                "%(count)s organization was written to.",
                "%(count)s organizations were written to.",
                len(written),
            )
            % {"count": len(written)},
        )
    else:
        messages.info(
            request,
            _("Nobody was written to: nobody is late, was not written to today yet, and has an address."),
        )
    return redirect("workspace:timeliness")
