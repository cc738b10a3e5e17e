"""What keeps the site in order: chores that were done, links that lead nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Chore(models.Model):
    """That something was done for a day, and need not be done again: a reminder, a look at links."""

    what = models.CharField(max_length=80)
    day = models.DateField()
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("chore")
        verbose_name_plural = _("chores")
        constraints = [models.UniqueConstraint(fields=["what", "day"], name="chore_done_once")]

    def __str__(self):
        return f"{self.what} {self.day}"


class Problem(models.TextChoices):
    NOTHING_THERE = "nothing_there", _("Nothing is there")
    NOT_PUBLIC = "not_public", _("The page is not public")
    NO_ANSWER = "no_answer", _("The server does not answer")


class BrokenLink(models.Model):
    """A link of a live page that leads nowhere; found anew with each look."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    problem = models.CharField(max_length=16, choices=Problem.choices)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["page", "address"]

    def __str__(self):
        return f"{self.page_id} {self.address}"
