"""The audit of releases, joint over all of them and their protected differences."""

from dataclasses import dataclass, field

from ...disclosure.audit import audit
from ...disclosure.bounds import Contradiction
from ...disclosure.policy import policy
from ..evaluations.counts import told_of_evaluation
from ..hiding.facts import Fact
from ..hiding.making import LARGE
from ..models import Release, ReleaseCell, ReleaseKind
from .guard import as_keys
from .reader import read


@dataclass
class Findings:
    """releases, cells, hidden: counted. judged: counts that must not be known. under_protected: [{"cell", "lowest",
    "highest"}] of those that can be narrowed.
    """

    releases: int = 0
    cells: int = 0
    hidden: int = 0
    judged: int = 0
    under_protected: list = field(default_factory=list)
    # Of those, the facts that a draft could hide more of.
    narrowed: list = field(default_factory=list)

    @property
    def passed(self):
        return not self.under_protected

    def as_dict(self):
        return {
            "releases": self.releases,
            "cells": self.cells,
            "hidden": self.hidden,
            "under_protected": len(self.under_protected),
            "found": self.under_protected,
        }


def audit_releases(draft=None):
    """The Findings on everything released, and with it a draft: (release, [ReleaseCell], [keys of primary facts]); of an
    evaluation, instead of cells, what `counts.told_by` says.
    """
    released = list(
        Release.objects.released().select_related("program", "guard").order_by("published_at", "pk")
    )
    cells = {release.pk: [] for release in released}
    for cell in ReleaseCell.objects.filter(release__in=released).order_by("pk"):
        cells[cell.release_id].append(cell)
    told = [
        (
            release,
            told_of_evaluation(release) if release.kind == ReleaseKind.EVALUATION else cells[release.pk],
        )
        for release in released
    ]
    judged = [
        (release, as_keys(guard.facts)) for release in released if (guard := getattr(release, "guard", None))
    ]
    if draft is not None:
        told.append(draft[:2])
        judged.append((draft[0], draft[2]))
    return _judge(told, judged)


def _judge(told, judged):
    reader = read(told)
    published, primary = reader.published, set()
    for release, keys in judged:
        for key in keys:
            found = _of_the_reader(reader, release, key)
            if found is not None and found in published.position:
                primary.add(found)
    findings = Findings(len(told), reader.cells, reader.hidden, len(primary))
    try:
        report = audit(published, sorted(primary, key=str))
    except Contradiction as contradiction:
        findings.under_protected.append({"cell": str(contradiction), "lowest": None, "highest": None})
        return findings
    findings.under_protected += [
        {"cell": words_of(one.key), "lowest": one.lowest, "highest": one.highest}
        for one in report.under_protected
    ]
    findings.narrowed += [fact for one in report.under_protected for fact in _facts_in(one.key)]
    small = policy().largest_count_hidden
    for fact, one, other in reader.changed:
        gap = abs(one - other)
        large = fact.is_of_everybody and fact.level in ("partnership", "program") and min(one, other) >= LARGE
        if 1 <= gap <= small and not large:
            found = {"cell": f"{words_of(fact)}, from one release to another", "lowest": gap, "highest": gap}
            findings.under_protected.append(found)
    return findings


def _of_the_reader(reader, release, key):
    """The key in the reader's book of a key of the guard's, None where it is nothing that a reader could set up."""
    if isinstance(key, Fact):
        return reader.key_of.get((release.pk, key))
    if len(key) == 3 and key[1] == "minus" and isinstance(key[0], Fact) and isinstance(key[2], Fact):
        part = reader.key_of.get((release.pk, key[2]))
        if part is None:
            return None
        return (key, part[1]) if not isinstance(part, Fact) else key
    return None


def _facts_in(key):
    if isinstance(key, Fact):
        return [key]
    return [fact for part in key if isinstance(part, tuple) for fact in _facts_in(part)]


def words_of(key):
    """What a count is about, for people who mend it."""
    if isinstance(key, Fact):
        where = " ".join(filter(None, (key.level, key.place)))
        return ", ".join(
            filter(None, (key.who, key.year, key.population, where, key.dimension and key.group))
        )
    if len(key) == 2 and isinstance(key[1], int):
        return f"{words_of(key[0])} (in another cut)"
    return f"{words_of(key[0])}, minus {words_of(key[2])}"
