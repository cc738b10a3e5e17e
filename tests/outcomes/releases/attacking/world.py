"""What is attacked: releases over all measures, and one of them once more with a number shown that it hides."""

from django.core.cache import caches
from django.db import transaction

from outcomes.measures.calculate import value_of
from outcomes.releases.artifacts import checksum_of, make_artifacts
from outcomes.releases.build import build_release
from outcomes.releases.count import tally
from outcomes.releases.keys import key_of
from outcomes.releases.level import Level
from outcomes.releases.models import ValueState
from outcomes.releases.tables import definitions_of

from ..conftest import nearly_everywhere, publish
from .attack import Attack
from .forms import number
from .knowledge import SHARES, Key, Said
from .publication import Published, as_read
from .truth import Truth, counts_of


class Releases:
    """What is public, as bytes, with the true counts behind it. mutated: one of them once more, at its place `at`,
    a number shown in it that is hidden; shown: that number's Key.
    """

    def __init__(self, world, client):
        self.world, self.client = world, client
        self.coordinator = world.person("partnership_coordinator")
        self.published, self.truths = [], []
        self.at, self.shown, self.mutated = None, None, None
        for program in (None, nearly_everywhere(world), world.programs["mentoring"]):
            self._add(build_release(by=self.coordinator, program=program, audience="public"))
        assert self.mutated, "No hidden number protects another: the test sees nothing."

    def _add(self, draft):
        self.truths.append(counts_of(draft))
        if self.mutated is None and (cell := self._to_show(draft)):
            self.at, self.shown, self.mutated = len(self.published), _key(cell), self._mutated(draft, cell)
        self.published.append(self._publish(draft))

    def _publish(self, draft, only=None):
        return Published(self.client, publish(self.world, draft, self.coordinator), only)

    def _mutated(self, draft, cell):
        """Published with one number more than is safe, and taken back."""
        with transaction.atomic():
            cell.save()
            draft.artifacts.all().delete()
            stored = make_artifacts(draft, list(draft.cells.all()))
            for one in stored:
                one.release = draft
                one.save()
            draft.checksum = checksum_of(stored)
            draft.save(update_fields=["checksum"])
            found = self._publish(draft, only=cell.measure)
            transaction.set_rollback(True)
        # Pieces of pages are kept under the release, which never changes but here.
        caches["pages"].clear()
        draft.refresh_from_db()
        return found

    def _to_show(self, draft):
        """A ReleaseCell that protects another, its number put in; it opens one even as a rate in a drawing."""
        tallies = tally(Level(draft.program), definitions_of(draft), draft.years)
        definitions = {one.key: one for one in definitions_of(draft)}
        public = [as_read(one, "csv") for one in self.published]
        own = as_read(Published.of_draft(draft), "csv")
        for cell in draft.cells.filter(state=ValueState.PROTECTING, year=draft.years[-1]).order_by("pk"):
            counts = tallies[key_of(cell)].counts
            if cell.measure not in SHARES or counts is None:
                continue
            cell.value = value_of(definitions[cell.measure], counts)
            cell.numerator, cell.denominator = counts.numerator, counts.denominator
            said = own.said | {_key(cell): Said("published", number(cell.value))}
            attack = Attack([*public, own._replace(said=said)])
            if attack.narrowed(Truth(attack, self.truths)):
                cell.state = ValueState.PUBLISHED
                return cell
        return None


def _key(cell):
    return Key(*(str(getattr(cell, name)) for name in ("measure", "year", "population", *Key._fields[3:])))
