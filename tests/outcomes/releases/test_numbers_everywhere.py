"""The same number on page, paper, chart, in CSV, workbook, JSON, API and prose; a hidden one in none of them."""

import csv
import html
import io
import json
import re
from collections import Counter

import altair as alt
import openpyxl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from outcomes.measures import calculate
from outcomes.measures.definition import registry
from outcomes.releases.build import build_release
from outcomes.releases.charts import specification
from outcomes.releases.count import tally
from outcomes.releases.exports import escaped
from outcomes.releases.keys import CellKey, key_of
from outcomes.releases.level import Level
from outcomes.releases.published import cells_for, headlines, latest_public_release
from outcomes.releases.quoting import quotes
from outcomes.releases.sharing.links import make_share_link
from outcomes.releases.tables import amount
from outcomes.releases.tables import headlines as rows
from outcomes.releases.tables import rows as all_rows

from ..factories import engage, school_year_of_data
from .attacking.forms import from_csv, from_page, said_in_words
from .attacking.publication import FORMS, Published
from .conftest import YEARS, cell, publish

pytestmark = pytest.mark.looks
WORDS = {"hidden": "*", "not_enough_data": "not enough data", "not_reported": "not reported"}


@pytest.fixture
def release(drawn, data, release_of):
    return release_of(audience="public")


@pytest.fixture
def few(drawn, world, coordinator):
    """Unmistakable counts: 9 of 677 suspended among all; of 61 participants 41 are chronically absent."""
    students = range(7000, 7677)
    for year in YEARS:
        school_year_of_data(
            world,
            world.places["alder-1"],
            year,
            students,
            suspended=[*students[:9], *students[:9], *students[:9]],
            expelled=students[:3],
            absent=dict.fromkeys(students[:120], 20),
        )
        engage(world, world.programs["mentoring"], year, [*students[79:140]])
    return publish(world, build_release(by=coordinator, audience="public"), coordinator)


def text_of(release, name):
    return bytes(release.artifacts.get(name=name).content).decode("utf-8-sig")


def keys_of(release):
    """The measures that the page has a headline of."""
    return list(dict.fromkeys(row.definition.key for row in rows(release, release.cells.all())))


NAMED = ("measure", "school_year", "population", "level", "place", "dimension", "group")
WHOLE = ("partnership", "", "", "")


def by_key(found):
    """{CellKey: row} of what a file says."""
    return {CellKey(*(row[name] or "" for name in NAMED)): row for row in found}


def in_csv(release):
    return by_key(csv.DictReader(io.StringIO(text_of(release, "data.csv"))))


def in_json(release):
    return by_key(json.loads(text_of(release, "data.json"))["cells"])


def in_workbook(release):
    book = openpyxl.load_workbook(io.BytesIO(bytes(release.artifacts.get(name="data.xlsx").content)))
    assert book.sheetnames == ["data", "definitions", "reporting", "about"]
    head, *body = book["data"].iter_rows(values_only=True)
    return by_key(dict(zip(head, row, strict=True)) for row in body)


def row_key(row):
    return CellKey(
        row.definition.key, row.year, row.population, row.level, row.place, row.dimension, row.group
    )


def in_api(release, row):
    """The one cell of the API that a headline row is."""
    asked = {
        "measure": row.definition.key,
        "school_year": row.year,
        "population": row.population,
        "level": row.level,
        "place": row.place,
        "dimension": "",
    }
    (found,) = Client().get(f"/api/v1/releases/{release.slug}/cells", asked).json()["cells"]
    return found


def on_page(release, key):
    return Client().get(f"/en/outcomes/{release.slug}/measures/{key}/").content.decode()


def everything_outside(release):
    """Every byte that leaves, as text: files, charts, pages in both languages."""
    texts = {}
    for artifact in release.artifacts.all():
        if artifact.name.endswith(".xlsx"):
            book = openpyxl.load_workbook(io.BytesIO(bytes(artifact.content)))
            texts[artifact.name] = "\n".join(
                " ".join(str(value) for value in row)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
            )
        else:
            texts[artifact.name] = bytes(artifact.content).decode("utf-8-sig")
    client = Client()
    texts["api"] = client.get(f"/api/v1/releases/{release.slug}/cells").content.decode()
    for language in ("en", "es"):
        texts[f"{language} sheet"] = client.get(
            f"/{language}/outcomes/{release.slug}/sheet/"
        ).content.decode()
        texts[language] = client.get(f"/{language}/outcomes/{release.slug}/").content.decode()
        for key in keys_of(release):
            texts[f"{language} {key}"] = client.get(
                f"/{language}/outcomes/{release.slug}/measures/{key}/"
            ).content.decode()
    return texts


