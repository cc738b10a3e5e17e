"""A student is erased: every extract in the vault that may hold rows of the student goes.

Rows of an extract tell the student by a number that nobody can undo, so the extract goes as a whole. The
evaluator is told to destroy every copy, and orders it again.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from partnership import vault
from partnership.audit import record

from ..plans.gather import schools_looked_at
from .models import EvaluationExtract, ExtractState

WHY = "a student was erased"


def destroy_extracts(*, schools, by, **_more):
    """Follow-up of erasure, in its transaction. schools: ids of schools in which the student had rows."""
    for extract in _resting():
        if schools & schools_looked_at(extract.plan.program, extract.version.content).keys():
            _destroy(extract, by)


@transaction.atomic
def destroy_all_extracts(*, by, **_more):
    """Follow-up of a restored backup that brought erased students back."""
    for extract in _resting():
        _destroy(extract, by)


def _resting():
    found = EvaluationExtract.objects.select_for_update(of=("self",)).filter(item__isnull=False)
    return found.select_related("plan__program", "version").order_by("pk")


def _destroy(extract, by):
    item, extract.item = extract.item, None
    extract.state = ExtractState.REFUSED
    extract.refusal = _(
        "A family asked that everything about its child be erased, and this extract may have held rows of the child. It "
        "is destroyed. Destroy every copy of it, then order it again."
    )
    extract.save(update_fields=["item", "state", "refusal"])
    vault.destroy(item, by=by, why=WHY)
    for organization in extract.organizations.all():
        record("extract.destroyed_for_erasure", by=by, organization=organization, target=extract)
