"""What the page of a submission says while it waits for a second person, and before."""

from outcomes.submissions import hold
from outcomes.submissions.models import State

from .forms import RejectForm


def context(user, submission):
    """What the page of a submission needs: its holds, who may decide, and whether acceptance would be held."""
    waits = submission.state == State.HELD
    people = hold.second_people(submission) if waits else ()
    return {
        "holds": submission.holds.select_related("held_by", "decided_by"),
        "second_people": people,
        "may_decide_hold": any(person.pk == user.pk for person in people),
        "over_threshold": hold.is_over_threshold(submission),
        "rows_in_effect": hold.rows_in_effect(submission),
        "rows_touched": submission.changed + submission.removed,
        "reject_form": RejectForm(),
    }
