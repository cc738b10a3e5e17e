"""Addresses of what the registers know, and images."""

from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page

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
def told(text):
    """What a register says in the installation's own language; a reader in another one hears which it is."""
    if not text or get_language() == settings.LANGUAGE_CODE:
        return text
    return format_html('<span lang="{}">{}</span>', settings.LANGUAGE_CODE, text)


@register.simple_tag
def picture(image, spec, alt=None):
    """An image at a size, with its text alternative and without jumping while it loads."""
    rendition = image.get_rendition(spec)
    return rendition.img_tag({"loading": "lazy", "alt": image.description if alt is None else alt})


@register.simple_tag
def picture_url(image, spec):
    return image.get_rendition(spec).url


@register.filter
def telephone(text):
    """A telephone number as an address: digits and a leading plus only."""
    return "".join(sign for sign in text if sign.isdigit() or sign == "+")


@register.filter
def host(url):
    """The host of a web address, as people say it."""
    return urlsplit(url).netloc.removeprefix("www.")


def _index_urls(context):
    """{model name: address} of the indexes in the active language; one query per request."""
    request = context.get("request")
    language = get_language()
    known = getattr(request, "_index_urls", {}) if request else {}
    if language not in known:
        pages = Page.objects.filter(
            content_type__app_label="cms",
            content_type__model__in=["directorypage", "programindexpage", "newsindexpage"],
            locale__language_code=language,
        ).select_related("content_type")
        known[language] = {page.content_type.model: page.get_url(request) for page in pages}
        if request:
            request._index_urls = known
    return known[language]
