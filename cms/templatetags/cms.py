"""Addresses of what the registers know, and images."""

import json
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from outcomes.releases.numbers import number_of
from partnership.templatetags.components import absent, state

from ..caching.middleware import shared
from ..outline import draw
from ..told import Told

register = template.Library()


@register.simple_tag(takes_context=True)
def index_url(context, model):
    """The address of an index (DirectoryPage, ProgramIndexPage, NewsIndexPage) in the reader's language."""
    return _index_urls(context).get(model.lower(), "")


@register.simple_tag(takes_context=True)
def organization_url(context, organization):
    """An organization's place in the directory: its section, or the entry made from the register."""
    return f"{_index_urls(context).get('directorypage', '')}{organization.slug}/"


@register.simple_tag(takes_context=True)
def program_url(context, program):
    return f"{_index_urls(context).get('programindexpage', '')}{program.slug}/"


@register.simple_tag
def told(text, lines=False):
    """A text that stands in one language or several, marked where a reader gets another language than the page's.

    Of a register: in the installation's own language. Of a posting (cms.told): in the languages it was written in.
    `lines`: as paragraphs.
    """
    language = text.language if isinstance(text, Told) else settings.LANGUAGE_CODE
    words = str(text or "")
    words = mark_safe(linebreaks(words, autoescape=True)) if lines else words
    if not words or get_language() == language:
        return words
    return format_html('<{0} lang="{1}">{2}</{0}>', "div" if lines else "span", language, words)


@register.simple_tag
def picture(image, spec, alt=None):
    """An image at a size, with its text alternative and without jumping while it loads."""
    rendition = image.get_rendition(spec)
    return rendition.img_tag({"loading": "lazy", "alt": image.description if alt is None else alt})


@register.simple_tag
def picture_url(image, spec):
    return image.get_rendition(spec).url


@register.simple_tag(takes_context=True)
def alternates(context):
    """Links of a page outside the tree to itself and to itself in every language."""
    request = context["request"]
    links = [("canonical", "", request.path)]
    links += [("alternate", code, translate_url(request.path, code)) for code, _name in settings.LANGUAGES]
    return format_html_join(
        "\n",
        '<link rel="{}"{} href="{}">',
        (
            (rel, format_html(' hreflang="{}"', code) if code else "", settings.BASE_URL + path)
            for rel, code, path in links
        ),
    )


@register.simple_tag
def commitment_state(commitment):
    """How a commitment stands today, as a badge."""
    tone, sign = {
        "open": ("info", "clock"),
        "kept": ("good", "success"),
        "late": ("warn", "warning"),
        "given_up": ("bad", "close"),
    }[commitment.state_now]
    return state(commitment.state_now, label=commitment.state_now.label, tone=tone, sign=sign)


@register.inclusion_tag("cms/map.html")
def map_of(cities):
    """The drawn map of cities, each linked to its page."""
    return {"map": draw(cities)}


@register.simple_tag
def released_absence(row):
    """What stands in the place of a released number that is not shown: a step, or its kind of absence."""
    number = number_of(row)
    return absent(number.absent) if number.absent else number.text


@register.simple_tag
def released_cell(row):
    """A released number of a table, or what stands in its place; a dash where there is none of that year."""
    return "–" if row is None else released_absence(row)


@register.filter
def at(items, place):
    """The item at a place."""
    return items[place]


@register.simple_tag
def policy_url(agency, topic):
    return reverse("site:policy", args=[agency.slug, topic.replace("_", "-")])


@register.simple_tag
def structured_event(event, upcoming):
    """What search engines understand of an event (schema.org)."""
    entries = [
        {
            "@type": "Event",
            "name": str(event.title),
            "description": str(event.summary),
            "startDate": occurrence.start.isoformat(),
            "endDate": occurrence.end.isoformat(),
            "eventStatus": "https://schema.org/"
            + ("EventCancelled" if event.is_called_off else "EventScheduled"),
            "location": {
                "@type": "Place",
                "name": event.venue,
                "address": ", ".join(
                    part for part in (event.address, getattr(event.city, "name", "")) if part
                ),
            },
            "organizer": {"@type": "Organization", "name": event.organization.name},
            "url": settings.BASE_URL + event.get_absolute_url(),
        }
        for occurrence, _room in upcoming
    ]
    return structured({"@context": "https://schema.org", "@graph": entries}) if entries else ""


@register.simple_tag(takes_context=True)
def structured_organization(context, organization):
    """What search engines understand of a partner (schema.org)."""
    kinds = {
        "police": "PoliceStation",
        "school_district": "EducationalOrganization",
        "city": "GovernmentOrganization",
        "nonprofit": "NGO",
    }
    data = {
        "@context": "https://schema.org",
        "@type": kinds.get(organization.kind, "Organization"),
        "name": organization.name,
        "url": settings.BASE_URL + organization_url(context, organization),
    }
    known = {
        "description": organization.summary,
        "telephone": organization.phone,
        "sameAs": organization.website,
        "address": getattr(organization.city, "name", ""),
    }
    return structured(data | {name: value for name, value in known.items() if value})


@register.simple_tag
def structured(data):
    """Data for search engines; what could end the element or begin another is written in another way."""
    text = json.dumps(data, ensure_ascii=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.filter
def telephone(text):
    """A telephone number as an address: digits and a leading plus only."""
    return "".join(sign for sign in text if sign.isdigit() or sign == "+")


@register.filter
def host(url):
    """The host of a web address, as people say it."""
    return urlsplit(url).netloc.removeprefix("www.")


def _index_urls(context):
    """{model name: address} of the indexes in the active language; at most one query per request."""
    request, language = context.get("request"), get_language()
    if request is None:
        return _found_index_urls(None, language)
    known = request.__dict__.setdefault("_index_urls", {})
    if language not in known:
        known[language] = shared(request, "indexes", lambda: _found_index_urls(request, language))
    return known[language]


def _found_index_urls(request, language):
    pages = Page.objects.filter(
        content_type__app_label="cms",
        content_type__model__in=["directorypage", "programindexpage", "newsindexpage"],
        locale__language_code=language,
    ).select_related("content_type")
    return {page.content_type.model: page.get_url(request) for page in pages}
