"""A program's page: opened with the program, written by every organization that owns it."""

from django.db import transaction
from wagtail.models import Collection, Locale

from partnership.access.groups import role_group
from partnership.audit import record
from programs.actions.programs import EDITING_ROLES

from ..access.grants import FILES, WRITE, set_collection_grants, set_page_grants
from ..models import ProgramIndexPage, ProgramPage
from .workflows import keep_workflow_of_program


@transaction.atomic
def open_program_page(program, *, by):
    """Open a program's page in every language, with its own collection of images and documents."""
    index = ProgramIndexPage.objects.get(locale=Locale.get_default())
    if ProgramPage.objects.filter(program=program).exists():
        return
    page = index.add_child(
        instance=ProgramPage(
            title=program.name,
            slug=program.slug,
            program=program,
            collection=Collection.get_first_root_node().add_child(name=program.name),
            locale=index.locale,
        )
    )
    for locale in Locale.objects.exclude(pk=index.locale_id):
        page.copy_for_translation(locale, alias=True)
    record("program_page.opened", by=by, target=page, program=str(program.pk))


@transaction.atomic
def share_program_page(program, *, by):
    """Let the editors of exactly the present owners write the program's pages and use its files.

    Nobody but a coordinator publishes them: a shared page speaks for all of its owners.
    """
    open_program_page(program, by=by)
    pages = list(ProgramPage.objects.filter(program=program).only("pk", "collection_id"))
    groups = [role_group(owner, role).pk for owner in program.owners.all() for role in EDITING_ROLES]
    collection = pages[0].collection_id
    set_page_grants({(group, page.pk): WRITE for group in groups for page in pages}, pages=pages)
    set_collection_grants({(group, collection): FILES for group in groups}, collections=[collection])
    keep_workflow_of_program(program)
    record("program_page.shared", by=by, target=pages[0], program=str(program.pk), groups=len(groups))
