"""A submission is decided by one person at a time."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import bulk
from .models import Submission


def locked(submission, states):
    """The submission as it is now, locked until the transaction ends, and alone with its dataset's claims.

    Raises ValidationError where it is in none of the states.
    """
    bulk.one_at_a_time(f"claims of {submission.dataset}")
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.state not in states:
        raise ValidationError(
            _(
                "This submission is in the state “%(state)s”, so that this cannot be done now. Nothing has changed."
            )
            % {"state": submission.get_state_display()},
            code="wrong_state",
        )
    return submission
