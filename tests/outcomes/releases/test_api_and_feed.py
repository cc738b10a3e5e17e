"""Public releases for programs and feed readers: released cells, and nothing that is not public."""

import json
import xml.etree.ElementTree as ET

import pytest

from outcomes.releases.build import build_release
from outcomes.releases.models import ReleaseCell
from outcomes.releases.supersede import supersede_release
from outcomes.releases.tables import rows

from .conftest import publish

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def public(release_of):
    return release_of(audience="public")


def got(client, path, **query):
    answer = client.get(f"/api/v1/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


class TestApi:
    def test_the_list_holds_public_ones_alone(self, public, release_of, data, coordinator, mentoring, client):
        release_of(mentoring)
        build_release(by=coordinator, audience="public")
        found = got(client, "releases")
        assert (found["count"], found["next"]) == (1, None)
        (line,) = found["releases"]
        assert line["slug"] == public.slug and line["checksum"] == public.checksum
        assert client.get(line["page"].split("8000")[1]).status_code == 200
        assert got(client, "releases", program="campus-mentors")["count"] == 0
        assert got(client, "releases", program="partnership")["count"] == 1

    def test_every_cell_is_the_released_one(self, public, client):
        found = got(client, f"releases/{public.slug}/cells")
        table = rows(public, public.cells.all())
        assert found["count"] == len(found["cells"]) == len(table) > 0
        for told, row in zip(found["cells"], table, strict=True):
            assert told["value"] == (float(row.value) if row.is_shown else None)
            assert told["state"] == row.state
        stored = json.loads(bytes(public.artifacts.get(name="data.json").content))["cells"]
        assert found["cells"] == stored

    def test_cells_are_narrowed(self, public, client):
        found = got(
            client,
            f"releases/{public.slug}/cells",
            measure="attendance_rate",
            school_year="2024-25",
            population="all",
            level="partnership",
            dimension="",
        )
        (only,) = found["cells"]
        assert (only["measure"], only["school_year"], only["population"]) == (
            "attendance_rate",
            "2024-25",
            "all",
        )
        assert got(client, f"releases/{public.slug}/cells", measure="happiness")["cells"] == []

    def test_what_is_not_public_is_404(self, release_of, data, coordinator, mentoring, client):
        for release in (release_of(mentoring), build_release(by=coordinator, audience="public")):
            for rest in ("", "/cells"):
                assert client.get(f"/api/v1/releases/{release.slug}{rest}").status_code == 404

    def test_one_release_names_its_definitions_and_files(self, public, client):
        told = got(client, f"releases/{public.slug}")
        assert {one["measure"] for one in told["definitions"]} == {one["key"] for one in public.definitions}
        sums = {one["name"]: one["sha256"] for one in told["files"]}
        assert sums == dict(public.artifacts.values_list("name", "sha256"))
        address = next(one["url"] for one in told["files"] if one["name"] == "data.csv")
        content = client.get(address.split("8000")[1]).content
        assert content == bytes(public.artifacts.get(name="data.csv").content)

    def test_what_the_reader_has_is_not_sent_again(self, public, client):
        for path in (f"releases/{public.slug}", f"releases/{public.slug}/cells"):
            tag = client.get(f"/api/v1/{path}")["ETag"]
            again = client.get(f"/api/v1/{path}", headers={"If-None-Match": tag})
            assert (again.status_code, again.content) == (304, b"")
        assert client.get(f"/api/v1/{path}", {"page": 2}, headers={"If-None-Match": tag}).status_code == 200

    def test_a_correction_is_named_in_the_old_one(self, public, data, coordinator, client):
        tag = client.get(f"/api/v1/releases/{public.slug}")["ETag"]
        new = publish(
            data, supersede_release(public, by=coordinator, erratum="A school was missing."), coordinator
        )
        old = client.get(f"/api/v1/releases/{public.slug}", headers={"If-None-Match": tag}).json()
        assert (old["state"], old["corrected_by"]) == ("superseded", new.slug)
        line = got(client, "releases")["releases"][0]
        assert (line["corrects"], line["erratum"]) == (public.slug, "A school was missing.")
        assert got(client, "releases", include_superseded="true")["count"] == 2

    def test_nothing_can_be_changed(self, public, client):
        for path in ("releases", f"releases/{public.slug}", f"releases/{public.slug}/cells"):
            assert client.post(f"/api/v1/{path}").status_code == 405
            assert client.delete(f"/api/v1/{path}").status_code == 405

    def test_pages_of_other_sites_may_read(self, public, client):
        answer = client.get("/api/v1/releases")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers

    def test_the_description_names_every_address_and_field(self, public, client):
        told = got(client, "openapi.json")
        assert told["openapi"].startswith("3.")
        assert set(told["paths"]) == {
            "/api/v1/releases",
            "/api/v1/releases/{slug}",
            "/api/v1/releases/{slug}/cells",
        }
        described = told["components"]["schemas"]["CellOut"]["properties"]
        assert set(described) == set(got(client, f"releases/{public.slug}/cells")["cells"][0])

    def test_a_list_costs_the_same_for_one_release_and_for_many(
        self, public, data, coordinator, client, django_assert_num_queries
    ):
        with django_assert_num_queries(2):
            got(client, "releases")
        publish(data, build_release(by=coordinator, audience="public", years=["2024-25"]), coordinator)
        with django_assert_num_queries(2):
            assert got(client, "releases")["count"] == 2

    def test_pages_of_many_cells(self, public, client, monkeypatch):
        monkeypatch.setattr("outcomes.releases.api.views.MOST_CELLS", 7)
        path, seen = f"/api/v1/releases/{public.slug}/cells", []
        while path:
            answer = client.get(path).json()
            seen += answer["cells"]
            path = answer["next"] and answer["next"].split("8000")[1]
        assert len(seen) == ReleaseCell.objects.filter(release=public).count()


class TestFeed:
    def entries(self, client, language="en"):
        answer = client.get(f"/{language}/outcomes/feed.atom")
        assert answer["Content-Type"].startswith("application/atom+xml")
        return ET.fromstring(answer.content).findall(f"{ATOM}entry")

    def test_it_holds_public_ones_alone_with_what_was_corrected(
        self, public, release_of, data, coordinator, mentoring, client
    ):
        release_of(mentoring)
        new = publish(
            data, supersede_release(public, by=coordinator, erratum="A school was missing."), coordinator
        )
        newest, oldest = self.entries(client)
        assert newest.find(f"{ATOM}id").text == f"urn:uuid:{new.pk}"
        assert "A school was missing." in newest.find(f"{ATOM}summary").text
        assert newest.find(f"{ATOM}title").text.startswith("Correction: ")
        link = oldest.find(f"{ATOM}link").get("href")
        assert client.get(link.split("testserver")[1]).status_code == 200

    def test_it_is_in_the_language_of_its_address(self, public, client):
        (entry,) = self.entries(client, "es")
        assert "/es/outcomes/" in entry.find(f"{ATOM}link").get("href")
