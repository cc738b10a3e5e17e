"""Awards entitle a funder to the releases of a program."""

from datetime import timedelta

from django.db import transaction

from partnership.access.groups import role_group
from partnership.access.guard import set_grants
from partnership.audit import record
from partnership.follow_ups import follow_up

from ..models import Award

REVIEW_AFTER_END = timedelta(days=365)


@transaction.atomic
def make_award(*, by, funder, program, starts_on, ends_on, review_until=None, **fields):
    """Record an award. Without `review_until` the funder may review for a year after it ends."""
    award = Award(
        funder=funder,
        program=program,
        starts_on=starts_on,
        ends_on=ends_on,
        review_until=review_until or ends_on + REVIEW_AFTER_END,
        **fields,
    )
    award.full_clean()
    award.save()
    set_grants(role_group(funder, "funder"), program, {"review_program"})
    record("award.made", by=by, organization=funder, target=award, program=str(program.pk))
    follow_up("award_made", award, by=by)
    return award


@transaction.atomic
def change_award(award, *, by, **fields):
    """Change an award's title, money or dates; its funder and program stay. Raises ValidationError."""
    changed = [name for name, value in fields.items() if getattr(award, name) != value]
    for name in changed:
        setattr(award, name, fields[name])
    if changed:
        award.full_clean()
        award.save(update_fields=changed)
        record("award.changed", by=by, organization=award.funder, target=award, fields=changed)
    return award
