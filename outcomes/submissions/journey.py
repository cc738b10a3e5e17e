"""Reading and staging in one go, as the worker and the command line run it."""

import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from outcomes.datasets import DATASETS
from partnership.actions.agreements import withheld_columns
from partnership.audit import record
from partnership.vault import Destroyed, destroy, open_item

from . import reader
from .agreement import refuse_closed_years
from .erased import remove_erased
from .fixit.rounds import forget_uploads, mark_applied, mark_read, overlay_of, turn_down
from .mapping.reading import read_as_said
from .mapping.remembered import words_in_force
from .mapping.words import forget as forget_words
from .mapping.words import keep as keep_words
from .mapping.words import notices_of, unknown_words, usual_words
from .models import ErasedStudent, State, Submission
from .read import notice, read_columns, usable_year
from .refusal import NeedsColumns, Refused
from .resource import resource_of
from .rows import staged_rows
from .stage import clear

SECONDS_BETWEEN_PROGRESS = 0.5
UNDER_WAY = (State.RECEIVED, State.READING)
# Notices of the receipt, which a second reading must not lose.
KEPT = {"same_file", "same_file_corrected", "year_of_file"}
# Notices that do not hold for a file with corrected rows.
ABOUT_THE_BYTES = {"same_file", "same_file_corrected"}
GONE = gettext_noop(
    "The file is no longer in the vault: its time there was over, or a student whom it may have named was erased. "
    "Hand it in again. Nothing was stored."
)


def stage_now(submission):
    """Take a received submission to where it can be reviewed, or refuse it with a sentence.

    May be run again after a dead attempt: it clears what that left. Does nothing in any other state.
    """
    if not _set(submission, UNDER_WAY, state=State.READING):
        return submission
    progress = _Progress(submission)
    dataset = DATASETS[submission.dataset]
    try:
        result = _read_and_stage(dataset, submission, progress)
    except NeedsColumns as needed:
        return wait_for_columns(submission, needed.sentence)
    except (Refused, reader.Refused) as refused:
        return turn_back(submission, refused.sentence) or refuse(submission, refused.code, refused.sentence)
    except Destroyed:
        return refuse(submission, "file_gone", _(GONE))
    difference = result.difference
    with transaction.atomic():
        mark_applied(submission)
        staged = _set(
            submission,
            UNDER_WAY,
            state=State.STAGED,
            step="",
            refusal="",
            rows=result.total_rows,
            new=difference.new,
            changed=difference.changed,
            unchanged=difference.unchanged,
            removed=difference.removed,
            left_out=result.frame.count("left_out"),
            compared_with=difference.compared_with,
        )
    if not staged:
        # Somebody discarded it meanwhile.
        clear(dataset, submission)
        forget_words(submission, why="the submission was discarded")
    return submission


def _read_and_stage(dataset, submission, progress):
    started = timezone.now()
    progress("reading", 0, 0)
    if submission.vault_item is None:
        raise Destroyed
    overlay = overlay_of(submission)
    content = open_item(submission.vault_item, by=submission.created_by, why="to read the submission")
    data, recognized, year = read_as_said(
        read_columns,
        dataset,
        content,
        submission,
        seen=lambda done, about: progress("reading", done, about),
        withheld=withheld_columns(submission.organization, dataset.key),
        overlay=overlay,
    )
    del content
    mark_read(submission, overlay)
    words = words_in_force(submission.organization, dataset.key)
    data.words = words.choices if words else {}
    recognized["notices"] += notices_of(data, submission, words)
    told = usable_year(dataset, data, year) if not submission.period else ""
    still_true = KEPT - ABOUT_THE_BYTES if overlay.rounds else KEPT
    kept = [kept for kept in submission.recognized.get("notices", ()) if kept["code"] in still_true]
    recognized["notices"] = (
        kept + recognized["notices"] + ([notice("year_of_file", year=told)] if told else [])
    )
    _set(
        submission,
        UNDER_WAY,
        recognized=recognized,
        period=submission.period or told,
        column_mapping=data.mapping,
        word_mapping=words,
    )
    result = resource_of(dataset)().import_data(
        data, use_transactions=False, submission=submission, seen=progress
    )
    refuse_closed_years(submission)
    unknown, usual = unknown_words(dataset, data, result.frame), usual_words(dataset, data)
    keep_words(submission, unknown, usual)
    words = {"unknown": sum(map(len, unknown.values())), "usual": sum(map(len, usual.values()))}
    _set(submission, UNDER_WAY, recognized=submission.recognized | {"words": words})
    _keep_link_rate(submission, result.frame)
    _leave_erased_students_out(dataset, submission, result.frame, started)
    return result


