"""An attacker who has nothing but what everybody gets: pages, CSV, workbook, JSON, drawings and API of all releases.

Nothing of the suppressor or of the auditor is used here. The numbers are read from each form of publication, the
equations are set up anew, and every bound is found by a linear program of its own. Afterwards, with the true counts at
hand, no count of 1 to 10 may have been narrowed. The mutation shows one hidden cell and must turn it red.
"""

import csv
import html
import io
import json
import re

import numpy as np
import openpyxl
import pytest
from scipy.optimize import linprog

from outcomes.releases.build import build_release
from outcomes.releases.models import ValueState
from programs.actions.programs import add_program

from .conftest import publish

# Measures whose numerator and denominator are both students, and what a reader takes from a row.
STUDENTS = {"suspension_rate": "suspended", "chronic_absence": "absent"}
LOW, HIGH = 1, 10
STEPS = {"at_most": lambda n: (0, HIGH), "at_least": lambda n: (n - HIGH, n)}


@pytest.fixture
def released(data, coordinator, world):
    """The partnership, a program at one of its schools, and one at three of four: all public."""
    nearly_all = add_program(
        by=None,
        name="Nearly everywhere",
        slug="nearly-everywhere",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
        sites=[world.places[slug] for slug in ("alder-1", "alder-2", "birch-2")],
    )
    return [
        publish(world, build_release(by=coordinator, program=program, audience="public"), coordinator)
        for program in (None, nearly_all, world.programs["mentoring"])
    ]


