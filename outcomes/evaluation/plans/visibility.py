"""Who plans evaluations, who sees plans, who sees results before they are released: the one place that answers.

A plan is made by the partnership's coordinators, and by evaluators whom an owner of the program employs or
admits. The owners' people who follow its data see the plan, so that it is known what is asked before it is
answered; results are seen by those who plan and by those who will sign their release.
"""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404

from partnership.access.rights import can, organizations_admitting, organizations_with
from programs.models import Program

BUILD = "build_release"


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Plans whose page the person may open."""
        if can(user, BUILD):
            return self.all()
        seeing = [organizations_with(user, right) for right in ("view_submissions", "sign_release")]
        return self.filter(program__in=_of_owners(*seeing, *_evaluators_of(user)))


def programs_to_plan(user):
    """Queryset of the programs that the person may evaluate."""
    if can(user, BUILD):
        return Program.objects.all()
    return Program.objects.filter(pk__in=_of_owners(*_evaluators_of(user)).values("pk"))


def may_plan(user, program):
    return programs_to_plan(user).filter(pk=program.pk).exists()


def may_see_results(user, program):
    """Of runs that were not released (yet)."""
    return may_plan(user, program) or (
        organizations_with(user, "sign_release").filter(programs=program).exists()
    )


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


def _evaluators_of(user):
    return organizations_with(user, "evaluate"), organizations_admitting(user)


def _of_owners(*organizations):
    """Queryset of programs that any of the organizations (querysets) owns."""
    owned = models.Q(pk__in=[])
    for some in organizations:
        owned |= models.Q(owners__in=some.values("pk"))
    return Program.objects.filter(pk__in=Program.objects.filter(owned).order_by().values("pk"))
