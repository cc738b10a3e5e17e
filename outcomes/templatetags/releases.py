"""Tags of pages that show released numbers."""

from django import template
from django.utils.html import format_html

from partnership.templatetags.components import absent

from ..releases.numbers import number_of

register = template.Library()


@register.simple_tag
def released_number(row):
    """A tables.Row as the page writes it, or why there is no number."""
    number = number_of(row)
    return absent(number.absent) if number.absent else format_html("<strong>{}</strong>", number.text)