def test_one_number_everywhere(release):
    as_csv, as_json, as_book = in_csv(release), in_json(release), in_workbook(release)
    table = all_rows(release, release.cells.all())
    assert len(table) == len(as_csv) == len(as_json) == len(as_book) == release.cells.count()
    shown = set()
    for row in (row for row in table if row.is_shown):
        key = row_key(row)
        shown.add(key)
        assert as_csv[key]["value"] == str(row.value)
        assert as_json[key]["value"] == float(row.value) == as_book[key]["value"]
        assert as_csv[key]["numerator"] == str(row.numerator)
        assert as_json[key]["numerator"] == float(row.numerator) == as_book[key]["numerator"]
        if row.definition.denominator:
            assert as_json[key]["denominator"] == float(row.denominator) == as_book[key]["denominator"]
        else:
            assert as_json[key]["denominator"] is None and not as_csv[key]["denominator"]
    assert {key.level for key in shown} == {"partnership", "district", "city", "school", "program"}
    assert len({key.measure for key in shown}) >= 10


def test_a_step_is_the_same_everywhere(release):
    """Near 0 and 100 %: the bound on page and paper, in chart, files and API; the number in none of them."""
    as_csv, as_json, as_book = in_csv(release), in_json(release), in_workbook(release)
    steps = [row for row in all_rows(release, release.cells.all()) if row.is_step]
    assert {row.state for row in steps} == {"at_most", "at_least"}
    for row in steps:
        key, words = row_key(row), row.state.replace("_", " ")
        assert as_csv[key]["value"] == as_book[key]["value"] == f"{words} {row.value}"
        assert as_csv[key]["numerator"] == as_book[key]["numerator"] == "*"
        assert as_csv[key]["state"] == as_json[key]["state"] == row.state
        assert (as_json[key]["value"], as_json[key]["numerator"]) == (None, None)
        assert as_json[key]["bound"] == row.value
        assert as_json[key]["denominator"] == row.denominator
        if row.denominator is not None:
            assert as_book[key]["denominator"] == row.denominator == int(as_csv[key]["denominator"])
    for key in {row.definition.key for row in steps}:
        assert 'width="None"' not in on_page(release, key), "a step has no bar"
    for row in (row for row in rows(release, release.cells.all()) if row.is_step):
        words, unit = row.state.replace("_", " "), "%" if row.definition.unit == "percent" else ""
        assert f"<strong>{words} {row.value:,}{unit}</strong>" in on_page(release, row.definition.key)
        sign = {"at_most": "≤", "at_least": "≥"}[row.state]
        assert f">{sign} {row.value}</text>" in text_of(release, f"chart-{row.definition.key}.en.svg")
        told = in_api(release, row)
        assert (told["state"], told["value"], told["bound"]) == (row.state, None, row.value)
        reference = "/".join([release.slug, row.definition.key, row.year, row.population])
        assert quotes([reference])[reference].number.text == f"{words} {row.value:,}{unit}"


def test_a_headline_is_the_same_on_the_page_in_the_chart_and_for_other_apps(release):
    for row in (row for row in rows(release, release.cells.all()) if row.is_shown):
        unit = "%" if row.definition.unit == "percent" else ""
        assert f"<strong>{row.value:,}{unit}</strong>" in on_page(release, row.definition.key)
        drawing = text_of(release, f"chart-{row.definition.key}.en.svg")
        assert f">{row.value}</text>" in drawing
        (read,) = cells_for(release, measure=row.definition.key, year=row.year, population=row.population)
        assert read.value == row.value
        assert in_api(release, row)["value"] == float(row.value)
        reference = "/".join([release.slug, row.definition.key, row.year, row.population])
        assert quotes([reference])[reference].number.text == f"{row.value:,}{unit}"


def test_the_sheet_of_paper_holds_the_same_headline(release):
    paper = Client().get(f"/en/outcomes/{release.slug}/sheet/").content.decode()
    (row,) = [
        row
        for row in rows(release, release.cells.all())
        if (row.definition.key, row.year, row.population) == ("attendance_rate", YEARS[-1], "all")
    ]
    assert f"{row.value:,}%" in paper


def test_a_value_is_its_numerator_over_its_denominator(release):
    for row in (row for row in rows(release, release.cells.all()) if row.is_shown):
        stored = cell(release, row.definition.key, row.year, row.population)
        assert row.value == calculate.value(row.definition, stored.numerator, stored.denominator)
        assert row.numerator == amount(row.definition.numerator, stored.numerator)


def test_days_are_written_as_days(release):
    row = in_csv(release)[CellKey("attendance_rate", "2024-25", "participants", *WHOLE)]
    assert (row["numerator"], row["denominator"]) == ("10455", "10800")
    assert str(amount("days_attended", 1_045_550)) == "10455.5"