def _keep_link_rate(submission, frame):
    if frame.link_rate:
        known, students = frame.link_rate
        rate = {"link_rate": {"known": known, "students": students}}
        _set(submission, UNDER_WAY, recognized=submission.recognized | rate)


def _leave_erased_students_out(dataset, submission, frame, started):
    """Tell how many rows were dropped, and drop those whose student was erased while the file was being read."""
    rows = frame.erased
    if dataset.is_student_level and ErasedStudent.objects.filter(erased_at__gte=started).exists():
        rows += remove_erased(staged_rows(submission))
    if rows:
        notices = [*submission.recognized["notices"], notice("erased_students", rows=rows)]
        _set(submission, UNDER_WAY, recognized=submission.recognized | {"notices": notices})


def wait_for_columns(submission, text):
    """Nothing is stored but the file in the vault, until a person says which of its columns are which."""
    clear(DATASETS[submission.dataset], submission)
    with transaction.atomic():
        if _set(submission, UNDER_WAY, state=State.MAPPING, step="", refusal=text, column_mapping=None):
            record(
                "submission.waits_for_columns",
                by=submission.created_by,
                organization=submission.organization,
                target=submission,
            )
    return submission


def turn_back(submission, text, again=None):
    """Refuse the corrected rows under way instead of the submission, which goes back to where it was; False where
    there are none. If what was staged was already being replaced it is made again, by `again` (stage_now).
    """
    state = turn_down(submission, text)
    if not state:
        return False
    if _set(submission, UNDER_WAY, state=state, step="") and state == State.RECEIVED:
        (again or stage_now)(submission)
    return submission


def refuse(submission, code, text):
    """End a journey: nothing of the file stays but the sentence that says why."""
    clear(DATASETS[submission.dataset], submission)
    with transaction.atomic():
        if not _set(submission, UNDER_WAY, state=State.REFUSED, step="", refusal=text):
            return submission
        forget_file(submission, by=submission.created_by, why="the submission was refused")
        record(
            "submission.refused",
            by=submission.created_by,
            organization=submission.organization,
            target=submission,
            reason=code,
        )
    return submission


def clear_now(submission):
    """Remove the staged rows of a submission that will not be accepted."""
    if submission.state in (State.REFUSED, State.DISCARDED):
        clear(DATASETS[submission.dataset], submission)


def forget_file(submission, *, by, why):
    """Destroy the submission's file in the vault, what was kept of it there, and what was uploaded to correct it."""
    forget_words(submission, by=by, why=why)
    forget_uploads(submission, by=by, why=why)
    if submission.vault_item:
        item, submission.vault_item = submission.vault_item, None
        submission.save(update_fields=["vault_item"])
        destroy(item, by=by, why=why)


def _set(submission, states, **values):
    """Write values if the submission is still in one of the states; whether it was. The object follows."""
    if not Submission.objects.filter(pk=submission.pk, state__in=states).update(**values):
        submission.refresh_from_db()
        return False
    for name, value in values.items():
        setattr(submission, name, value)
    return True


class _Progress:
    """Writes step, done and total to the submission, not more often than anyone looks."""

    def __init__(self, submission):
        self.submission, self.at = submission, 0

    def __call__(self, step, done, total):
        now = time.monotonic()
        if step == self.submission.step and now - self.at < SECONDS_BETWEEN_PROGRESS:
            return
        self.at = now
        _set(self.submission, UNDER_WAY, step=step, done=done, total=max(done, total))
