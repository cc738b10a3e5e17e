"""How to make the export in a system, click by click: the texts of docs/recipes, as parts of a page.

Only what the recipes use of Markdown is understood: headings, paragraphs, lists, tables, bold, code. Everything
else is shown as it stands.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe

FOLDER = settings.BASE_DIR / "docs" / "recipes"


@dataclass(frozen=True)
class Recipe:
    """key: the file's name. body: safe HTML whose headings are h3, to stand under an h2."""

    key: str
    title: str
    body: str


@cache
def recipes():
    """Every recipe, by title. Empty where the docs are not installed."""
    found = [_recipe(path) for path in sorted(FOLDER.glob("*.md"))]
    return sorted(found, key=lambda recipe: recipe.title.lower())


def _recipe(path):
    title, _, text = path.read_text(encoding="utf-8").partition("\n")
    title = title.removeprefix("# ").strip()
    return Recipe(path.stem, title, mark_safe(as_html(text, title)))


def as_html(text, title=""):
    """HTML of a recipe's text; everything in it is escaped first. title: the recipe's, which tables bear."""
    made, about = [], title
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if lines[0].startswith("## "):
            about = f"{title}, {lines[0].removeprefix('## ')}"
        made.append(_block(lines, about))
    return "\n".join(made)


def _block(lines, about):
    if lines[0].startswith("## "):
        return f"<h3>{_inline(lines[0].removeprefix('## '))}</h3>"
    if lines[0].startswith("|"):
        return _table(lines, about)
    if re.match(r"\d+\. ", lines[0]):
        return _list("ol", [re.sub(r"^\d+\. ", "", line) for line in lines])
    if lines[0].startswith("- "):
        return _list("ul", [line.removeprefix("- ") for line in lines])
    return f"<p>{_inline(' '.join(lines))}</p>"


def _list(tag, items):
    return f"<{tag}>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + f"</{tag}>"


def _table(lines, about):
    """The first column heads its rows; on a phone each cell bears the name of its column."""
    head, _rule, *body = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    columns = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in head)
    rows = "".join(
        f'<tr><th scope="row">{_inline(row[0])}</th>'
        + "".join(
            f'<td data-label="{escape(name)}">{_inline(cell)}</td>'
            for name, cell in zip(head[1:], row[1:], strict=True)
        )
        + "</tr>"
        for row in body
    )
    caption = escape(f"{about}: {head[0]}")
    return (
        f'<div class="table-scroll" role="region" aria-label="{caption}" tabindex="0">'
        f'<table class="table table-stacked"><caption class="visually-hidden">{caption}</caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _inline(text):
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
