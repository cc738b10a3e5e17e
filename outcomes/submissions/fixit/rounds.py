"""The uploads of corrected rows that a submission has had, and what becomes of each.

A round waits (RECEIVED) until its rows are found to fit the file (READ), and is APPLIED once the preview was
made with them. One that does not fit is REFUSED with a sentence: its file is destroyed and the submission is
as it was before.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from partnership.audit import record
from partnership.scrub import tells_a_full_disk
from partnership.vault import Destroyed, destroy, open_item

from ..models import CorrectionState, State
from .overlay import Overlay
from .titles import code_of
from .uploaded import read_round

UNDER_WAY = (CorrectionState.RECEIVED, CorrectionState.READ)


def applied_rounds(submission):
    """How many rounds are in the preview that people see."""
    return submission.corrections.filter(state=CorrectionState.APPLIED).count()


def has_applied(submission):
    return submission.corrections.filter(state=CorrectionState.APPLIED).exists()


def overlay_of(submission, *, by=None):
    """The Overlay of all rounds that were not refused. by: who opens them, where it is not who uploaded them.

    Raises Refused where an upload cannot be read, Destroyed where one is no longer in the vault.
    """
    rounds = []
    for correction in _standing(submission).select_related("vault_item__owner", "created_by"):
        if correction.vault_item is None:
            raise Destroyed(correction.pk)
        content = open_item(
            correction.vault_item, by=by or correction.created_by, why="to put corrected rows in their place"
        )
        codes = None
        if correction.state == CorrectionState.RECEIVED:
            codes = [code_of(submission, number) for number in range(len(rounds) + 1)]
        rounds.append(read_round(content, correction.file_name, codes=codes, base=correction.base))
    return Overlay(rounds, submission.recognized.get("sheet") or "")


def mark_read(submission, overlay):
    """The newest round fits the file; from here on what was staged before is replaced."""
    overlay.check_newest()
    if overlay.rounds:
        newest = overlay.rounds[-1]
        submission.corrections.filter(state=CorrectionState.RECEIVED).update(
            state=CorrectionState.READ, base=newest.base, rows=newest.changed, taken_out=newest.taken_out
        )


def mark_applied(submission):
    submission.corrections.filter(state=CorrectionState.READ).update(state=CorrectionState.APPLIED)


def turn_down(submission, sentence):
    """Refuse the round under way, if there is one, with a sentence. Returns the state that the submission goes
    back to: STAGED where nothing of it was touched yet, RECEIVED where it has to be staged again; "" where no
    round was under way.
    """
    with transaction.atomic():
        correction = (
            submission.corrections.select_for_update().filter(state__in=UNDER_WAY).order_by("pk").last()
        )
        if correction is None:
            return ""
        untouched = correction.state == CorrectionState.RECEIVED
        item, correction.vault_item = correction.vault_item, None
        correction.state, correction.refusal = CorrectionState.REFUSED, str(sentence)
        correction.rows = correction.taken_out = 0
        correction.save(update_fields=["vault_item", "state", "refusal", "rows", "taken_out"])
        if item:
            destroy(item, by=correction.created_by, why="the corrected rows were refused")
        record(
            "submission.correction_refused",
            by=correction.created_by,
            organization=submission.organization,
            target=submission,
        )
    return State.STAGED if untouched else State.RECEIVED


def forget_uploads(submission, *, by, why):
    """Destroy what was uploaded in all rounds."""
    for correction in submission.corrections.exclude(vault_item=None).select_related("vault_item__owner"):
        item, correction.vault_item = correction.vault_item, None
        correction.save(update_fields=["vault_item"])
        destroy(item, by=by, why=why)


def platform_error(reason):
    """The sentence for corrections over which the platform failed."""
    if tells_a_full_disk(reason):
        return _(
            "The platform has no room left on its disk, so that your corrected rows were not taken; the file and its "
            "problems are as they were. Tell the partnership, and upload the rows again when there is room."
        )
    return _(
        "The platform made an error while it put your corrected rows in place (%(reason)s). They were not taken; the "
        "file and its problems are as they were. Try again, and if it happens again, pass this sentence on to the "
        "partnership."
    ) % {"reason": reason}


def _standing(submission):
    return submission.corrections.exclude(state=CorrectionState.REFUSED).order_by("pk")
