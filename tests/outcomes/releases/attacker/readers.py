"""Each form of publication, read by somebody who has only that: {CellKey: (above, below) or None where hidden}.

below is None of a plain count. From drawings only the printed rate is had: Rate.
"""

import csv
import html
import io
import json
import re
from typing import NamedTuple

import openpyxl

from outcomes.releases.keys import CellKey
from outcomes.releases.models import Population

POPULATIONS = {str(one.label): str(one) for one in Population}
NAMES = ("measure", "school_year", "population", "level", "place", "dimension", "group")
STATES = {"published", "hidden"}
YEAR = re.compile(r"\d{4}(?:-\d\d)?")


class Rate(NamedTuple):
    printed: str


def from_csv(content):
    return _known(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def from_workbook(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["data"]
    head, *lines = sheet.iter_rows(values_only=True)
    texts = (["" if value is None else str(value) for value in line] for line in lines)
    return _known(dict(zip(head, line, strict=True)) for line in texts)


def from_json(content):
    return _known(json.loads(content)["cells"])


def from_api(client, release):
    """Every answer of the API, page by page."""
    address, found = f"/api/v1/releases/{release.slug}/cells", {}
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        found |= from_json(answer.content)
        address = answer.json()["next"]
    return found


def _known(rows):
    found = {}
    for row in rows:
        if row["state"] in STATES:
            key = CellKey(*(row[name] or "" for name in NAMES))
            found[key] = _pair(row) if row["state"] == "published" else None
    return found


def _pair(row):
    below = row["denominator"]
    return float(row["numerator"]), None if below in ("", None) else float(below)


class Places:
    """What a reader of pages knows besides: the codes behind the names, from the files or any map."""

    def __init__(self, release, groups):
        self.own = ("program", release.program.slug) if release.program else ("partnership", "")
        self.codes = {
            level: {place["name"]: code for code, place in places.items()}
            for level, places in release.places.items()
        }
        self.groups = groups

    def key(self, measure, year, population, heading, name):
        """The CellKey of a line under a heading such as `by-school`, "" for the whole."""
        level, place, dimension, group = *self.own, "", ""
        kind = heading.removeprefix("by-")
        if kind in self.codes:
            level, place = kind, self.codes[kind][name]
        elif kind:
            dimension, group = kind, self.groups[kind, name]
        return CellKey(measure, year, population, level, place, dimension, group)


TABLE = re.compile(r"<table.*?</table>", re.S)
LINE = re.compile(r"<tr>\s*<th scope=\"row\"[^>]*>(.*?)</th>(.*?)</tr>", re.S)
FIGURE = re.compile(r"<td[^>]*data-label=\"([^\"]*)\"[^>]*>(.*?)</td>", re.S)
SECTION = re.compile(r"<section[^>]* id=\"(by-[\w]+)\"(.*?)</section>", re.S)
MEASURE = re.compile(r"<section class=\"measure\" id=\"(\w+)\"(.*?)</section>", re.S)
PARTS = re.compile(r"([\d,.]+) (?:of|among) ([\d,.]+)")


def of_measure_page(page, measure, year, places):
    """The page of one measure: the years of the whole, and the lines of one year by place and group."""
    found = _years(page.split('id="by-', 1)[0], measure, places, ("", ""))
    for heading, body in SECTION.findall(page):
        for name, population, told in _figures(body):
            found[places.key(measure, year, population, heading, name)] = told
    return found


def of_release_page(page, places, chosen=("", "")):
    """The page of a release with every measure; chosen: (heading, name) of whose numbers it shows."""
    found = {}
    for measure, body in MEASURE.findall(page):
        found |= _years(body, measure, places, chosen)
    return found


def _years(body, measure, places, chosen):
    return {
        places.key(measure, YEAR.match(name)[0], population, *chosen): told
        for name, population, told in _figures(body)
        if YEAR.match(name)
    }


def _figures(body):
    """[(name of the line, population, (above, below) or None)] of every number and every star of the tables."""
    for table in TABLE.findall(body):
        for name, cells in LINE.findall(table):
            for label, cell in FIGURE.findall(cells):
                population, words = POPULATIONS.get(html.unescape(label)), _words(cell)
                shown = re.search(r"<strong>(.*?)</strong>", cell)
                if population and shown:
                    yield _words(name), population, _told(shown[1], words)
                elif population and words.startswith("*"):
                    yield _words(name), population, None


def _told(value, words):
    parts = PARTS.search(words)
    if parts:
        return tuple(float(part.replace(",", "")) for part in parts.groups())
    return float(value.replace(",", "").rstrip("%")), None


def _words(text):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()
