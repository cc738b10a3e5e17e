"""Tags of pages that show released numbers."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from partnership.templatetags.components import absent

from ..releases.numbers import number_of

register = template.Library()
PARTS = '<td class="number" data-label="{}"><span><strong>{}</strong><br><span class="small soft">{}</span></span></td>'
LINE = '<tr><th scope="row">{}</th>{}<td class="number" data-label="{}">{}</td></tr>'
NO_BAR = '<td data-label="{}"><span class="barred">{}</span></td>'
BAR = (
    '<td data-label="{}"><span class="barred"><strong>{}</strong> <span class="small soft">{}</span>'
    '<svg class="bar bar-{}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    '<rect width="{}" height="6"></rect></svg></span></td>'
)


@register.simple_tag
def cells_with_parts(numbers):
    """Cells of a table's line: each numbers.Number and what it was divided from, or why there is none. A tag, because
    a page has hundreds of them. numbers: [(heading, Number)]
    """
    return mark_safe(
        "".join(
            format_html(
                '<td class="number" data-label="{}"><span>{}</span></td>', heading, absent(one.absent)
            )
            if one.absent
            else format_html(PARTS, heading, one.text, one.parts)
            for heading, one in numbers
        )
    )


@register.simple_tag
def cell_of_row(row, heading):
    """The same of one tables.Row."""
    return cells_with_parts([(heading, number_of(row))])


@register.simple_tag
def year_lines(lines, reported):
    """Lines of a table by school year: [sections.Line]. reported: the last column's heading."""
    return format_html_join(
        "\n",
        LINE,
        ((_year(line), cells_with_parts(line.numbers), reported, line.reported) for line in lines),
    )


def _year(line):
    flag = format_html('<br><span class="small soft">{}</span>', line.flag) if line.flag else ""
    return format_html('<span class="nowrap">{}</span>{}', line.year, flag)


@register.simple_tag
def breakdown_lines(lines, address, measure, reported):
    """Lines of a table by school, city or group: [breakdown.Line], each with bars as long as its numbers, in the color of
    their place, and its way to the years of whom it is about. address: of the release's page; reported: the last
    column's heading.
    """
    return format_html_join(
        "\n", LINE, ((_name(line, address, measure), _bars(line), reported, line.reported) for line in lines)
    )


def _name(line, address, measure):
    if not line.query:
        return line.name
    return format_html('<a href="{}?{}#{}">{}</a>', address, line.query, measure, line.name)


def _bars(line):
    return mark_safe(
        "".join(
            format_html(NO_BAR, heading, absent(one.number.absent))
            if one.number.absent
            else format_html(BAR, heading, one.number.text, one.number.parts, place, one.bar or 0)
            for place, (heading, one) in enumerate(line.figures, 1)
        )
    )


@register.simple_tag
def folder_of(address, *path):
    """Where the files of a release lie: their addresses without the name of the file. Looked up once for a page."""
    return reverse(address, args=[*path, "_"]).removesuffix("_")


@register.simple_tag
def released_number(row):
    """A tables.Row as the page writes it, or why there is no number."""
    number = number_of(row)
    return absent(number.absent) if number.absent else format_html("<strong>{}</strong>", number.text)
