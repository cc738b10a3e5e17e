"""An attacker who has nothing but what everybody gets: pages, drawings, CSV, workbook, JSON and API of all releases.

Nothing of the suppressor or of the auditor is used here. The numbers are read from each form of publication, the
equations are set up anew (attacking/attack.py), and every bound is found by a linear program of its own. Afterwards, with
the true counts at hand, no count of 1 to 10 may have been narrowed. The mutation shows one hidden number, by the same way
that each form goes, and must turn it red.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import translation

from outcomes.releases import artifacts
from outcomes.releases import charts as charts_module
from outcomes.releases.drawing import SIZES
from tests.conftest import small_world
from tests.kept_world import world_of

from .attacking.attack import Attack
from .attacking.publication import FORMS, as_read
from .attacking.truth import Truth
from .attacking.world import Releases
from .conftest import two_years

# Publishing needs a database, once; the tests themselves touch none.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def in_english(wanted, *, title, meanwhile):
    """Charts in one language: the other has the same numbers (test_numbers_everywhere)."""
    drawings = [
        charts_module.draw(rows, title=title, language=language)
        if language == "en"
        else dict.fromkeys(SIZES, b"<svg/>")
        for rows, language in wanted
    ]
    return drawings, meanwhile()


@pytest.fixture(scope="module")
def releases(django_db_setup, django_db_blocker):
    """Published once for all tests here, which have but the bytes."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, translation.override("en"):
        patch.setattr(artifacts, "draw_all", in_english)
        with transaction.atomic():
            found = Releases(two_years(world_of(small_world)), Client())
            transaction.set_rollback(True)
    return found


def attack(releases, form, shown=None):
    """shown: {Key: Said} of the release that is mutated."""
    read = [as_read(one, form) for one in releases.published]
    read[releases.at] = read[releases.at]._replace(said=read[releases.at].said | (shown or {}))
    return Attack(read)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_small_can_be_computed(releases, form):
    found = attack(releases, form)
    truth = Truth(found, releases.truths)
    assert list(found.system.contradictions(truth)) == [], "the attacker believes nothing that is not so"
    assert {said.state for one in releases.published for said in FORMS[form](one).values()} >= {
        "published",
        "at_most",
        "hidden",
    }
    assert found.narrowed(truth) == []


def test_nothing_small_can_be_computed_from_all_forms_together(releases):
    found = Attack([as_read(one, form) for one in releases.published for form in FORMS])
    truths = [one for one in releases.truths for _form in FORMS]
    assert found.narrowed(Truth(found, truths)) == []


@pytest.mark.parametrize("form", FORMS)
def test_one_hidden_number_shown_turns_it_red(releases, form):
    """Shown in this form alone; in a drawing its rate alone."""
    key = releases.shown
    assert FORMS[form](releases.published[releases.at])[key].state == "hidden"
    said = FORMS[form](releases.mutated)[key]
    assert said.state == "published"
    if form == "drawings":
        assert said.numerator is None
        said = said._replace(denominator=None)
    found = attack(releases, form, {key: said})
    assert found.narrowed(Truth(found, releases.truths))
