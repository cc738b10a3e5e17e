"""Who plans evaluations, who sees plans, who sees results before they are released: the one place that answers.

A plan is made by the partnership's coordinators, and by evaluators whom an owner of the program employs or
admits. The owners' people who follow its data see the plan, so that it is known what is asked before it is
answered; results are seen by those who plan and by those who will sign their release.
"""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from partnership.access.grounds import ByAdmission, Deed, Everywhere
from programs.access import of_owners
from programs.models import Program

BUILD = "build_release"
_PLANNERS = (
    Everywhere(BUILD),
    of_owners("evaluate"),
    ByAdmission(Program.objects.all, organization="owners"),
)
PLANNING = Deed("plan", _("Plan evaluations of it"), _PLANNERS)
SEEING_RESULTS = Deed(
    "results",
    _("See results of evaluations before they are released"),
    (*_PLANNERS, of_owners("sign_release")),
)
SEEING = Deed(
    "plans", _("See the plans of its evaluations"), (*SEEING_RESULTS.grounds, of_owners("view_submissions"))
)


def of_program():
    return [PLANNING, SEEING_RESULTS, SEEING]


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans whose page the person may open."""
        return self.filter(program__in=SEEING.among(user, Program.objects.order_by()).values("pk"))


def programs_to_plan(user):
    """Queryset of the programs that the person may evaluate."""
    return PLANNING.among(user, Program.objects.all())


def may_plan(user, program):
    return PLANNING.allows(user, program)


def may_see_results(user, program):
    """Of runs that were not released (yet)."""
    return SEEING_RESULTS.allows(user, program)


def fetch_plan(user, pk, *, to_plan=False):
    """The plan: 404 to those who may not see it, 403 to those who see it and may not change it."""
    queryset = user_plans(user).select_related("program", "locked_by", "created_by")
    plan = get_object_or_404(queryset, pk=pk)
    if to_plan and not may_plan(user, plan.program):
        raise PermissionDenied
    return plan


def user_plans(user):
    from .models import EvaluationPlan

    return EvaluationPlan.objects.visible_to(user)
