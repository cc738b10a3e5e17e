"""The accessibility statement: what the software holds itself to, and what the installation's settings add."""

from datetime import date

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from .common import crumbs


@require_safe
def accessibility(request):
    context = {
        "contact": settings.CONTACT_EMAIL,
        "checked_on": _day(settings.ACCESSIBILITY_CHECKED_ON),
        "limits": [*limits_of_the_software(), *settings.ACCESSIBILITY_LIMITS],
        "crumbs": crumbs((_("Accessibility"), "")),
    }
    return render(request, "cms/site/accessibility.html", context)


def limits_of_the_software():
    """Sentences on what is known not to be accessible in every installation (docs/accessibility.md)."""
    return [
        _("Documents that partners publish are theirs, and some may be hard to read for a screen reader."),
        _("Charts are drawings; the same numbers stand in a table beside each."),
        _("The editor in which partners write their pages is made by others and has known gaps."),
        _("A page that is not translated yet is shown in the language it was written in, and says so."),
    ]


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
