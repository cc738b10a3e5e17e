"""Sessions of a program, and the sign-in: a list of codes that is ticked on a phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from outcomes.datasets.periods import school_year_of
from outcomes.participation.agreement import is_open, open_among, require_open
from outcomes.participation.signing import begin_session, close_session, other_log_in_effect, tick
from outcomes.submissions.models import Submission, Way
from partnership.access.decorators import signed_in
from partnership.access.rights import can
from partnership.screens.common import crumbs, page_of, refused, show_form, try_action
from programs.actions.sessions import reopen_session
from programs.models import Session

from .common import codes_of, fetch_program, fetch_session, read_participants, sessions_step, steps
from .forms import SessionForm


@signed_in
@require_safe
def sessions(request, slug):
    program, owners = fetch_program(request.user, slug)
    found = Session.objects.filter(program=program, organization__in=owners)
    found = found.annotate(came=Count("sign_ins")).order_by("-date", "-created_at")
    return render(
        request,
        "outcomes/participation/sessions.html",
        {
            "program": program,
            "page": page_of(request, found),
            "has_codes": codes_of(program, owners).exists(),
            "is_open": any(map(is_open, owners)),
            "crumbs": crumbs(*steps(program, (_("Sessions"), ""))),
        },
    )


@signed_in
def begin(request, slug):
    program, owners = fetch_program(request.user, slug)
    owners = open_among(owners)
    form = SessionForm(request.POST or None, owners=owners, program=program)
    if form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("date", "service", "hours")}
        try:
            session = begin_session(by=request.user, program=program, organization=form.organization, **told)
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            return redirect("workspace:session", session.pk)
    return show_form(
        request,
        form,
        title=_("Open a session"),
        submit=_("Go on to the sign-in"),
        steps=steps(program, sessions_step(program), (_("Open a session"), "")),
        template="outcomes/participation/begin.html",
    )


@signed_in
def session(request, pk):
    """The sign-in. Each tick is saved at once where there is JavaScript, and all of them by the button."""
    session = fetch_session(request.user, pk)
    require_open(session.organization)
    if request.method == "POST":
        return try_action(
            request,
            lambda: _save(request, session),
            to=reverse("workspace:session", args=[pk]),
            done=_("Saved."),
        )
    came = set(session.sign_ins.values_list("code_id", flat=True))
    codes = codes_of(session.program, [session.organization])
    found = read_participants(
        codes, by=request.user, target=session, organizations=[session.organization], verb="session.read"
    )
    shown = [each for each in found if not each.code.retired_at or each.code.pk in came]
    for each in shown:
        each.came = each.code.pk in came
    log = Submission.objects.filter(
        way=Way.SIGN_IN,
        organization=session.organization,
        program=session.program,
        period=school_year_of(session.date),
    )
    return render(
        request,
        "outcomes/participation/session.html",
        {
            "session": session,
            "known": [each for each in shown if each.is_known or each.came],
            "fresh": [each for each in shown if not (each.is_known or each.came)],
            "came": len(came),
            "submission": log.first() if session.closed_at else None,
            "replaces": other_log_in_effect(session),
            "may_follow": can(request.user, "view_submissions", session.organization),
            "crumbs": crumbs(*steps(session.program, sessions_step(session.program), (str(session), ""))),
        },
    )


@signed_in
@require_POST
def tick_one(request, pk):
    """One tick, saved as it is made; answers with the count."""
    session = fetch_session(request.user, pk)
    code = request.GET.get("code", "")
    chosen = _codes(session, [code])
    came = code in request.POST.getlist("came")
    try:
        tick(session, by=request.user, **{"came" if came else "missed": chosen})
    except ValidationError as refusal:
        return HttpResponse(" ".join(refusal.messages), status=409, content_type="text/plain")
    return render(request, "outcomes/participation/_came.html", {"came": session.sign_ins.count()})


@signed_in
@require_POST
def close(request, pk):
    """Save what is ticked, then hand the sessions in."""
    session = fetch_session(request.user, pk)
    try:
        _save(request, session)
        close_session(session, by=request.user)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _closed(session))
    return redirect("workspace:session", pk)


@signed_in
@require_POST
def reopen(request, pk):
    session = fetch_session(request.user, pk)
    require_open(session.organization)
    return try_action(
        request,
        lambda: reopen_session(session, by=request.user),
        to=reverse("workspace:session", args=[pk]),
        done=_("The session is open again. What was handed in counts until you close it."),
    )


def _save(request, session):
    """Write what differs from what the page showed, so that two phones do not undo each other's ticks."""
    was, came = (set(request.POST.getlist(name)) for name in ("was", "came"))
    tick(session, by=request.user, came=_codes(session, came - was), missed=_codes(session, was - came))


def _codes(session, keys):
    """Codes of the session's program by primary key, as the browser sent them; others are left aside."""
    keys = [key for key in keys if key.isdecimal()]
    return list(codes_of(session.program, [session.organization]).filter(pk__in=keys))


def _closed(session):
    number = session.sign_ins.count()
    return ngettext(
        "The session is closed: %(number)s participant came. It is handed in; it counts once your data coordinator has accepted it.",
        "The session is closed: %(number)s participants came. It is handed in; it counts once your data coordinator has accepted it.",
        number,
    ) % {"number": number}
