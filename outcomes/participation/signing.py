"""Who came to a session is ticked; closing it hands in the program's sessions as a service log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from outcomes.datasets.periods import school_year_of
from outcomes.submissions.models import Claim, State, Submission, Way
from outcomes.submissions.receive import receive
from outcomes.submissions.withdraw import end_unaccepted
from partnership.access.rights import require
from partnership.audit import record
from programs.actions.sessions import RIGHT, end_session, open_session
from programs.models import Session

from .agreement import require_open
from .log import SERVICE_LOG, service_log
from .models import SignIn

# States in which an earlier file of the same sessions waits; the new one holds all that it held.
WAITING = (State.RECEIVED, State.READING, State.STAGED, State.HELD)


@transaction.atomic
def begin_session(*, by, program, organization, **told):
    """Open a session (programs.actions.sessions) of an organization whose agreement lets it keep who comes."""
    require(by, RIGHT, organization)
    require_open(organization)
    return open_session(by=by, program=program, organization=organization, **told)


@transaction.atomic
def tick(session, *, by, came=(), missed=()):
    """Note that the participants of some codes came to an open session, and that others did not.

    Of the others nothing changes; doing it twice changes nothing.
    """
    require(by, RIGHT, session.organization)
    require_open(session.organization)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.closed_at:
        raise ValidationError(
            _("The session is closed. Open it again to change who came; nothing has changed."), code="closed"
        )
    of_session = (session.program_id, session.organization_id)
    if any((code.program_id, code.organization_id) != of_session for code in (*came, *missed)):
        raise ValidationError(_("This code belongs to another program. Nothing was stored."))
    _write(session, by, came={code.pk for code in came}, missed={code.pk for code in missed})
    return session


def close_session(session, *, by, in_background=True):
    """End a session and hand in all closed sessions of its program and school year; returns the Submission.

    A file of theirs that still waits is discarded, because the new one holds the same and more. Raises
    ValidationError where the sessions cannot be handed in; then the session stays open and keeps its ticks.
    """
    with transaction.atomic():
        session = end_session(session, by=by)
        return hand_in(session, by=by, in_background=in_background)


def hand_in(session, *, by, in_background=True):
    """Receive the service log of a session's program and school year, inside the caller's transaction."""
    year = school_year_of(session.date)
    for earlier in _waiting(session, year):
        end_unaccepted(earlier, by=by, why="a later file of the same sessions was handed in")
    return receive(
        by=by,
        right=RIGHT,
        way=Way.SIGN_IN,
        organization=session.organization,
        dataset=SERVICE_LOG,
        period=year,
        program=session.program,
        name=f"sessions-{session.program.slug}-{year}.csv",
        content=service_log(session.program, session.organization, year),
        note=_("Made of the sessions that were signed in here."),
        in_background=in_background,
    )


def other_log_in_effect(session):
    """The claim, or None, of a log handed in as a file, which accepting the sessions would replace."""
    claims = Claim.objects.filter(
        in_effect=True,
        dataset=SERVICE_LOG,
        program=session.program,
        period=school_year_of(session.date),
        rows__gt=0,
    )
    return claims.exclude(submission__way=Way.SIGN_IN).first()


def _waiting(session, year):
    found = Submission.objects.select_for_update(of=("self",)).filter(
        way=Way.SIGN_IN,
        organization=session.organization,
        program=session.program,
        period=year,
        state__in=WAITING,
    )
    return list(found)


def _write(session, by, *, came, missed):
    """Store what changes; the log tells how many, never who."""
    known = set(session.sign_ins.values_list("code_id", flat=True))
    added, gone = came - known, missed & known
    SignIn.objects.bulk_create(SignIn(session=session, code_id=code, signed_by=by) for code in added)
    session.sign_ins.filter(code_id__in=gone).delete()
    if added or gone:
        record(
            "session.ticked",
            by=by,
            organization=session.organization,
            target=session,
            came=len(added),
            taken_back=len(gone),
        )
