"""Plain text to blocks of a page. Parts are separated by blank lines and recognized by how they begin:

`## ` a heading; `- ` a list, one line each; `@ ` a contact (`who | role | partner's short name, for its telephone | hours`);
`> ` a call to action (`label | program's short name | why`); anything else is a paragraph.
"""

from django.utils.html import format_html, format_html_join
from wagtail.rich_text import RichText

from cms.models import ProgramPage
from partnership.models import Organization


def blocks_of(text, locale):
    """[(block type, value)] of a text, with links into the tree of a language."""
    return [_block(part, locale) for part in text.strip().split("\n\n")]


def _block(part, locale):
    if part.startswith("## "):
        return "heading", {"text": part[3:], "level": "2"}
    if part.startswith("- "):
        lines = part.removeprefix("- ").replace("\n  ", " ").split("\n- ")
        items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
        return "paragraph", RichText(format_html("<ul>{}</ul>", items))
    if part.startswith("@ "):
        who, role, slug, hours = _fields(part)
        phone = Organization.objects.get(slug=slug).phone
        return "contact", {"who": who, "role": role, "phone": phone, "email": "", "hours": hours}
    if part.startswith("> "):
        label, slug, why = _fields(part)
        page = ProgramPage.objects.get(program__slug=slug, locale=locale)
        return "action", {"label": label, "text": why, "page": page, "url": ""}
    return "paragraph", RichText(format_html("<p>{}</p>", " ".join(part.split())))


def _fields(part):
    return [field.strip() for field in " ".join(part[2:].split()).split("|")]
