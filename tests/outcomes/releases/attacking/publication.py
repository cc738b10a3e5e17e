"""What everybody gets of a release: nothing but bytes, by the addresses that a page leads to."""

import json
import re

from outcomes.measures.dimensions import DIMENSIONS

from . import forms
from .attack import Release
from .forms import Names
from .knowledge import Said

GROUPS = {key: {str(title): code for code, title in one.groups.items()} for key, one in DIMENSIONS.items()}
SHOWN = ("published", "at_most", "at_least")
FILES = ("data.csv", "data.xlsx", "data.json")


class Published:
    """The bytes of one release. only: the one measure whose pages and drawings are taken; None: all of them. all_bars: also
    drawings in which nothing is hidden.
    """

    def __init__(self, client, release, only=None, *, all_bars=False):
        self._about(release)
        at = f"/en/outcomes/{release.slug}/"
        self.files = {name: _got(client, f"{at}files/{name}") for name in FILES}
        self.answers, address = [], f"/api/v1/releases/{release.slug}/cells"
        while address:
            self.answers.append(_got(client, address))
            address = json.loads(self.answers[-1])["next"]
        told = forms.from_csv(self.files["data.csv"])
        self.pages = {
            (measure, year): _got(client, f"{at}measures/{measure}/?year={year}")
            for measure in dict.fromkeys(key.measure for key in told)
            for year in self.years
            if only in (None, measure)
        }
        self.charts = {
            one.name: bytes(one.content)
            for one in release.artifacts.filter(name__endswith=".en.svg")
            if only in (None, one.name.split(".")[0].removeprefix("chart-"))
        }
        self.bars = {name: _got(client, f"{at}files/{name}") for name in self._bars(told, only, all_bars)}

    @classmethod
    def of_draft(cls, draft):
        """The data alone of one that is not public yet."""
        made = cls.__new__(cls)
        made._about(draft)
        made.files = {one.name: bytes(one.content) for one in draft.artifacts.filter(name__in=FILES)}
        return made

    def _about(self, release):
        self.program = release.program.slug if release.program else ""
        self.places, self.years = release.places, release.years
        self.names = self.names_of(release)

    @staticmethod
    def names_of(release):
        return Names(release.program.slug if release.program else "", release.places, GROUPS)

    def _bars(self, told, only, all_bars):
        """Drawings by place and group take long: those of the latest year in which something is hidden."""
        hidden = {
            (key.measure, f"by-{key.dimension or key.level}")
            for key, said in told.items()
            if said.state == "hidden" and key.year == self.years[-1]
        }
        pattern = re.compile(rf"/files/(bars-(\w+)\.(by-[\w-]+)\.{self.years[-1]}\.en\.svg)\"")
        for page in self.pages.values():
            for name, measure, told_by in pattern.findall(page.decode()):
                if (measure, told_by) in hidden or measure == only or all_bars:
                    yield name


def _got(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content


def from_csv(one):
    return forms.from_csv(one.files["data.csv"])


def from_workbook(one):
    return forms.from_workbook(one.files["data.xlsx"])


def from_json(one):
    return forms.from_json(one.files["data.json"])


def from_api(one):
    return {key: said for answer in one.answers for key, said in forms.from_json(answer).items()}


def from_pages(one):
    found = {}
    for (measure, year), page in one.pages.items():
        found |= forms.from_page(page, measure, year, one.names)
    return found


def from_drawings(one):
    """Drawings tell rates; whoever reads them knows from the file which numbers there are, and among how many students,
    where that is not hidden.
    """
    found = {
        key: Said("hidden" if said.state in SHOWN else said.state, None, None, said.denominator)
        for key, said in from_csv(one).items()
    }
    drawn = {}
    for name, drawing in one.charts.items():
        drawn |= forms.from_chart(drawing, name.split(".")[0].removeprefix("chart-"), one.names)
    for name, drawing in one.bars.items():
        bars, told_by, year, *_rest = name.split(".")
        drawn |= forms.from_bars(drawing, bars.removeprefix("bars-"), year, told_by, one.names)
    for key, said in drawn.items():
        found[key] = said._replace(denominator=found[key].denominator)
    return found


FORMS = {
    "csv": from_csv,
    "xlsx": from_workbook,
    "json": from_json,
    "api": from_api,
    "pages": from_pages,
    "drawings": from_drawings,
}


def as_read(one, form):
    """The attack's Release of one Published, read in one form."""
    schools = one.places.get("school", {})
    districts = {code: place["district"] for code, place in schools.items()}
    cities = {code: place["city"] for code, place in schools.items()}
    return Release(one.program, FORMS[form](one), districts, cities)
