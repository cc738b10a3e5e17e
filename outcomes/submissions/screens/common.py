"""What the screens of a submission share: fetching it, and doing something about it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect

from outcomes.submissions.models import Submission
from outcomes.submissions.rights import require_to_change


def visible(request, pk):
    """A submission whose page the person may open; 404 for everybody else."""
    visible = Submission.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related(
            "organization",
            "program",
            "created_by",
            "accepted_by",
            "withdrawn_by",
            "vault_item",
            "token",
            "link",
            "confirmation__asked_by",
        ),
        pk=pk,
    )


def own(request, pk):
    """A submission that the person may change: 404 for strangers, 403 for those who may only look."""
    submission = visible(request, pk)
    require_to_change(request.user, submission)
    return submission


def act(request, submission, action):
    """Do it, tell what stands in the way, and show the submission."""
    try:
        action()
    except ValidationError as problem:
        for message in problem.messages:
            messages.error(request, message)
    return redirect("workspace:submission", pk=submission.pk)
