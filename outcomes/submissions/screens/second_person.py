"""A second person's yes or no to a held submission."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from outcomes.submissions import accept, hold

from .common import act, visible
from .forms import RejectForm


@login_required
@require_POST
def approve(request, pk):
    submission = visible(request, pk)
    hold.require_second_person(request.user, submission)
    return act(request, submission, lambda: accept.approve(submission, by=request.user))


@login_required
@require_POST
def reject(request, pk):
    submission = visible(request, pk)
    hold.require_second_person(request.user, submission)
    form = RejectForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why you do not approve this file; nothing has changed yet."))
        return redirect("workspace:submission", pk=pk)
    why = form.cleaned_data["decided_why"]
    return act(request, submission, lambda: accept.reject(submission, by=request.user, why=why))
