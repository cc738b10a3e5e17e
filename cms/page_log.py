"""What is done in the page editor stands in the audit log as well: Wagtail's own log can be changed, and is searched by
nobody but coordinators.

Wagtail writes its log wherever a page, a picture or a document changes; each of its entries is told once for every
organization concerned. Only what was done is told, never what was written.
"""

from wagtail.models import Page

from partnership.audit import record
from partnership.models import Organization

from .models import Download, OrganizationPage, Picture, ProgramPage

# Actions of Wagtail's log that have a verb of their own; any other has changed the page.
PAGE_VERBS = {
    "wagtail.create": "page.made",
    "wagtail.copy": "page.made",
    "wagtail.copy_for_translation": "page.made",
    "wagtail.create_alias": "page.made",
    "wagtail.edit": "page.edited",
    "wagtail.delete": "page.deleted",
    "wagtail.publish": "page.published",
    "wagtail.publish.schedule": "page.publication_planned",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.move": "page.moved",
    "wagtail.lock": "page.locked",
    "wagtail.unlock": "page.unlocked",
    "wagtail.workflow.start": "page.handed_in",
    "wagtail.workflow.approve": "page.approved",
    "wagtail.workflow.reject": "page.sent_back",
    "wagtail.workflow.cancel": "page.taken_back",
}
OTHER_PAGE_VERB = "page.changed"
FILE_VERBS = {
    "wagtail.create": "file.added",
    "wagtail.edit": "file.changed",
    "wagtail.delete": "file.removed",
}


def tell_of_page(instance, created, **signal):
    """An entry of Wagtail's log of pages was written."""
    if created:
        page = Page.objects.filter(pk=instance.page_id).first()
        verb = PAGE_VERBS.get(instance.action, OTHER_PAGE_VERB)
        for organization in _concerned(page):
            record(
                verb,
                by=instance.user,
                organization=organization,
                target=_Told("page", instance.page_id, instance),
            )


def tell_of_file(instance, created, **signal):
    """An entry of Wagtail's log of other things was written: pictures and documents are told."""
    model = instance.content_type and instance.content_type.model_class()
    verb = FILE_VERBS.get(instance.action)
    if created and verb and model in (Picture, Download):
        thing = model.objects.filter(pk=instance.object_id).first()
        target = _Told(model._meta.model_name, instance.object_id, instance)
        for organization in _owners_of_collection(thing):
            record(verb, by=instance.user, organization=organization, target=target)


class _Told:
    """What was changed, by its key and title; it may be gone already."""

    def __init__(self, kind, pk, entry):
        self.pk, self.in_audit_log = pk, entry.label
        self._meta = type("Meta", (), {"label_lower": f"cms.{kind}"})


def _concerned(page):
    """Whose page it is: the organization's whose section holds it, the owners of its program, otherwise the partnership."""
    if page is None:
        return _partnership()
    section = (
        OrganizationPage.objects.ancestor_of(page, inclusive=True).select_related("organization").first()
    )
    if section:
        return [section.organization]
    of_program = ProgramPage.objects.ancestor_of(page, inclusive=True).select_related("program").first()
    return list(of_program.program.owners.all()) if of_program else _partnership()


def _owners_of_collection(thing):
    key = thing.collection_id if thing else None
    section = OrganizationPage.objects.filter(collection=key).select_related("organization").first()
    if section:
        return [section.organization]
    of_program = ProgramPage.objects.filter(collection=key).select_related("program").first()
    return list(of_program.program.owners.all()) if of_program else _partnership()


def _partnership():
    """In a list; [None] before it is founded."""
    return [Organization.objects.filter(kind="partnership").first()]
