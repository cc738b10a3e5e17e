"""Pages for people without an account: the secret in the address is all they need, and all they may see.

The forms have no CSRF token: no cookie gives any right here, so that whoever could forge a request would need
the secret itself. And the secret is looked at before the first byte of a file is read.
"""

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from outcomes.datasets import DATASETS
from outcomes.submissions.models import Severity, State, Submission
from outcomes.submissions.screens import page as wording
from partnership.actions.agreements import agreement_for

from .. import on_behalf
from ..links import LONGEST_DAYS, open_link, receive_by_link
from .forms import AnswerForm, SendForm

SALT = "receipt of an upload link"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, secret):
    """Send one file. 404 when the link is unknown, used, over or revoked."""
    link = open_link(secret)
    if link is None:
        raise Http404
    dataset = DATASETS[link.dataset]
    agreement = agreement_for(link.organization, link.dataset, year=link.period)
    form = SendForm()
    if request.method == "POST" and agreement:
        form = SendForm(request.POST, request.FILES, too_large=getattr(request, "upload_too_large", False))
        if form.is_valid():
            told = form.cleaned_data
            try:
                submission = receive_by_link(
                    link,
                    name=told["file"].name,
                    content=told["file"].read(),
                    sent_by=told["sent_by"],
                    note=told["note"],
                )
            except (PermissionDenied, Http404) as ended:
                raise Http404 from ended
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                return redirect("upload_receipt", signing.dumps(str(submission.pk), salt=SALT))
    context = {"link": link, "dataset": dataset, "agreement": agreement, "form": form}
    return render(request, "outcomes/ways_in/upload.html", context)


@never_cache
@require_safe
def receipt(request, signed):
    """What became of the file, for the browser that sent it: counts and what to mend, by row number."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=LONGEST_DAYS * 24 * 60 * 60)
    except signing.BadSignature as unknown:
        raise Http404 from unknown
    submission = Submission.objects.select_related("organization", "link").filter(pk=pk).first()
    if submission is None:
        raise Http404
    under_way = submission.state in wording.UNDER_WAY
    if request.htmx:
        return _progress(request, submission) if under_way else HttpResponse(headers={"HX-Refresh": "true"})
    # Warnings compare with what the organization has, which is not the sender's to know.
    found = wording.problems(submission)
    context = {
        "submission": submission,
        "dataset": DATASETS[submission.dataset],
        "under_way": under_way,
        "step_title": wording.step_title(submission),
        "errors": found[Severity.ERROR],
        "left_out": found[Severity.LEFT_OUT],
        "may_send_again": submission.state == State.REFUSED
        or (submission.state == State.STAGED and bool(found[Severity.ERROR])),
    }
    return render(request, "outcomes/ways_in/receipt.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, secret):
    """The contact of a partner confirms, or not, what the partnership handed in on its behalf."""
    confirmation = on_behalf.open_confirmation(secret)
    if confirmation is None:
        raise Http404
    submission = confirmation.submission
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            form.answer(submission)
        except PermissionDenied as ended:
            raise Http404 from ended
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return render(request, "outcomes/ways_in/answered.html", {"confirmed": form.confirms})
    found = wording.problems(submission)
    context = {
        "confirmation": confirmation,
        "submission": submission,
        "dataset": DATASETS[submission.dataset],
        "scope": wording.scope(submission),
        "left_out": found[Severity.LEFT_OUT],
        "warnings": found[Severity.WARNING],
        "form": form,
    }
    return render(request, "outcomes/ways_in/confirm.html", context)


def _progress(request, submission):
    context = {"submission": submission, "step_title": wording.step_title(submission)}
    return render(request, "outcomes/ways_in/_receipt_progress.html", context)
