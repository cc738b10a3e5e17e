"""E-mails about files that come in by themselves, through a link or on a partner's behalf; sent on commit.

A mail server that is down undoes nothing. None of them holds anything of the file but counts.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions.models import Severity, State
from partnership.mail import write_to
from partnership.models import Organization


def link_made(link):
    """The link itself, to whom it is for. Its secret is in this e-mail and nowhere else."""
    words = {
        "organization": link.organization,
        "dataset": DATASETS[link.dataset].title,
        "period": f", {link.period}" if link.period else "",
        "who": link.created_by,
        "until": date_format(localtime(link.expires_at), "DATETIME_FORMAT"),
    }
    text = _(
        "%(who)s asks you for a file of %(organization)s: %(dataset)s%(period)s. Open this address to send it; you "
        "need no account. Until %(until)s it works once. Pass it to nobody: whoever has it can send the file."
    )
    _send([link.email], _("Please send a file"), text % words, link.address)


def read_by_itself(submission):
    """What became of a file that nobody was watching, to the person under whose right it came."""
    told = _outcome(submission)
    if told:
        subject, text = told
        _send([submission.created_by.email], subject, text % _words(submission), _page(submission))


def not_accepted(submission, why):
    """A file without an error that could not be accepted by itself."""
    text = _(
        "A file of %(organization)s (%(dataset)s) arrived %(way)s and was not accepted by itself: %(why)s Nothing of "
        "it counts yet."
    )
    words = _words(submission) | {"why": why}
    _send([submission.created_by.email], _("A file was not accepted"), text % words, _page(submission))


def ready(submission, people):
    """A file without an error waits for those who accept."""
    _send([person.email for person in people], *_ready(submission), _page(submission))


def asked(confirmation, people):
    """The partner's people are asked to confirm; without any, the contact is, with an address of its own."""
    submission = confirmation.submission
    text = _(
        "%(who)s handed in a file on behalf of %(organization)s: %(dataset)s. It counts once somebody of "
        "%(organization)s has confirmed it. Look at it and confirm, or say why not:"
    )
    words = _words(submission) | {"who": confirmation.asked_by}
    emails = [confirmation.email] if confirmation.email else [person.email for person in people]
    address = getattr(confirmation, "address", "") or _page(submission)
    _send(emails, _("Please confirm what was handed in for you"), text % words, address)


def answered(confirmation, *, confirmed):
    """The partner's answer, to the person who asked."""
    if confirmed:
        subject, text = (
            _("A partner has confirmed"),
            _("%(organization)s has confirmed the file that you handed in on its behalf (%(dataset)s)."),
        )
    else:
        subject, text = (
            _("A partner has not confirmed"),
            _("%(organization)s did not confirm the file that you handed in on its behalf (%(dataset)s)."),
        )
    submission = confirmation.submission
    _send([confirmation.asked_by.email], subject, text % _words(submission), _page(submission))


def look_again(confirmation):
    """Another file came in between: the preview is made again, and the partner has to be asked again."""
    submission = confirmation.submission
    text = _(
        "%(organization)s confirmed the file that you handed in on its behalf (%(dataset)s), but another file for the "
        "same places and periods was accepted meanwhile. The preview is being made again; look at it and ask again:"
    )
    words = _words(submission)
    _send([confirmation.asked_by.email], _("Look at a file again"), text % words, _page(submission))


def _outcome(submission):
    """(subject, text) of what there is to do; None where there is nothing."""
    if submission.state == State.REFUSED:
        return _("A file was refused"), _(
            "A file of %(organization)s (%(dataset)s) arrived %(way)s and was refused. Nothing of it was stored. The "
            "page says why:"
        )
    if submission.state != State.STAGED:
        return None
    if submission.problems.filter(severity=Severity.ERROR).exists():
        return _("A file has errors"), _(
            "A file of %(organization)s (%(dataset)s) arrived %(way)s. It has errors, so that nothing of it counts "
            "yet. Have a corrected file sent, or leave those rows out:"
        )
    return _ready(submission, filled=False)


def _ready(submission, filled=True):
    text = _(
        "A file of %(organization)s (%(dataset)s) arrived %(way)s and has no errors. It counts once it has been "
        "looked at and accepted:"
    )
    return _("A file is ready to review"), text % _words(submission) if filled else text


def _words(submission):
    return {
        "organization": submission.organization,
        "dataset": DATASETS[submission.dataset].title,
        "way": _way(submission),
    }


def _way(submission):
    if submission.token:
        return _("by the token “%(name)s”") % {"name": submission.token}
    if submission.link:
        return _("through the link sent to %(email)s") % {"email": submission.link}
    return _("by itself")


def _page(submission):
    return settings.BASE_URL + reverse("workspace:submission", args=[submission.pk])


def _send(emails, subject, text, address):
    write_to(emails, subject, f"{text}\n\n{address}\n\n{Organization.name_of_partnership()}\n")
