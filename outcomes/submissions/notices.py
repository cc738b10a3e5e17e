"""E-mails that a submission's journey sends, after its transaction has been committed."""

from django.conf import settings
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from partnership.access.roles import ROLES
from partnership.mail import write_to
from partnership.models import Membership


def contested(submission):
    """Tell those who decide that two organizations claim the same numbers."""
    deciding = [key for key, role in ROLES.items() if "every_decide_claims" in role.permissions]
    people = (
        Membership.objects.in_force().filter(role__in=deciding, user__is_active=True).select_related("user")
    )
    _send(
        {membership.user.email for membership in people},
        _("Two organizations claim the same numbers"),
        _(
            "%(organization)s accepted a file of the dataset “%(dataset)s” for places and periods for which another "
            "organization's numbers are in effect. Decide which of them count:"
        )
        % _words(submission),
        submission,
    )


def decided(submission, admit):
    """Tell the person who handed it in."""
    text = (
        _(
            "The partnership admitted the file of the dataset “%(dataset)s” of %(organization)s; it is in effect now."
        )
        if admit
        else _(
            "The partnership did not admit the file of the dataset “%(dataset)s” of %(organization)s; the numbers of the other organization stay in effect."
        )
    )
    _send(
        {submission.created_by.email}, _("Your submission was decided"), text % _words(submission), submission
    )


def held(submission, people):
    """Tell those who may decide that an acceptance waits for a second person."""
    _send(
        {person.email for person in people},
        _("A file waits for a second person"),
        _(
            "%(organization)s accepted a file of the dataset “%(dataset)s” that changes or removes much of what counts "
            "now. A second person has to look at it before it comes into effect:"
        )
        % _words(submission),
        submission,
    )


def hold_decided(submission, person, approved):
    """Tell the person who accepted what the second person said."""
    text = (
        _(
            "A second person approved the file of the dataset “%(dataset)s” of %(organization)s; it is in effect now."
        )
        if approved
        else _(
            "A second person did not approve the file of the dataset “%(dataset)s” of %(organization)s. Nothing has "
            "changed; read why, then correct the file or accept it again with a reason that explains it:"
        )
    )
    _send({person.email}, _("Your submission was looked at"), text % _words(submission), submission)


def _words(submission):
    return {"organization": submission.organization, "dataset": DATASETS[submission.dataset].title}


def _send(addresses, subject, text, submission):
    address = f"{settings.BASE_URL}/workspace/submissions/{submission.pk}/"
    write_to(addresses, subject, f"{text}\n\n{address}\n")
