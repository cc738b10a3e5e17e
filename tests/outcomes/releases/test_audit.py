"""The auditor of releases, and `manage.py audit_releases`."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from outcomes.measures.definition import registry
from outcomes.models import Claim
from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.auditing.guard import as_keys, as_stored
from outcomes.releases.build import build_release
from outcomes.releases.frozen import take_down_triggers
from outcomes.releases.hiding.facts import Fact
from outcomes.releases.hiding.public_tables import refuse_public_tables
from outcomes.releases.models import ValueState

from ..factories import school_year_of_data, withdraw
from .conftest import cell, nearly_everywhere, publish

BIRCH_2 = "99100020100002"


def command(*options):
    out = StringIO()
    call_command("audit_releases", *options, stdout=out)
    return out.getvalue()


def test_nothing_released_is_nothing_to_find(world):
    found = json.loads(command("--json"))
    assert (found["releases"], found["cells"], found["hidden"], found["under_protected"]) == (0, 0, 0, 0)


def test_everything_released_is_counted(data, release_of, mentoring):
    one, two = release_of(), release_of(mentoring)
    found = json.loads(command("--json"))
    assert found["releases"] == 2
    assert found["cells"] == one.cells.count() + two.cells.count()
    hidden = (ValueState.SUPPRESSED, ValueState.PROTECTING)
    assert found["hidden"] == sum(release.cells.filter(state__in=hidden).count() for release in (one, two))
    assert found["under_protected"] == 0
    assert "0 under-protected" in command()


def test_a_number_that_gives_another_away_is_found(data, coordinator, world):
    """Three of the four schools' numbers shown beside the partnership's would tell of the fourth's four children."""
    nearly_all = nearly_everywhere(world)
    publish(world, build_release(by=coordinator), coordinator)
    draft = build_release(by=coordinator, program=nearly_all)
    assert all(check["passed"] for check in draft.checks if check["key"] == "audit")
    publish(world, draft, coordinator)
    told = cell(draft, "suspension_rate", "2024-25", "all")
    assert told.state == ValueState.PROTECTING
    # Were it shown, the auditor would say so: 81 of 85.
    assert audit_releases().passed
    told.state, told.numerator, told.denominator, told.value = ValueState.PUBLISHED, 81, 530, 15
    cells = [told if one.pk == told.pk else one for one in draft.cells.all()]
    assert not audit_releases((draft, cells, as_keys(draft.guard.facts))).passed


def test_the_command_fails_when_a_count_can_be_narrowed(data, coordinator, release_of, monkeypatch):
    release_of()
    from outcomes.releases.auditing import audit as module

    real = module.read

    def read_more(told):
        reader = real(told)
        reader.changed.append((Fact("x", "", "2024-25", "all", "school", "1", "", ""), 40, 43))
        return reader

    monkeypatch.setattr(module, "read", read_more)
    with pytest.raises(CommandError, match="can be narrowed"):
        command()


def test_the_command_fails_on_a_released_cell_that_was_tampered_with(data, release_of):
    """Past every guard, by whoever holds the database: the hidden number of the fourth school is put into its cell."""
    release = release_of()
    told = release.cells.get(measure="suspension_rate", year="2024-25", place=BIRCH_2, population="all")
    assert told.state == ValueState.PROTECTING
    before = json.loads(command("--json"))
    take_down_triggers(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outcomes_releasecell SET state = %s, numerator = 22, denominator = 150, value = 14.7 WHERE id = %s",
            [ValueState.PUBLISHED, told.pk],
        )
    out = StringIO()
    with pytest.raises(CommandError, match="can be narrowed"):
        call_command("audit_releases", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["releases"], found["cells"]) == (before["releases"], before["cells"])
    assert found["hidden"] == before["hidden"] - 1
    assert found["under_protected"] == len(found["found"]) > 0 == before["under_protected"]
    # 85 less 34, 25 and 22 are the four of the other school.
    assert {(one["lowest"], one["highest"]) for one in found["found"]} >= {(4, 4)}


def test_a_small_change_between_two_releases_is_hidden(data, coordinator, world, release_of, mentoring):
    """Two students more than in the release before: the difference would tell of the two."""
    release_of(mentoring)
    place = data.places["alder-1"]
    withdraw(Claim.objects.filter(place=place, period="2024-25"))
    withdraw(Claim.objects.filter(place=place, dataset="student_attendance"))
    students = [*range(1000, 1200), 7001, 7002]
    school_year_of_data(
        data, place, "2024-25", students, suspended=students[40:74], absent=dict.fromkeys(students[45:85], 20)
    )
    later = build_release(by=coordinator, program=mentoring)
    assert cell(later, "suspension_rate", "2024-25", "all").state != ValueState.PUBLISHED
    publish(world, later, coordinator)
    assert audit_releases().passed


def test_the_guard_keeps_its_keys():
    fact = Fact("who", "needs", "2024-25", "all", "school", "1", "", "")
    keys = [fact, (fact, "minus", fact._replace(population="participants"))]
    assert as_keys(json.loads(json.dumps(as_stored(keys)))) == keys


def test_a_public_source_table_is_never_released():
    definitions = list(registry().values())
    refuse_public_tables(definitions)
    with pytest.raises(ImproperlyConfigured, match="public source"):
        refuse_public_tables([replace(definitions[0], needs=("school_totals",))])
