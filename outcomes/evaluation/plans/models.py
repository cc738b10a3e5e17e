"""A plan, its versions and its runs. Nothing of a locked plan or of a run's result is changed afterwards."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Program

from .terms import Terms
from .visibility import PlanQuerySet


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    LOCKED = "locked", _("Locked")
    DISCARDED = "discarded", _("Discarded")


def new_seed():
    return secrets.token_hex(16)


class EvaluationPlan(models.Model):
    """What is asked of a program, fixed before results are computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="evaluation_plans")
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    # The draft's terms (terms.Terms.as_json); once locked, those of the newest version.
    terms = models.JSONField(default=dict)
    # Orders students who are equally alike, and names them in an evaluator's extract.
    seed = models.CharField(max_length=32, default=new_seed, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    # Who took part in planning, as the person who locked the plan wrote it.
    people = models.TextField(_("who planned it"), blank=True)
    # Titles of releases that had shown results of the outcome's window when the plan was locked.
    released_before = models.JSONField(default=list, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation plan")
        verbose_name_plural = _("evaluation plans")
        ordering = ["-created_at"]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.state == PlanState.DRAFT

    @property
    def is_locked(self):
        return self.state == PlanState.LOCKED

    @property
    def is_retrospective(self):
        """Locked when its outcome was already known."""
        return bool(self.released_before)

    @property
    def content(self):
        return Terms.from_json(self.terms)


class PlanVersion(models.Model):
    """A plan as it was locked (number 1), or as an amendment changed it."""

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    why = models.TextField(_("why it was changed"), blank=True)
    # Whether results of the plan had been computed by then.
    after_results = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self):
        return f"{self.plan}, {self.number}"

    @property
    def content(self):
        return Terms.from_json(self.terms)


class RunState(models.TextChoices):
    WAITING = "waiting", _("Waiting to start")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class EvaluationRun(models.Model):
    """One computation of a locked plan: its result as it may be seen, and what it was made of."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="runs")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    step = models.CharField(max_length=40, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    refusal = models.TextField(blank=True)
    # document.document: small groups are hidden already, here as everywhere.
    result = models.JSONField(default=dict, blank=True)
    # {language: {name: SVG}}
    drawings = models.JSONField(default=dict, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("evaluation run")
        verbose_name_plural = _("evaluation runs")
        ordering = ["-ordered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_run_of_a_plan_at_a_time",
            )
        ]

    def __str__(self):
        return f"{self.plan}, {self.ordered_at:%Y-%m-%d}"

    @property
    def is_under_way(self):
        return self.state in (RunState.WAITING, RunState.RUNNING)
