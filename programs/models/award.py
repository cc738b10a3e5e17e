import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnership.access.rights import is_partnership_staff, organizations_of, organizations_with
from partnership.models import Organization

from .program import Program


class AwardQuerySet(models.QuerySet):
    def open_for_review(self, on=None):
        """Awards whose funder may review outcomes on a day."""
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, review_until__gte=on)

    def visible_to(self, user):
        """Every award for the partnership's staff; of a program all for its owners; a funder's own ones for
        the funder; for others those that everybody may know.
        """
        if is_partnership_staff(user):
            return self.all()
        of_owners = models.Q(program__owners__in=organizations_of(user))
        of_funders = models.Q(funder__in=organizations_with(user, "review_outcomes"))
        seen = Award.objects.filter(of_owners | of_funders | models.Q(is_public=True))
        return self.filter(pk__in=seen.order_by().values("pk"))


class Award(models.Model):
    """Money of a funder for a program, for a time; it entitles the funder to the program's releases."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    funder = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="awards")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="awards")
    dollars = models.PositiveIntegerField(_("dollars"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"))
    # Results of the last year arrive after the money has ended.
    review_until = models.DateField(_("outcomes may be reviewed until"))

    # Its dollars and what it promises then stand on the public page of the program's release.
    is_public = models.BooleanField(_("everybody may know of it"), default=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"))
                & models.Q(review_until__gte=models.F("ends_on")),
                name="award_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.title
