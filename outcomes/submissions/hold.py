"""Acceptance that changes much of what counts waits for a second person (docs/decisions/0015)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from partnership.access.rights import can, organizations_with, require
from partnership.access.roles import ROLES
from partnership.audit import record
from partnership.models import Membership, User

from . import notices
from .models import Hold, State, Submission

HANDS_IN = [key for key, role in ROLES.items() if "submit_data" in role.permissions]
DECIDES = [key for key, role in ROLES.items() if "every_decide_claims" in role.permissions]


def is_over_threshold(submission):
    """Whether acceptance would change or remove more rows, and a larger part of what counts, than one person
    decides alone.
    """
    rows, percent = DATASETS[submission.dataset].change_threshold or settings.CHANGE_THRESHOLD
    touched = submission.changed + submission.removed
    return touched > rows and 100 * touched > percent * rows_in_effect(submission)


def rows_in_effect(submission):
    """How many rows count now in the places and periods of the submission."""
    return submission.changed + submission.removed + submission.unchanged


def hold(submission, *, by, why):
    """Hold a submission, inside the transaction of its acceptance, and tell those who may decide."""
    submission.state = State.HELD
    submission.save(update_fields=["state"])
    Hold.objects.create(submission=submission, held_by=by, why=why)
    record(
        "submission.held",
        by=by,
        organization=submission.organization,
        target=submission,
        reason_given=bool(why),
    )
    notices.held(submission, second_people(submission))
    return submission


def decide(submission, *, by, approved, why=""):
    """Note the second person's word, inside the caller's transaction."""
    waiting = open_hold(submission)
    waiting.approved, waiting.decided_by, waiting.decided_why = approved, by, why
    waiting.decided_at = timezone.now()
    waiting.save()
    record(
        "submission.approved" if approved else "submission.rejected",
        by=by,
        organization=submission.organization,
        target=submission,
        reason_given=bool(why),
    )
    notices.hold_decided(submission, waiting.held_by, approved)


def overtaken(submission):
    """What was held is no longer what would change: nobody decides about it any more."""
    submission.holds.filter(decided_at=None).update(decided_at=timezone.now())


def open_hold(submission):
    """The Hold that waits, or None."""
    return submission.holds.filter(decided_at=None).select_related("held_by").first()


def second_people(submission):
    """Queryset of the people who may decide: whoever else hands in data for the organization; where nobody else
    does, the partnership coordinator. Never the person who accepted.
    """
    waiting = open_hold(submission)
    others = User.objects.filter(is_active=True).exclude(pk=waiting and waiting.held_by_id)
    roles = Membership.objects.in_force().filter(user=OuterRef("pk"))
    colleagues = others.filter(Exists(roles.filter(role__in=HANDS_IN, organization=submission.organization)))
    return colleagues if colleagues.exists() else others.filter(Exists(roles.filter(role__in=DECIDES)))


def may_decide(user, submission):
    """Whether the person may approve or reject the held submission."""
    return second_people(submission).filter(pk=user.pk).exists()


def require_second_person(by, submission):
    """404 for a stranger, 403 for whoever may not decide, the person who accepted among them."""
    if may_decide(by, submission):
        return
    require(by, "submit_data", submission.organization)
    raise PermissionDenied(_("A second person has to approve this file, not the person who accepted it."))


def waiting_for(user):
    """Queryset of the held submissions that wait for this person's word."""
    waiting = Hold.objects.filter(submission=OuterRef("pk"), decided_at=None)
    held = Submission.objects.filter(state=State.HELD).annotate(holder=Subquery(waiting.values("held_by")))
    mine = Q(organization__in=organizations_with(user, "submit_data"))
    if can(user, "decide_claims"):
        colleagues = Membership.objects.in_force().filter(
            role__in=HANDS_IN, organization=OuterRef("organization"), user__is_active=True
        )
        mine |= ~Exists(colleagues.exclude(user=OuterRef("holder")))
    return held.filter(mine).exclude(holder=user.pk)