def test_hidden_cells_hold_nothing_in_the_database(few):
    hidden = few.cells.headlines().exclude(state__in=["published", "at_most", "at_least"])
    assert hidden.exists()
    assert not hidden.exclude(numerator=None, denominator=None, value=None).exists()


def test_hidden_cells_are_marked_everywhere_and_the_same_way(few):
    as_csv, as_json, as_book = in_csv(few), in_json(few), in_workbook(few)
    states = {row.state for row in all_rows(few, few.cells.all())}
    assert states == {"published", "at_most", "at_least", "hidden", "not_enough_data", "not_reported"}
    assert {one.state for one in few.cells.headlines()} >= {"published", "suppressed", "at_most"}
    for row in all_rows(few, few.cells.all()):
        key = row_key(row)
        if row.is_shown or row.is_step:
            continue
        for column in ("value", "numerator", "denominator"):
            assert as_csv[key][column] == as_book[key][column] == WORDS[row.state]
            assert as_json[key][column] is None
        assert as_json[key]["state"] == as_csv[key]["state"] == row.state


def test_a_hidden_number_is_in_no_byte_that_leaves(few):
    """The true values are worked out again from the data, then looked for everywhere."""
    truth = tally(Level(None), list(registry().values()), YEARS)
    outside = everything_outside(few)
    hidden = few.cells.headlines().filter(state__in=["suppressed", "protecting", "at_most"])
    assert {one.measure for one in hidden} >= {
        "suspension_rate",
        "suspensions_per_100",
        "expulsions_per_1000",
    }
    for one in hidden:
        counts = truth[key_of(one)].counts
        if counts is None or not counts.numerator:
            continue  # Of nobody there is no number, and 0 stands on every scale.
        definition = registry()[one.measure]
        value = calculate.value(definition, counts.numerator, counts.denominator)
        for name, text in outside.items():
            if name.endswith("svg"):
                text = "\n".join(re.findall(r">([^<]+)<", text))
            if name.endswith(("csv", "json", "xlsx")):
                text = "\n".join(line for line in text.splitlines() if one.measure in line)
            elif one.measure not in name:
                continue
            assert not re.search(rf"(?<![\d.]){re.escape(str(value))}(?![\d])", text), (name, one)
            assert f" {counts.numerator} of {counts.denominator}" not in text
            assert f"{counts.numerator} among {counts.denominator}" not in text


def test_outside_nobody_learns_why_a_number_is_hidden(few):
    for name, text in everything_outside(few).items():
        assert "protecting" not in text, name
        assert '"suppressed"' not in text, name


def test_pages_say_what_the_star_means(few):
    page = on_page(few, "suspensions_per_100")
    assert "hidden to protect the students counted" in page
    assert "absent-symbol" in page


def test_pages_say_what_a_step_means(few):
    page = on_page(few, "suspension_rate")
    assert "at most 2%" in page and "of 677" in page
    assert "a step that leaves 0 to 10 students open" in page


def test_charts_name_and_describe_themselves(few):
    for key in keys_of(few):
        drawing = text_of(few, f"chart-{key}.en.svg")
        assert drawing.startswith("<svg")
        assert f"<title>{registry()[key].title}" in drawing
        assert "<desc>" in drawing and "Participants" in drawing
        assert "font-family" in drawing
        assert set(re.findall(r'font-family="([^"]+)"', drawing)) == {"sans-serif"}
        assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawing)) >= 12
        assert "Tasa" in text_of(few, "chart-attendance_rate.es.svg")


@pytest.mark.looks
def test_chart_specifications_keep_to_the_schema(release):
    keep_to_the_schema(release)


@pytest.mark.looks
def test_charts_of_few_keep_to_the_schema(few):
    keep_to_the_schema(few)


def keep_to_the_schema(release):
    layered = {"$ref": "#/definitions/TopLevelLayerSpec", "definitions": alt.load_schema()["definitions"]}
    schema, table = Draft7Validator(layered), rows(release, release.cells.all())
    for key in keys_of(release):
        schema.validate(specification([row for row in table if row.definition.key == key]))


def test_a_chart_does_not_show_what_was_filled_into_another(release):
    """The template is shared: no chart may leave anything in it."""
    table = rows(release, release.cells.all())
    first = [row for row in table if row.definition.key == keys_of(release)[0]]
    before = specification(first)
    for key in keys_of(release)[1:]:
        specification([row for row in table if row.definition.key == key])
    assert specification(first) == before


