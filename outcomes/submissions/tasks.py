"""What runs in the worker. Every task may be run twice: it first clears what a dead attempt left."""

from django.utils.translation import gettext as _

from partnership.follow_ups import follow_up
from partnership.scrub import tells_a_full_disk
from partnership.work import background

from .fixit.rounds import platform_error
from .journey import clear_now, refuse, stage_now, turn_back
from .models import State, Submission


@background(failed="outcomes.submissions.tasks.staging_failed")
def stage_submission(submission_id: str):
    """Read, check and stage a submission that was received."""
    submission = stage_now(Submission.objects.get(pk=submission_id))
    follow_up("submission_read", submission=submission)


@background
def clear_submission(submission_id: str):
    """Remove the staged rows of a submission that was refused or discarded."""
    clear_now(Submission.objects.get(pk=submission_id))


def staging_failed(args, kwargs, reason):
    """Tell the person that the platform, not the file, is at fault."""
    submission = Submission.objects.get(pk=(args or list(kwargs.values()))[0])
    if submission.state not in (State.RECEIVED, State.READING):
        return
    if not turn_back(submission, platform_error(reason), again=_enqueue):
        refuse(
            submission,
            "platform_error",
            _(
                "The platform has no room left on its disk, so that this file could not be stored; the file may be "
                "fine. Nothing was stored. Tell the partnership, and upload the file again when there is room."
            )
            if tells_a_full_disk(reason)
            else _(
                "The platform made an error while it read this file (%(reason)s); the file may be fine. Nothing was "
                "stored. Try again, and if it happens again, pass this sentence on to the partnership."
            )
            % {"reason": reason},
        )
        follow_up("submission_read", submission=submission)


def _enqueue(submission):
    stage_submission.enqueue(str(submission.pk))
