"""An editor accepts newer releases: the page's draft then quotes them; who approves the page publishes it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from outcomes.releases import quoting
from partnership.audit import record

from ..released_blocks import QUOTING


@dataclass(frozen=True)
class Newer:
    """A number or chart of a page, and the same in a newer release: two quoting.Quote."""

    now: quoting.Quote
    newer: quoting.Quote


def newer_numbers(page):
    """[Newer] of the page's latest draft, in the order of the page."""
    references = [block.value["quoted"] for block in _quoting_blocks(page)]
    replaced = quoting.newer(references)
    found = quoting.quotes([*replaced, *replaced.values()])
    return [
        Newer(found[one], found[replaced[one]])
        for one in dict.fromkeys(references)
        if one in replaced and one in found
    ]


@transaction.atomic
def take_newer_numbers(page, *, by):
    """Save a draft of the page that quotes the newer releases. page: its latest draft, as its specific class.

    Returns what was replaced, [Newer]; empty when nothing is newer, and then no draft is saved. Raises
    PermissionDenied when the person may not edit the page.
    """
    if not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    found = newer_numbers(page)
    if not found:
        return []
    replaced = {one.now.reference: one.newer.reference for one in found}
    for block in _quoting_blocks(page):
        reference = block.value["quoted"]
        block.value["quoted"] = replaced.get(reference, reference)
        block.value.quote = None
    page.save_revision(user=by, log_action=True)
    record("page.newer_numbers_taken", by=by, target=page, replaced=replaced)
    return found


def _quoting_blocks(page):
    return [block for block in getattr(page, "body", ()) if block.block_type in QUOTING]