def from_csv(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def from_workbook(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["data"]
    lines = [
        ["" if value is None else str(value) for value in line] for line in sheet.iter_rows(values_only=True)
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def from_json(content):
    rows = []
    for cell in json.loads(content)["cells"]:
        rows.append(
            {
                name: "*" if value is None and cell["state"] == "hidden" else value
                for name, value in cell.items()
            }
        )
    return rows


def known(rows):
    """{(measure, year, population, level, place, dimension, group): (counted, students), each (lowest, highest); None
    where hidden}. A step leaves open 0 to 10 students, or all but so many: that is its rule, and no secret.
    """
    found = {}
    for row in rows:
        if row["measure"] not in STUDENTS or row["state"] not in ("published", "hidden", *STEPS):
            continue
        level, place = row.get("level") or "", row.get("place") or ""
        key = (row["measure"], row["school_year"], row["population"], level, place)
        key += (row.get("dimension") or "", row.get("group") or "")
        found[key] = None
        if row["state"] != "hidden":
            students = int(float(row["denominator"]))
            in_step = STEPS.get(row["state"])
            counted = in_step(students) if in_step else (int(float(row["numerator"])),) * 2
            found[key] = (counted, (students, students))
    return found


class Equations:
    """Unknown counts and what ties them: x + y = total, everything not negative."""

    def __init__(self):
        self.at, self.fixed, self.rows = {}, {}, []

    def var(self, key):
        return self.at.setdefault(key, len(self.at))

    def know(self, key, limits):
        self.fixed[self.var(key)] = limits

    def add(self, whole, *parts):
        self.rows.append((self.var(whole), [self.var(part) for part in parts]))

    def bounds(self, key):
        size, cell = len(self.at), self.at[key]
        matrix = np.zeros((len(self.rows), size))
        for row, (whole, parts) in enumerate(self.rows):
            matrix[row, whole] -= 1
            for part in parts:
                matrix[row, part] += 1
        limits = [self.fixed.get(n, (0, None)) for n in range(size)]
        ends = []
        for sign in (1, -1):
            costs = np.zeros(size)
            costs[cell] = sign
            found = linprog(costs, A_eq=matrix, b_eq=np.zeros(len(self.rows)), bounds=limits)
            assert found.status in (0, 3), found.message
            ends.append(found.fun * sign if found.status == 0 else sign * -np.inf)
        return ends


def attack(tables, places):
    """Equations of everything that all releases tell together. places: {school: (district, city)}, from the files."""
    told = {}
    for table in tables:
        for key, value in table.items():
            if told.get(key) is None:
                told[key] = value
            elif value is not None:
                told[key] = tuple(map(both, told[key], value))
    system = Equations()
    for key, value in told.items():
        counted, students, others = ((key, what) for what in ("counted", "students", "others"))
        system.add(students, counted, others)
        if value is not None:
            system.know(counted, value[0])
            system.know(students, value[1])
    for key in told:
        _within(system, told, key, (*key[:2], "all", *key[3:]), key[2] == "participants")
        _within(system, told, key, (*key[:3], "partnership", "", *key[5:]), key[3] == "program")
    wholes = {key for key in told if not key[5]}
    for whole in wholes:
        for dimension in sorted({key[5] for key in told if key[5] and key[:5] == whole[:5]}):
            groups = [key for key in told if key[:5] == whole[:5] and key[5] == dimension]
            _sum(system, whole, groups)
        if whole[3] in ("partnership", "district", "city"):
            schools = [
                key
                for key in wholes
                if key[3] == "school" and key[:3] == whole[:3] and _is_in(places, key[4], whole)
            ]
            if schools:
                _sum(system, whole, schools)
    return system, told


def both(one, other):
    """What two releases tell of one number: the narrower of their bounds."""
    return max(one[0], other[0]), min(one[1], other[1])


def _is_in(places, school, whole):
    return whole[3] == "partnership" or whole[4] in places.get(school, ())


def _within(system, told, part, whole, applies):
    if applies and whole in told:
        for what in ("counted", "students", "others"):
            system.add((whole, what), (part, what), ((whole, part), what))


def _sum(system, whole, parts):
    for what in ("counted", "students", "others"):
        system.add((whole, what), *((part, what) for part in parts))


def truths(released):
    """{key: (counted, students)} as they are, counted anew without any hiding."""
    from outcomes.measures.definition import registry
    from outcomes.releases.count import tally
    from outcomes.releases.level import Level

    found = {}
    definitions = [one for one in registry().values() if one.key in STUDENTS]
    for release in released:
        for key, one in tally(Level(release.program), definitions, release.years).items():
            if one.counts is not None:
                found[tuple(map(str, key[:7]))] = (one.counts.involved, one.counts.students)
    return found


def narrowed(system, told, truth):
    """Keys of the true counts of 1 to 10 that the attacker narrows."""
    found = []
    for key in told:
        if key not in truth:
            continue
        counted, students = truth[key]
        values = {"counted": counted, "students": students, "others": students - counted}
        for what, value in values.items():
            if LOW <= value <= HIGH:
                lowest, highest = system.bounds((key, what))
                if lowest > LOW + 1e-6 or highest < HIGH - 1e-6:
                    found.append((key, what, lowest, highest))
    for (whole, part), what in [name for name in system.at if isinstance(name[0][0], tuple)]:
        if whole in truth and part in truth:
            a, b = (dict(zip(("counted", "students"), truth[one], strict=True)) for one in (whole, part))
            gap = {name: a[name] - b[name] for name in a}
            gap["others"] = gap["students"] - gap["counted"]
            if LOW <= gap[what] <= HIGH:
                lowest, highest = system.bounds(((whole, part), what))
                if lowest > LOW + 1e-6 or highest < HIGH - 1e-6:
                    found.append(((whole, part), what, lowest, highest))
    return found


def from_api(client, release):
    """Every answer of the API, page by page."""
    address, rows = f"/api/v1/releases/{release.slug}/cells", []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        rows += from_json(answer.content)
        address = json.loads(answer.content)["next"]
    return rows


READERS = {"data.csv": from_csv, "data.xlsx": from_workbook, "data.json": from_json}


@pytest.mark.parametrize("name", [*READERS, "api"])
def test_nothing_small_can_be_computed_from_the_files(released, client, name):
    tables = []
    for release in released:
        if name == "api":
            tables.append(known(from_api(client, release)))
        else:
            content = client.get(f"/en/outcomes/{release.slug}/files/{name}").content
            tables.append(known(READERS[name](content)))
    truth = truths(released)
    places = {code: (one["district"], one["city"]) for code, one in released[0].places["school"].items()}
    system, told = attack(tables, places)
    assert any(value is None for value in told.values())
    assert any(value is not None and value[0][0] < value[0][1] for value in told.values())
    assert narrowed(system, told, truth) == []


def test_showing_one_hidden_number_turns_it_red(released, client):
    """The mutation: of each hidden cell in turn, until one opens a small count."""
    tables = [
        known(from_csv(client.get(f"/en/outcomes/{release.slug}/files/data.csv").content))
        for release in released
    ]
    truth = truths(released)
    places = {code: (one["district"], one["city"]) for code, one in released[0].places["school"].items()}
    secondary = [
        cell
        for release in released
        for cell in release.cells.filter(state=ValueState.PROTECTING, measure__in=STUDENTS)
    ]
    assert secondary
    for cell in secondary:
        names = ("measure", "year", "population", "level", "place", "dimension", "group")
        key = tuple(str(getattr(cell, name)) for name in names)
        shown = [dict(table) for table in tables]
        for table in shown:
            if key in table:
                table[key] = tuple((number, number) for number in truth[key])
        system, told = attack(shown, places)
        if narrowed(system, told, truth):
            return
    pytest.fail("No hidden number protects another: the test sees nothing.")


def test_pages_and_drawings_tell_no_number_that_the_files_hide(drawn, released, client):
    """Whatever is `*` in the file is `*` there: what is written in a drawing is a released value."""
    for release in released:
        address = f"/en/outcomes/{release.slug}/"
        hidden = {
            row["measure"]
            for row in from_csv(client.get(f"{address}files/data.csv").content)
            if row["state"] == "hidden"
            and not row["dimension"]
            and row["level"] == ("program" if release.program_id else "partnership")
        }
        for measure in sorted(hidden):
            page = client.get(f"{address}measures/{measure}/").content.decode()
            assert "*" in re.sub(r"<[^>]+>", " ", html.unescape(page))
            for artifact in release.artifacts.filter(name__startswith=f"chart-{measure}."):
                # Values are written in bold; the scale is not.
                drawing = bytes(artifact.content).decode()
                words = re.findall(r'<text[^>]*font-weight="bold"[^>]*>([^<]*)</text>', drawing)
                shown = {
                    f"{cell.value:.1f}"
                    for cell in release.cells.filter(measure=measure, state=ValueState.PUBLISHED)
                }
                numbers = {word for word in words if re.fullmatch(r"\d+\.\d", word)}
                assert numbers <= shown
