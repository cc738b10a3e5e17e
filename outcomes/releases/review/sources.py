"""Where the numbers of a release come from, claim by claim; and what another release of the same says differently."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ...datasets import DATASETS
from ...submissions.models import Claim
from ..contributors import RELATED, answers_for
from ..keys import key_of
from ..models import STEPS, ValueState
from ..tables import rows


@dataclass
class Source:
    """What one organization handed in of one dataset for one period."""

    organization: str
    dataset: str
    period: str
    submissions: int
    # Schools, programs or organizations that it is about.
    about: int
    rows: int
    accepted: datetime | None
    purged: int = 0
    gone: int = 0


def sources_of(release):
    """[Source] of a release's pinned claims, by dataset, period and organization; and how many are gone altogether.

    Rows are for the people of the partnership alone: a file of incidents with three rows tells of three.
    """
    ids = release.pins["claim_ids"]
    grouped = defaultdict(list)
    claims = list(Claim.objects.filter(pk__in=ids).select_related(*RELATED).order_by("pk"))
    for claim in claims:
        grouped[claim.dataset, claim.period, str(answers_for(claim))].append(claim)
    found = [
        Source(
            organization=organization,
            dataset=DATASETS[dataset].title if dataset in DATASETS else dataset,
            period=period,
            submissions=len({claim.submission_id for claim in some}),
            about=len({(claim.place_id, claim.program_id, claim.agency_id) for claim in some}),
            rows=sum(claim.rows for claim in some),
            accepted=max((claim.accepted_at for claim in some if claim.accepted_at), default=None),
            purged=sum(claim.purged_at is not None for claim in some),
        )
        for (dataset, period, organization), some in sorted(grouped.items())
    ]
    return found, len(ids) - len(claims)


@dataclass
class Change:
    """A number that two releases print differently. before, after: as printed, or the symbol of its absence."""

    row: object
    before: str
    after: str


def changes_between(old, new):
    """[Change] of cells that both hold, in the order of pages; and how many the newer one adds and leaves out."""
    before = {key_of(cell): cell for cell in old.cells.all()}
    after = {key_of(cell): cell for cell in new.cells.all()}
    moved = [
        cell for key, cell in after.items() if (then := before.get(key)) and _printed(then) != _printed(cell)
    ]
    was = {
        key_of(cell): row.printed("value") for cell, row in _rows(old, [before[key_of(one)] for one in moved])
    }
    changes = [Change(row, was[key_of(cell)], row.printed("value")) for cell, row in _rows(new, moved)]
    return changes, len(after.keys() - before.keys()), len(before.keys() - after.keys())


def _printed(cell):
    """What a reader sees of a cell: the two hidden states are one."""
    if cell.state in STEPS:
        return (cell.state, cell.value)
    if cell.state != ValueState.PUBLISHED:
        return "hidden" if cell.state in (ValueState.SUPPRESSED, ValueState.PROTECTING) else cell.state
    return (cell.numerator, cell.denominator, cell.value)


def _rows(release, cells):
    """[(cell, Row)] in the order of pages."""
    by_row = {}
    for cell in cells:
        (row,) = rows(release, [cell])
        by_row[id(cell)] = row
    return [(cell, by_row[id(cell)]) for cell in cells]
