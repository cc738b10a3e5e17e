"""Who did what: everything for those who may read the whole log, the own organizations for the others."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access.decorators import signed_in
from ..access.rights import holds_everywhere, organizations_with
from ..audit_words import detail_in_words, in_words, right_in_words
from ..models import AuditEvent, Organization
from .common import crumbs, page_of
from .forms.audit import AuditFilter


@signed_in
@require_safe
def audit(request):
    filter_form = AuditFilter(request.GET)
    page = page_of(request, filter_form.narrow(_readable_by(request.user)))
    page.object_list = list(page.object_list)
    concerned = {pk for event in page for pk in (event.organization_id, event.acting_for) if pk}
    names = Organization.objects.in_bulk(concerned)
    return render(
        request,
        "partnership/audit.html",
        {
            "page": page,
            "events": [
                (
                    event,
                    in_words(event.verb),
                    detail_in_words(event),
                    names.get(event.organization_id),
                    names.get(event.acting_for),
                    right_in_words(event),
                )
                for event in page
            ],
            "filter": filter_form,
            "crumbs": crumbs((_("Audit log"), "")),
        },
    )


def _readable_by(user):
    if holds_everywhere(user, "view_audit"):
        return AuditEvent.objects.all()
    own = list(organizations_with(user, "view_audit").values_list("pk", flat=True))
    if not own:
        raise PermissionDenied
    return AuditEvent.objects.filter(organization_id__in=own)