def test_the_workbook_carries_definitions_and_provenance(release):
    book = openpyxl.load_workbook(io.BytesIO(bytes(release.artifacts.get(name="data.xlsx").content)))
    definitions = [row[0] for row in book["definitions"].iter_rows(values_only=True)]
    assert {"numerator", "denominator", "who counts", "version", "next review"} <= set(definitions)
    about = dict(book["about"].iter_rows(values_only=True))
    assert about["claims"] == release.pins["claims"]
    assert about["how to read it"].startswith("Descriptive, not an effect.")
    assert "hidden" in about["*"]


@given(st.text())
def test_no_text_becomes_a_formula(text):
    assert escaped(text)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert escaped(text) in (text, f"'{text}")


def test_a_title_that_looks_like_a_formula_stays_text(data, coordinator):
    draft = build_release(by=coordinator, title='=HYPERLINK("http://example.org")')
    book = openpyxl.load_workbook(io.BytesIO(bytes(draft.artifacts.get(name="data.xlsx").content)))
    title = book["about"]["B1"]
    assert (title.value, title.data_type) == ('=HYPERLINK("http://example.org")', "s")


def test_other_apps_read_public_releases_alone(release, release_of, mentoring):
    assert latest_public_release() == release
    assert latest_public_release(mentoring) is None
    assert [card.label for card in headlines(release)][:2] == [
        "Attendance rate",
        "Chronic absence",
    ], "in the order of a board's questions"
    with pytest.raises(ValueError, match="public"):
        cells_for(release_of(mentoring))


@pytest.fixture
def published(release):
    """The bytes of a public release, every measure's bars of the latest year among them."""
    return Published(Client(), release, all_bars=True)


def test_every_number_is_the_same_in_every_form(published):
    """Of the whole, by place and by group: what each form prints of a number is what the file prints."""
    told = FORMS["csv"](published)
    for form in ("xlsx", "json", "api"):
        assert FORMS[form](published) == told, form
    on_pages, drawn = FORMS["pages"](published), FORMS["drawings"](published)
    for key, said in on_pages.items():
        # A plain count stands on the page once; whoever counts in a file has it as its numerator, too.
        assert (said.state, said.value, said.denominator) == (
            told[key].state,
            told[key].value,
            told[key].denominator,
        ), key
        assert said.numerator in (told[key].numerator, None), key
    # A breakdown of one line beside the whole says nothing, and is not told.
    lines = Counter((key.measure, key.year, key.level, key.dimension, key.population) for key in told)
    alone = {
        key for key in told if lines[key.measure, key.year, key.level, key.dimension, key.population] == 1
    }
    assert set(told) - set(on_pages) <= alone
    # One program and one city of it all are such lines.
    assert {key.level for key in on_pages} >= {"partnership", "district", "school"}
    latest = [
        key for key in on_pages if key.year == YEARS[-1] or (key.level == "partnership" and not key.dimension)
    ]
    for key in latest:
        if told[key].state in ("published", "at_most", "at_least"):
            assert (drawn[key].state, drawn[key].value) == (told[key].state, told[key].value), key


def test_the_board_sheet_and_the_front_page_tell_the_same_headlines(release, published):
    told = FORMS["csv"](published)
    titles = {definition.title: definition.key for definition in registry().values()}
    for address in (f"/en/outcomes/{release.slug}/sheet/", f"/en/outcomes/{release.slug}/"):
        page = Client().get(address).content.decode()
        cards = re.findall(
            r'<p class="stat-label">(?:<a[^>]*>)?([^<]+)(?:</a>)?</p>\s*<p class="stat-value">([^<]+)', page
        )
        assert len(cards) >= 3
        for title, words in cards:
            said = said_in_words(words.split("<")[0])
            measure = titles[html.unescape(title)]
            keys = [
                published.names.headline(measure, YEARS[-1], population)
                for population in ("All students", "Participants")
            ]
            # What programs count is of participants alone.
            of_whom = next(told[key] for key in keys if key in told)
            assert (said.state, said.value) == (of_whom.state, of_whom.value), (address, title)


def test_a_link_tells_the_same_numbers(drawn, data, release_of, mentoring, award):
    """A reader without an account, of a release to funders: its pages, and the file behind the link."""
    release = release_of(mentoring)
    link = make_share_link(release, by=data.person("funder"), reader="Board, spring meeting", days=14)
    at = "/shared/" + link.address.rstrip("/").rsplit("/", 1)[1] + "/"
    client, names = Client(), Published.names_of(release)
    told = from_csv(bytes(release.artifacts.get(name="data.csv").content))
    assert from_csv(client.get(f"{at}files/data.csv").content) == told
    for measure in keys_of(release):
        page = client.get(f"{at}measures/{measure}/?year={YEARS[-1]}").content
        found = from_page(page, measure, YEARS[-1], names)
        assert found
        for key, said in found.items():
            assert (said.state, said.value) == (told[key].state, told[key].value), key
