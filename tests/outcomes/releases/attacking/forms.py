"""Every form in which a release is published, read back into {Key: Said} by readers of their own."""

import csv
import io
import json
import re
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

import openpyxl

from .knowledge import Key, Said

NAMES = ("measure", "school_year", "population", "level", "place", "dimension", "group")
STEPS = {"at most": "at_most", "at least": "at_least", "≤": "at_most", "≥": "at_least"}
ABSENT = {"*": "hidden", "not enough data": "not_enough_data", "not reported": "not_reported"}
POPULATIONS = {
    "Participants": "participants",
    "All students": "all",
    "All students of these schools": "all",
}
# In a drawing, what is not a number stands in the color of its population alone.
COLORS = {"#15505b": "participants", "#8a5200": "all"}


def number(text):
    try:
        return Decimal(str(text).replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None


def from_rows(rows):
    """CSV and workbook: a step is "at most 5" in the place of the value."""
    found = {}
    for row in rows:
        key = Key(*(row[name] or "" for name in NAMES))
        value = re.sub("^at (most|least) ", "", str(row["value"]))
        found[key] = Said(row["state"], *map(number, (value, row["numerator"], row["denominator"])))
    return found


def from_csv(content):
    return from_rows(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def from_workbook(content):
    head, *lines = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["data"].iter_rows(
        values_only=True
    )
    return from_rows(dict(zip(head, line, strict=True)) for line in lines)


def from_json(content):
    found = {}
    for cell in json.loads(content)["cells"]:
        value = cell["value"] if cell["bound"] is None else cell["bound"]
        key = Key(*(cell[name] or "" for name in NAMES))
        found[key] = Said(cell["state"], *map(number, (value, cell["numerator"], cell["denominator"])))
    return found


class Names:
    """What a release's own pages call its places and groups. program: its short name, "" of the partnership's."""

    def __init__(self, program, places, groups):
        self.program = program
        self.places = {
            level: {one["name"]: code for code, one in some.items()} for level, some in places.items()
        }
        self.groups = groups

    def headline(self, measure, year, population):
        level = ("program", self.program) if self.program else ("partnership", "")
        return Key(measure, year, POPULATIONS[population], *level, "", "")

    def line(self, measure, year, population, told_by, name):
        """The Key of a line of "by school", "by race"."""
        what = told_by.removeprefix("by-")
        whole = self.headline(measure, year, population)
        if what in self.places:
            return whole._replace(level=what, place=self.places[what].get(name, name))
        if what not in self.groups:
            return None
        titles = name.removeprefix("Together: ").split("; ")
        codes = sorted(self.groups[what].get(title, title) for title in titles)
        return whole._replace(dimension=what, group="+".join(codes))


def said_in_words(text):
    """ "12.5% 85 of 680", "at most 10% of 150", "3.1 40 among 1,300", "*": a Said."""
    text = " ".join(text.split())
    if text in ABSENT:
        return Said(ABSENT[text])
    found = re.fullmatch(
        r"(?:(at most|at least|≤|≥) )?([\d.,]+)%?(?: (?:([\d.,]+) (?:of|among)|of) ([\d.,]+))?", text
    )
    if not found:
        return None
    step, value, numerator, denominator = found.groups()
    return Said(
        STEPS[step] if step else "published", *(n and number(n) for n in (value, numerator, denominator))
    )


class _Tables(HTMLParser):
    """Every table of a page: (id of the section, caption, [(heading of the line, {heading of a column: words})])."""

    def __init__(self):
        super().__init__()
        self.found, self.sections, self.cell, self.skip = [], [], None, 0
        self.void = {"img", "br", "meta", "link", "source", "input", "hr", "use", "rect"}

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if (
            self.skip
            or "visually-hidden" in (attributes.get("class") or "").split()
            and self.cell is not None
        ):
            self.skip += tag not in self.void
        elif tag == "section":
            self.sections.append(attributes.get("id", ""))
        elif tag == "table":
            self.found.append([self.sections[-1] if self.sections else "", "", []])
        elif tag == "tr" and self.found:
            self.found[-1][2].append(["", {}])
        elif tag in ("th", "td", "caption"):
            self.cell = (tag, attributes.get("data-label", ""), [])

    def handle_endtag(self, tag):
        if self.skip:
            self.skip -= 1
        elif tag == "section" and self.sections:
            self.sections.pop()
        elif self.cell and tag == self.cell[0]:
            words = " ".join(" ".join(self.cell[2]).split())
            if tag == "caption":
                self.found[-1][1] = words
            elif tag == "th" and not self.found[-1][2][-1][0]:
                self.found[-1][2][-1][0] = words
            elif tag == "td":
                self.found[-1][2][-1][1][self.cell[1]] = words
            self.cell = None

    def handle_data(self, data):
        if self.cell and not self.skip:
            self.cell[2].append(data)


def tables_of(page):
    tables = _Tables()
    tables.feed(page.decode())
    return tables.found


def from_page(page, measure, year, names):
    """The page of one measure and year: its table of years, and those by place and by group."""
    found = {}
    for told_by, caption, lines in tables_of(page):
        for name, columns in lines:
            for population, words in columns.items():
                said = said_in_words(words)
                if population not in POPULATIONS or said is None:
                    continue
                if "by school year" in caption:
                    key = names.headline(measure, re.match(r"[\d-]+", name)[0], population)
                else:
                    key = names.line(measure, year, population, told_by, name)
                if key is not None:
                    found[key] = said
    return found


def texts_of(drawing):
    """[(words of a mark's label {name: value}, color, text)] of the texts in a drawing that stand for data."""
    found = []
    for attributes, text in re.findall(r"<text([^>]*)>([^<]*)</text>", drawing.decode()):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        if label and 'role="graphics-symbol"' in attributes:
            found.append((label[1], re.search(r'fill="([^"]*)"', attributes)[1], text))
    return found


def from_chart(drawing, measure, names):
    """The chart over the years: numbers bear year and population, all else the color of its population."""
    found = {}
    for label, color, text in texts_of(drawing):
        year = re.search(r"year: ([\d-]+)", label)
        said = said_in_words(text)
        if year and said is not None:
            population = next(word for word, code in POPULATIONS.items() if code == COLORS[color])
            found[names.headline(measure, year[1], population)] = said
    return found


def from_bars(drawing, measure, year, told_by, names):
    """The chart by place or by group."""
    found = {}
    for label, _color, text in texts_of(drawing):
        words = re.search(r"^(.*); ([^;:]*): ", label)
        said = said_in_words(text)
        if words and said is not None:
            found[names.line(measure, year, words[2], told_by, words[1])] = said
    return found
