"""Every definition file says everything a reviewer, a page and the calculation need."""

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
import yaml

from outcomes.datasets import DATASETS
from outcomes.measures.aggregates import AGGREGATES
from outcomes.measures.definition import (
    FOLDER,
    KINDS,
    ORDER,
    VERSIONS,
    Definition,
    DefinitionError,
    check_bases,
    digest,
    read,
    registry,
)
from outcomes.releases.reporting import by_calendar_year

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
    assert {found.numerator, *found.aggregates} <= set(AGGREGATES)
    assert found.denominator or found.unit == "youth"
    assert found.kind in KINDS
    assert all(need in DATASETS for need in found.needs)
    assert found.next_review > date(2026, 1, 1)
    by_year = by_calendar_year(found)
    written = r"\d{4}" if by_year else r"\d{4}-\d{2}"
    assert all(re.fullmatch(written, year) and flag.note for year, flag in found.comparability.items())
    assert ({"2020"} if by_year else {"2019-20", "2020-21"}) <= set(found.comparability)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_definition_is_there_in_spanish(path):
    spanish, english = read(path).in_language("es"), read(path).in_language("en")
    for name in TEXTS:
        assert spanish[name] != english[name], name
    assert set(spanish["notes"]) == set(english["notes"])


def test_a_ratio_without_a_measure_of_its_numbers_is_refused():
    told = dict(registry())
    del told["workforce_per_1000"]
    with pytest.raises(DefinitionError, match="workforce_representation"):
        check_bases(told)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_a_release_pins_reads_back_the_same(path):
    found = read(path)
    assert Definition.from_dict(found.as_dict()) == found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_changed_definition_is_a_new_version(path):
    """What a version said stays said. A change: raise `version`, and add its digest to versions.yaml."""
    found, pinned = read(path), yaml.safe_load(VERSIONS.read_text(encoding="utf-8"))
    told = pinned[path.stem]
    assert list(told) == list(range(1, found.version + 1)), (
        f"versions.yaml wants {found.version}: {digest(found)}"
    )
    assert told[found.version] == digest(found), (
        f"{path.name} is not what version {found.version} said. Raise its version and pin {digest(found)}."
    )
    assert len(set(told.values())) == len(told), "a version that changed nothing is none"


def test_only_the_day_of_the_next_review_may_change_within_a_version():
    one = registry()["attendance_rate"].as_dict()
    assert digest(Definition.from_dict(one | {"next_review": "2031-07-01"})) == digest(
        Definition.from_dict(one)
    )
    for name, changed in {
        "plain": "Another sentence.",
        "denominator": "days_attended",
        "decimals": 2,
        "comparability": {},
        "words": {},
    }.items():
        assert digest(Definition.from_dict(one | {name: changed})) != digest(Definition.from_dict(one)), name


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
        ("numerator: days_attended -> numerator: days_counted", "aggregates"),
        ("needs: [student_attendance] -> needs: []", "dataset"),
        ("unit: percent -> unit: ratio", "ratio"),
        ("unit: percent -> unit: percent\nratio: most", "ratio"),
        ("kind: district_record -> kind: hearsay", "kind"),
        ("decimals: 1 -> decimals: 1\nweight: 3", "weight"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path, change, why):
    before, after = change.split(" -> ")
    path = tmp_path / "attendance_rate.yaml"
    path.write_text((FOLDER / path.name).read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    with pytest.raises(DefinitionError, match=f"attendance_rate.yaml: .*({why})"):
        read(path)
