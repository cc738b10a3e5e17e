"""What an organization posts through a form instead of writing a page: events, policies, updates ...

A posting is a draft, waits for approval, is published, or was withdrawn. What changes on a published one by hands
that may not publish is kept beside it until an approver agrees.
"""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from partnership.access.rights import can, organizations_with
from partnership.models import Organization

from ..told import ToldField

WRITE, APPROVE = "edit_pages", "approve_pages"


class PostingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for approval")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PostingQuerySet(models.QuerySet):
    def published(self):
        """What the public may read."""
        return self.filter(state=PostingState.PUBLISHED)

    def visible_to(self, user):
        """Those whose workspace page the person may open: of organizations for which the person writes."""
        writes, approves = organizations_with(user, WRITE), organizations_with(user, APPROVE)
        return self.filter(models.Q(organization__in=writes) | models.Q(organization__in=approves))


class Posting(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="%(class)s_postings",
        verbose_name=_("organization"),
    )
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    title = ToldField(_("title"), longest=120)
    state = models.CharField(
        max_length=10, choices=PostingState.choices, default=PostingState.DRAFT, editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    # {field: value} that somebody wrote who may not publish, over what is published.
    proposed = models.JSONField(null=True, blank=True, editable=False, encoder=DjangoJSONEncoder)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, editable=False)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.title)

    @property
    def is_published(self):
        return self.state == PostingState.PUBLISHED

    @property
    def is_shared(self):
        """Whether it speaks for more than its own organization; then the coordinator approves it."""
        program = getattr(self, "program", None)
        return program is not None and program.owners.count() > 1

    def may_be_written_by(self, user):
        return can(user, WRITE, self.organization) or can(user, APPROVE, self.organization)

    def may_be_published_by(self, user):
        return can(user, APPROVE, None if self.is_shared else self.organization)

    def free_slug(self):
        """An address of its title that no other posting of its kind has."""
        base = slugify(next((text for text in self.title.values() if text), ""))[:60].strip("-") or "posting"
        taken = set(
            type(self)
            .objects.filter(slug__startswith=base)
            .exclude(pk=self.pk)
            .values_list("slug", flat=True)
        )
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(slug for slug in numbered if slug not in taken)
