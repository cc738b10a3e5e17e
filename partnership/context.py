"""What every template needs to know: the partnership's name and colors, and where the person may go.

Everything is worked out when a template asks for it, so that a page without navigation pays nothing.
"""

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_info

from . import navigation
from .circumstances import acting_for
from .models import Organization


def site(request):
    if not hasattr(request, "user"):
        return {"partnership_name": settings.WAGTAIL_SITE_NAME}
    return {
        "partnership_name": SimpleLazyObject(Organization.name_of_partnership),
        "partnership_tagline": settings.PARTNERSHIP_TAGLINE,
        "partnership_logo_url": settings.PARTNERSHIP_LOGO_URL,
        "brand_color": settings.BRAND_COLOR,
        "accent_color": settings.ACCENT_COLOR,
        "navigation": SimpleLazyObject(lambda: navigation.site_items(request)),
        "footer_navigation": SimpleLazyObject(lambda: navigation.footer_items(request)),
        "places": SimpleLazyObject(lambda: navigation.places(request)),
        "workspace_navigation": SimpleLazyObject(lambda: navigation.workspace_items(request)),
        "acting_for": SimpleLazyObject(lambda: acting_organization(request)),
        "languages": SimpleLazyObject(lambda: languages(request)),
    }


def acting_organization(request):
    """Whom the person acts for, where there is more than one organization to choose from; otherwise None."""
    if not request.user.is_authenticated or len(getattr(request.user, "organizations_today", ())) < 2:
        return None
    return Organization.objects.filter(pk=acting_for(request, request.user)).first()


def nonce(request):
    """What lets one style element of this answer through its Content-Security-Policy (partnership.web.headers)."""
    return {"csp_nonce": getattr(request, "csp_nonce", "")}


def languages(request):
    """This page in each language: its own address where it has one per language, otherwise a switch."""
    return [
        {
            "code": code,
            "label": get_language_info(code)["name_local"].capitalize(),
            "url": _address_in(request, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


def _address_in(request, code):
    here = request.get_full_path()
    there = translate_url(here, code)
    if there != here or code == get_language():
        return there
    return reverse("choose_language", args=[code]) + "?" + urlencode({"next": here})
