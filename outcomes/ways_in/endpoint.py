"""The HTTPS endpoint for scheduled exports: a token instead of a person at the screen, the same path behind it.

Every answer is JSON; a refusal is {"error": code, "message": sentence}. No cookie counts here, so that no other
site can use a browser's, and there is no CSRF token to check. docs/scheduled-exports.md tells how it is used.
"""

from functools import wraps

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
    ValidationError,
)
from django.db import transaction
from django.http import Http404, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from outcomes.submissions import bulk
from outcomes.submissions.models import State, Submission, Way
from outcomes.submissions.presenter import as_json
from outcomes.submissions.receive import receive
from programs.models import Program

from . import again
from .arrivals import accept_by_token, is_clean
from .tokens import HOUR, REQUESTS_AN_HOUR, TooManyRequests, use_token

# Codes of refusals (outcomes.submissions) that are a matter of what is allowed; any other is about what was sent.
FORBIDDEN = {"no_agreement", "law_enforcement", "program_of_others"}
LONGEST_TEXT = 2000
YES = {"1", "true", "yes", "on"}


class Refusal(Exception):
    """An answer other than what was asked for."""

    def __init__(self, status, code, message, **headers):
        super().__init__(code)
        self.response = JsonResponse({"error": code, "message": str(message)}, status=status, headers=headers)


