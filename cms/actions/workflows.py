"""Who approves a page before it is published.

In an organization's section: its own approvers (the coordinators stand in for them). On a shared page, a program's:
first an approver of any of its owners, then the partnership's coordinator. Elsewhere: the coordinator. A page that
somebody marked as sensitive goes the way of its section, and then to the coordinator
(docs/decisions/0060-sensitive-pages.md).
"""

from django.db import transaction
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowPage, WorkflowTask

from partnership.access.groups import role_group
from partnership.models import Organization, RoleGroup

from ..models import OrganizationPage, ProgramPage
from .site import APPROVAL, COORDINATOR

APPROVER = "page_approver"
THEN_THE_COORDINATOR = ", then by the partnership"


@transaction.atomic
def keep_workflow_of_section(organization):
    """Give an organization's section its own way of approval, once it has an approver's role."""
    group = RoleGroup.objects.filter(organization=organization, role=APPROVER).first()
    pages = OrganizationPage.objects.filter(organization=organization)
    if group is None or not pages:
        return None
    task = _task(f"Approval in {organization.name}"[:200], [group.group_id])
    _workflow(task.name + THEN_THE_COORDINATOR, [task, Task.objects.get(name=APPROVAL, active=True)], [])
    return _workflow(task.name, [task], pages)


@transaction.atomic
def keep_workflow_of_program(program):
    """Let a program's page be read by an approver of its owners, and then by the coordinator."""
    groups = RoleGroup.objects.filter(organization__in=program.owners.all(), role=APPROVER)
    shared = Task.objects.filter(name=APPROVAL, active=True).first()
    pages = ProgramPage.objects.filter(program=program)
    if shared is None or not pages:
        return None
    name = f"Approval by the owners of {program.name}"[:255]
    first = _task(name, groups.values_list("group_id", flat=True))
    return _workflow(name, [first, shared], pages)


def ending_with_the_coordinator(workflow):
    """The same way of approval with the coordinator at its end; where there is none, that of the coordinator alone."""
    if workflow.workflow_tasks.filter(task__name=APPROVAL).exists():
        return workflow
    longer = Workflow.objects.filter(active=True, name=workflow.name + THEN_THE_COORDINATOR)
    return longer.first() or Workflow.objects.get(active=True, name=APPROVAL)


def _task(name, groups):
    """The task of approval by these groups, in which the coordinators stand in for who is missing."""
    task, _is_new = GroupApprovalTask.objects.get_or_create(name=name)
    partnership = Organization.objects.filter(kind="partnership").first()
    coordinators = [role_group(partnership, COORDINATOR).pk] if partnership else []
    task.groups.set([*groups, *coordinators])
    return task


def _workflow(name, tasks, pages):
    workflow, _is_new = Workflow.objects.get_or_create(name=name)
    if [row.task_id for row in workflow.workflow_tasks.order_by("sort_order")] != [task.pk for task in tasks]:
        workflow.workflow_tasks.all().delete()
        WorkflowTask.objects.bulk_create(
            WorkflowTask(workflow=workflow, task_id=task.pk, sort_order=number)
            for number, task in enumerate(tasks)
        )
    for page in pages:
        WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})
    return workflow
