"""The desk of those who write for the public: what waits for them, their drafts, what should be read again.

Pages of the editor and postings of the workspace alike, each for the person's own organizations.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, WorkflowState

from partnership.access.rights import holds_anywhere, holds_everywhere, organizations_with

from ..access.own import own_pages_q
from ..models.posting import APPROVE, PostingState
from .kinds import address_of, kinds

SHOWN = 8
REVIEW_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Paper:
    """A page or posting as the desk names it."""

    title: str
    url: str
    what: str
    state: str
    day: object = None


def desk_of(user):
    """{"waiting", "drafts", "due"}: lists of Paper; waiting are only those that the person may decide."""
    drafts, due = [], []
    soon = timezone.localdate() + REVIEW_AHEAD
    for kind in kinds().values():
        own = kind.model.objects.visible_to(user).select_related("organization")
        for posting in own.filter(state=PostingState.DRAFT).order_by("-changed_at")[:SHOWN]:
            drafts.append(_paper(posting, kind, "draft"))
        reread = own.published().filter(next_review_on__lte=soon).order_by("next_review_on")
        for posting in reread[:SHOWN]:
            due.append(_paper(posting, kind, "due", posting.next_review_on))
    drafts += _draft_pages(user)
    return {"waiting": waiting_for(user), "drafts": drafts[: 2 * SHOWN], "due": due[:SHOWN]}


def waiting_for(user):
    """[Paper] that the person may publish or send back."""
    waiting = []
    publishes = holds_anywhere(user, APPROVE) or holds_everywhere(user, APPROVE)
    for kind in kinds().values() if publishes else ():
        undecided = kind.model.objects.filter(
            Q(state=PostingState.WAITING) | Q(proposed__isnull=False),
            organization__in=organizations_with(user, APPROVE),
        )
        for posting in undecided.select_related("organization").order_by("changed_at")[: 4 * SHOWN]:
            if posting.may_be_published_by(user):
                waiting.append(_paper(posting, kind, "waiting"))
    return (waiting + _pages_in_moderation(user))[:SHOWN]


def _paper(posting, kind, state, day=None):
    what = f"{kind.model._meta.verbose_name}, {posting.organization}"
    return Paper(str(posting), address_of(posting), what, state, day or posting.changed_at)


def _pages_in_moderation(user):
    """Pages whose present task the person may decide."""
    states = WorkflowState.objects.active().select_related("current_task_state__task").order_by("created_at")
    decidable = (
        state
        for state in states[: 8 * SHOWN]
        if isinstance(state.content_object, Page)
        and state.current_task_state
        and state.current_task_state.task.specific.get_actions(state.content_object, user)
    )
    return [
        Paper(
            state.content_object.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[state.object_id]),
            str(state.content_object.specific_class._meta.verbose_name),
            "waiting",
            state.created_at,
        )
        for state in islice(decidable, SHOWN)
    ]


def _draft_pages(user):
    pages = Page.objects.filter(own_pages_q(user), depth__gt=2, alias_of=None)
    unpublished = pages.filter(has_unpublished_changes=True) | pages.filter(live=False)
    return [
        Paper(
            page.get_admin_display_title(),
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            str(page.specific_class._meta.verbose_name),
            "draft",
            page.latest_revision_created_at,
        )
        for page in unpublished.order_by("-latest_revision_created_at")[:SHOWN]
    ]
