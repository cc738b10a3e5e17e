"""The years of one school or group: a chart and its table on the release's page, one click from each line of a table."""

import re

from outcomes.releases.charts import specification
from outcomes.releases.references import Reference, parse
from outcomes.releases.tables import rows
from outcomes.releases.trends import trend_name

from .conftest import YEARS


def lines_of(release, **wanted):
    return rows(release, release.cells.filter(measure="suspension_rate", **wanted))


def test_a_school_s_years_are_drawn_and_told_beside(wide, client):
    release, codes = wide
    measure = client.get(f"/en/outcomes/{release.slug}/measures/suspension_rate/").content.decode()
    link = re.search(r'<a href="([^"]+)">School alder-1</a>', measure)[1].replace("&amp;", "&")
    page = client.get(link.partition("#")[0]).content.decode()
    assert f'id="{link.partition("#")[2]}"' in page
    name = trend_name("suspension_rate", ("school", codes["alder-1"], "", ""))
    assert f"charts/{name}" in page and f"files/{name.replace('.svg', '.png')}" in page
    svg = client.get(f"/en/outcomes/{release.slug}/charts/{name}").content.decode()
    assert "School alder-1" in svg and all(year in svg for year in YEARS)
    assert client.get(f"/en/outcomes/{release.slug}/files/{name.replace('.svg', '.png')}").content.startswith(
        b"\x89PNG"
    )


def test_what_was_not_told_for_two_years_has_no_chart(wide, client):
    release, codes = wide
    name = trend_name("suspension_rate", ("school", codes["birch-1"], "", ""))
    assert client.get(f"/en/outcomes/{release.slug}/charts/{name}").status_code == 404
    page = client.get(f"/en/outcomes/{release.slug}/", {"where": f"school:{codes['birch-1']}", "all": 1})
    assert name not in page.content.decode()
    for wrong in ("trend-suspension_rate.en.svg", "trend-happiness.0123456789abcdef.en.svg"):
        assert client.get(f"/en/outcomes/{release.slug}/charts/{wrong}").status_code == 404


def test_no_line_runs_to_a_year_of_which_others_reported(wide):
    release, _codes = wide
    some = lines_of(release, level="partnership", dimension="sex", group="female")

    def segments():
        (shown,) = {
            tuple(value["segment"] for value in layer["data"]["values"])
            for layer in specification(some)["layer"]
            if layer["mark"]["type"] == "line"
        }
        return len(set(shown))

    assert segments() == 1
    object.__setattr__(some[1], "trend", "others_reported")
    assert segments() == 2


def test_a_reference_is_read_as_it_was_written():
    for one in (
        Reference("r", "m"),
        Reference("r", "m", "2024-25", "all"),
        Reference("r", "m", "2024-25", "all", ("school", "1", "", "")),
        Reference("r", "m", "2024-25", "participants", ("program", "p", "instrument", "Hope/Trust")),
        Reference("r", "m", whose=("partnership", "", "instrument", "Hope/Trust")),
        Reference("r", "m", "2024-25", key="by-race"),
    ):
        assert parse(str(one)) == one
    for nothing in ("", "r", "/m", "r/m/bars/x", "r/m/trend/x", "r/m/1/2/3"):
        assert parse(nothing) is None
