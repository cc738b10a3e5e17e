"""Every definition file says everything a reviewer, a page and the calculation need."""

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest

from outcomes.measures.aggregates import AGGREGATES
from outcomes.measures.definition import FOLDER, ORDER, Definition, DefinitionError, read, registry

FILES = sorted(FOLDER.glob("*.yaml"))
TEXTS = ("title", "plain", "why", "eligibility", "level")


def test_every_file_is_in_the_registry_in_the_order_of_pages():
    assert list(registry()) == ORDER
    assert {path.stem for path in FILES} == set(ORDER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_definition_is_complete(path):
    found = read(path)
    for name in (*TEXTS, "source", "authored_by", "checked_by"):
        assert getattr(found, name).strip(), name
    for name in ("plain", "why", "eligibility", "level"):
        assert getattr(found, name).endswith("."), f"{name} is a sentence"
    assert {found.numerator, found.denominator} <= set(AGGREGATES)
    assert not found.complement or found.complement in AGGREGATES
    assert found.next_review > date(2026, 1, 1)
    assert all(re.fullmatch(r"\d{4}-\d{2}", year) and flag.note for year, flag in found.comparability.items())
    assert {"2019-20", "2020-21"} <= set(found.comparability)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_definition_is_there_in_spanish(path):
    spanish, english = read(path).in_language("es"), read(path).in_language("en")
    for name in TEXTS:
        assert spanish[name] != english[name], name
    assert set(spanish["notes"]) == set(english["notes"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_release_pins_reads_back_the_same(path):
    found = read(path)
    assert Definition.from_dict(found.as_dict()) == found


def test_a_definition_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        registry()["attendance_rate"].unit = "per_100"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("unit: percent -> unit: bushels", "unit"),
        ("better: up -> better: sideways", "better"),
        ("version: 1 -> version: 0", "versions"),
        ("numerator: days_attended -> nominator: days_attended", "numerator|nominator"),
        ("decimals: 1 -> decimals: 1\nweight: 3", "weight"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path, change, why):
    before, after = change.split(" -> ")
    path = tmp_path / "attendance_rate.yaml"
    path.write_text((FOLDER / path.name).read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"attendance_rate.yaml: .*({why})"):
        read(path)
