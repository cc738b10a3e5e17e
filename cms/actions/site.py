"""What the whole site has once: the coordinators' grant at its root, and the way a page is approved."""

from django.db import transaction
from wagtail.models import Collection, GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from partnership.access.groups import role_group
from partnership.audit import record

from ..access.grants import FILES, KEEP, set_collection_grants, set_page_grants

APPROVAL = "Approval by the partnership"
COORDINATOR = "partnership_coordinator"


def follow_new_organization(organization, *, by):
    """The partnership itself was added: found the site's approval."""
    if organization.kind == "partnership":
        found_approval(organization, by=by)


@transaction.atomic
def found_approval(partnership, *, by):
    """Give the coordinators' group its grants at the root, and let every page be approved by it."""
    group = role_group(partnership, COORDINATOR)
    root, files = Page.get_first_root_node(), Collection.get_first_root_node()
    set_page_grants({(group.pk, root.pk): KEEP}, pages=[root])
    set_collection_grants({(group.pk, files.pk): FILES}, collections=[files])
    workflow, is_new = Workflow.objects.get_or_create(name=APPROVAL)
    if is_new:
        task = GroupApprovalTask.objects.create(name=APPROVAL)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        WorkflowPage.objects.create(workflow=workflow, page=root)
        record("site.approval_founded", by=by, organization=partnership)
