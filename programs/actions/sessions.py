"""Sessions of a program are planned and ended here; who came is outcomes.participation."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.access.rights import require
from partnership.audit import record

from ..models import Session

RIGHT = "sign_in_sessions"


@transaction.atomic
def open_session(*, by, program, organization, date, service, hours):
    """Begin a session that people sign in to. organization: the owner of the program that holds it.

    Raises ValidationError where the organization does not own the program or the day is still to come.
    """
    require(by, RIGHT, organization)
    if not program.owners.filter(pk=organization.pk).exists():
        raise ValidationError(
            _("%(organization)s is not an owner of the program “%(program)s”. Nothing was stored.")
            % {"organization": organization, "program": program}
        )
    if date > timezone.localdate():
        raise ValidationError(
            {"date": _("The session is still to come. Open it on its day; nothing was stored.")}
        )
    session = Session.objects.create(
        program=program,
        organization=organization,
        date=date,
        service=" ".join(service.split()),
        hours=hours,
        created_by=by,
    )
    record("session.opened", by=by, organization=organization, target=session)
    return session


@transaction.atomic
def end_session(session, *, by):
    """No more ticks. Raises ValidationError where it had ended already."""
    return _set_closed(session, by, timezone.now(), "session.closed")


@transaction.atomic
def reopen_session(session, *, by):
    """Allow ticks again, to mend a slip; closing it hands the sessions in anew."""
    return _set_closed(session, by, None, "session.reopened")


def _set_closed(session, by, moment, verb):
    require(by, RIGHT, session.organization)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if bool(session.closed_at) == bool(moment):
        raise ValidationError(
            _("Somebody has done that already. Look at the session again; nothing has changed.")
        )
    session.closed_at = moment
    session.save(update_fields=["closed_at"])
    record(verb, by=by, organization=session.organization, target=session)
    return session
