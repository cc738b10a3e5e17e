"""Who may see a release: the one place that answers."""

from django.db.models import Q

from partnership.access.guard import objects_with
from partnership.access.rights import can, organizations_with
from programs.actions.awards import programs_reviewable_by

from .frozen import FrozenQuerySet

BUILD = "build_release"
SIGN = "sign_release"
REVIEW = "review_release"


class ReleaseQuerySet(FrozenQuerySet):
    def released(self):
        """Published ones, also those that another has superseded since: their addresses stay."""
        return self.filter(state__in=["published", "superseded"])

    def of_numbers(self):
        """Those that hold numbers of measures; an evaluation holds its own document."""
        return self.filter(kind="outcomes")

    def public(self):
        """What everybody may read without an account."""
        return self.released().filter(audience="public")

    def visible_to(self, user):
        """Public ones for all; drafts and everything for coordinators; what counts their students, drafts
        too, for release signers; and for funders what was released to them, while an award is open.
        """
        if not user.is_authenticated or not user.is_active:
            return self.public()
        kept = self.exclude(state="discarded")
        if can(user, BUILD):
            return kept
        signable = organizations_with(user, SIGN)
        # Of subqueries only, no join, so that no row comes twice.
        return kept.filter(
            Q(pk__in=self.model.objects.public().values("pk"))
            | Q(pk__in=kept.filter(contributors__in=signable).values("pk"))
            | Q(pk__in=self._for_funder(user).values("pk"))
        )

    def _for_funder(self, user):
        granted = objects_with(user, REVIEW, self.model.objects.released().filter(audience="funders"))
        programs = programs_reviewable_by(user)
        if not programs.exists():
            return granted.none()
        # A release of the whole partnership is for every funder who has an open award on any program.
        return granted.filter(Q(program__isnull=True) | Q(program__in=programs))