def with_token(view):
    """Give the view the token that the request carries, or answer why not."""

    @csrf_exempt
    @never_cache
    @wraps(view)
    def checked(request, *args, **kwargs):
        try:
            return view(request, _token(request), *args, **kwargs)
        except Refusal as refusal:
            return refusal.response
        except (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return Refusal(
                400, "broken_request", _("The form data could not be read. Send it again.")
            ).response

    return checked


@require_POST
@with_token
def hand_in(request, token):
    """A file as multipart form data or as the raw body. 202: it is being read; 200: it was here already."""
    length = request.META.get("CONTENT_LENGTH", "")
    if length.isdigit() and int(length) > settings.LARGEST_UPLOAD_BYTES:
        raise _too_large()
    name, content = _file(request)
    asked = {key: _told(request, key) for key in ("dataset", "period", "note")}
    accepts = _told(request, "accept").lower() in YES
    _check_token(token, asked["dataset"], accepts)
    program = _program(_told(request, "program"))
    try:
        earlier, submission = _take_in(
            token, asked, name=name, content=content, program=program, accept_when_clean=accepts
        )
    except ValidationError as refusal:
        status = 403 if refusal.code in FORBIDDEN else 422
        raise Refusal(status, refusal.code, " ".join(refusal.messages)) from refusal
    except (PermissionDenied, Http404) as ended:
        raise _no_token() from ended
    if earlier:
        return _answer_again(token, earlier, accepts)
    return _answer(submission, 202, _("The file was received and is being read."))


@transaction.atomic
def _take_in(token, asked, *, name, content, program, accept_when_clean):
    """(the submission of the same bytes or None, the new one or None); one request of a token at a time."""
    bulk.one_at_a_time(f"files of the token {token.pk}")
    earlier = again.same_file(
        token.organization, asked["dataset"], asked["period"], program, name=name, content=content
    )
    if earlier:
        return earlier, None
    return None, receive(
        by=token.created_by,
        organization=token.organization,
        name=name,
        content=content,
        program=program,
        way=Way.ENDPOINT,
        under=token.as_right,
        token=token,
        accept_when_clean=accept_when_clean,
        **asked,
    )


@require_GET
@with_token
def state(request, token, pk):
    """What became of a submission of the token's organization, in a dataset that the token may hand in."""
    submission = Submission.objects.filter(
        pk=pk, organization=token.organization, dataset__in=token.datasets
    ).first()
    if submission is None:
        raise Refusal(404, "unknown_submission", _("There is no such submission."))
    return _answer(submission, 200)


def _token(request):
    kind, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Refusal(
            401,
            "token_needed",
            _("Send your token in the header “Authorization: Bearer ...”."),
            **{"WWW-Authenticate": "Bearer"},
        )
    try:
        token = use_token(secret.strip())
    except TooManyRequests as refused:
        seconds = int(HOUR.total_seconds())
        raise Refusal(
            429,
            "too_many_requests",
            _("This token was used %(count)s times within an hour. Try again in an hour.")
            % {"count": REQUESTS_AN_HOUR},
            **{"Retry-After": str(seconds)},
        ) from refused
    if token is None:
        raise _no_token()
    return token


def _no_token():
    return Refusal(
        401,
        "token_unknown",
        _(
            "This token does not work: it is unknown, revoked or past its last day, or the person who made it no "
            "longer hands in the organization's data. A data coordinator can make a new one. Nothing was stored."
        ),
        **{"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )


def _check_token(token, dataset, accepts):
    if not dataset:
        raise Refusal(422, "dataset_needed", _("Say which dataset the file is. Nothing was stored."))
    if dataset not in token.datasets:
        raise Refusal(
            403,
            "dataset_of_others",
            _("This token may not hand in the dataset “%(key)s”. Nothing was stored.") % {"key": dataset},
        )
    if accepts and not token.may_accept:
        raise Refusal(
            403,
            "may_not_accept",
            _(
                "This token may hand in, and may not accept. Send the file without “accept”. Nothing was stored."
            ),
        )


def _file(request):
    """(name, bytes). It stays in memory until the vault has locked it, as every upload does."""
    if request.content_type == "multipart/form-data":
        file = request.FILES.get("file")
        if getattr(request, "upload_too_large", False):
            raise _too_large()
        if file is None:
            raise Refusal(422, "file_needed", _("Send the file in the field “file”. Nothing was stored."))
        return file.name, file.read()
    # One byte more tells that it is too large.
    content = request.read(settings.LARGEST_UPLOAD_BYTES + 1)
    if len(content) > settings.LARGEST_UPLOAD_BYTES:
        raise _too_large()
    return _told(request, "name") or "file", content


def _too_large():
    return Refusal(
        413,
        "too_large",
        _(
            "The file is too large to take in. Split it by school year and send the parts. Nothing was stored."
        ),
    )


def _told(request, key):
    """A field of the form, or of the address: a raw body leaves no other place."""
    is_form = request.content_type == "multipart/form-data"
    text = (request.POST.get(key, "") if is_form else "") or request.GET.get(key, "")
    # PostgreSQL knows no NUL; a note is as long as in the form.
    return text.replace("\0", "").strip()[:LONGEST_TEXT]


def _program(slug):
    if not slug:
        return None
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        raise Refusal(
            422,
            "program_unknown",
            _("There is no program “%(slug)s”. Nothing was stored.") % {"slug": slug},
        )
    return program


def _answer_again(token, submission, accepts):
    """The same bytes are here already; a clean file that waits may be accepted by this second request."""
    if accepts and submission.state == State.STAGED:
        if not is_clean(submission):
            raise Refusal(
                409, "errors", _("The same file was handed in before and has errors; see its page.")
            )
        try:
            submission = accept_by_token(submission, token)
        except ValidationError as refusal:
            raise Refusal(409, refusal.code or "refused", " ".join(refusal.messages)) from refusal
        return _answer(submission, 200, _("The same file was handed in before; it was accepted now."))
    return _answer(submission, 200, again.sentence(submission))


def _answer(submission, status, message=""):
    submission = Submission.objects.get(pk=submission.pk)
    address = settings.BASE_URL + reverse("submission_endpoint", args=[submission.pk])
    outcome = as_json(submission) | {
        "message": message,
        "url": address,
        "page": settings.BASE_URL + reverse("workspace:submission", args=[submission.pk]),
    }
    return JsonResponse(outcome, status=status, headers={"Location": address})
