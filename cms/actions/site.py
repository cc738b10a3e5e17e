"""What the whole site has once: the coordinators' grant at its root, and the way a page is approved."""

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection, GroupApprovalTask, Page, Revision, Workflow, WorkflowPage, WorkflowTask

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


def publish_and_expire():
    """Publish and take back pages whose day has come; returns how many (`manage.py tick`)."""
    now = timezone.now()
    due = Page.objects.filter(live=True, expire_at__lte=now).count()
    due += Revision.page_revisions.filter(approved_go_live_at__lte=now).count()
    if due:
        call_command("publish_scheduled", verbosity=0)
    return due
