"""docs/adding-a-dataset.md, word for word: its file is put into the folder, its sample handed in, its rows counted."""

import re
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

import outcomes.datasets as folder
from outcomes.datasets import DATASETS, catalog
from outcomes.submissions.accept import accept
from outcomes.submissions.rows import rows_in_effect
from outcomes.submissions.withdraw import withdraw
from outcomes.timeliness.expectations import expectations
from partnership.models import Organization

from .samples import Sample

KEY = "parent_meetings"
FILE, SAMPLE = re.findall(
    r"```python\n(.*?)```", Path(settings.BASE_DIR, "docs/adding-a-dataset.md").read_text(), re.DOTALL
)


@pytest.fixture
def added(tmp_path, monkeypatch):
    """The dataset, its file lying beside the others, before the world signs its agreements."""
    (tmp_path / f"{KEY}.py").write_text(FILE)
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(tmp_path)])
    folder._declared.cache_clear()
    yield DATASETS[KEY]
    sys.modules.pop(f"{folder.__name__}.{KEY}", None)
    vars(folder).pop(KEY, None)
    monkeypatch.undo()
    folder._declared.cache_clear()


@pytest.fixture
def samples(added):
    return eval(f"{{{SAMPLE}}}", {"Sample": Sample})


def counting():
    return dict(rows_in_effect(KEY).values_list("element").annotate(Sum("count")).order_by())


def test_the_page_is_all_it_takes(added, samples, world, hand_in):
    assert KEY in [key for key, *_more in catalog()]
    sample = samples[KEY]
    first = hand_in(KEY, sample.rows, samples=samples)
    assert (first.state, first.new, counting()) == ("staged", 2, {})
    accept(first, by=first.created_by)
    assert counting() == {"meetings": 3, "parents": 55}
    later = hand_in(KEY, sample.later_rows, samples=samples)
    assert (later.new, later.changed, later.unchanged, later.removed) == (1, 1, 1, 0)
    accept(later, by=later.created_by)
    assert counting() == {"meetings": 6, "parents": 98}
    withdraw(later, by=later.created_by, why="Wrong month")
    assert counting() == {"meetings": 3, "parents": 55}
    (expected,) = [
        each for each in expectations(Organization.objects.filter(slug="open-door")) if each.dataset is added
    ]
    assert expected.dataset.due_days == 10


def test_its_rule_speaks(added, samples, hand_in):
    submission = hand_in(KEY, ["2024-09,0,12"], samples=samples)
    assert [problem.reason for problem in submission.problems.all()] == ["parents_without_meeting"]


def test_afterwards_it_is_gone():
    assert KEY not in DATASETS
