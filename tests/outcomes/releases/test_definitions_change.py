"""A definition changes: what is released keeps the old one, and the next release says so."""

from dataclasses import replace

from django.test import Client

from outcomes.measures.definition import registry
from outcomes.releases.build import build_release
from outcomes.releases.tables import definitions_of

from .conftest import cell


def test_a_released_number_stays_when_its_definition_changes(data, coordinator, release_of, monkeypatch):
    released = release_of(audience="public")
    address = f"/en/outcomes/{released.slug}/measures/chronic_absence/"
    before = {one.name: bytes(one.content) for one in released.artifacts.all()}
    then = cell(released, "chronic_absence", "2024-25", "all")
    said = registry()["chronic_absence"]
    # Version 2 counts those who missed a fifth of the days.
    changed = replace(
        said, version=2, title="Absent a fifth of the year", numerator="students_severely_absent"
    )
    monkeypatch.setitem(registry(), "chronic_absence", changed)
    page = Client().get(address).content.decode()
    assert "Absent a fifth of the year" not in page and f"{then.value.normalize()}%" in page
    released = type(released).objects.get(pk=released.pk)
    (pinned,) = [one for one in definitions_of(released) if one.key == "chronic_absence"]
    assert (pinned.version, pinned.title, pinned.numerator) == (1, said.title, said.numerator)
    assert cell(released, "chronic_absence", "2024-25", "all").numerator == then.numerator == 110
    assert {one.name: bytes(one.content) for one in released.artifacts.all()} == before
    # The next draft counts by the new one, and its checks name the number that moved without new data.
    draft = build_release(by=coordinator)
    now = cell(draft, "chronic_absence", "2024-25", "all")
    assert now.state != then.state or now.numerator != then.numerator
    assert draft.pins["definitions"]["chronic_absence"] == 2
