"""What an award promises is recorded, changed and dropped; each of it stays in the log."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnership.audit import record

from ..catalog import measures
from ..models import Target
from ..models.target import Whom


@transaction.atomic
def add_target(award, *, by, **fields):
    """Record one promise of an award. Raises ValidationError: an unknown measure, or the same number twice."""
    target = Target(award=award, **fields)
    _check(target)
    target.save()
    record("target.added", by=by, organization=award.funder, target=award, **_told(target))
    return target


@transaction.atomic
def change_target(target, *, by, **fields):
    """Change a promise. The log keeps what it was before, because a funder voted on that."""
    before = _told(target)
    for name, value in fields.items():
        setattr(target, name, value)
    _check(target)
    after = _told(target)
    if after != before:
        target.save()
        record(
            "target.changed",
            by=by,
            organization=target.award.funder,
            target=target.award,
            before=before,
            **after,
        )
    return target


@transaction.atomic
def drop_target(target, *, by):
    """Take a promise back; that there was one stays in the log."""
    record("target.dropped", by=by, organization=target.award.funder, target=target.award, **_told(target))
    target.delete()


def _check(target):
    if target.measure not in measures():
        raise ValidationError(
            {"measure": _("There is no such measure. Choose one of the list; nothing was recorded.")}
        )
    if target.survey and not measures()[target.measure].by_survey:
        raise ValidationError(
            {"survey": _("This measure is not told by survey. Leave the survey empty; nothing was recorded.")}
        )
    if target.population != Whom.PARTICIPANTS and measures()[target.measure].of_participants:
        raise ValidationError(
            {
                "population": _(
                    "Programs count this of their participants alone, so no release could ever keep the promise of all"
                    " students. Choose “Participants”; nothing was recorded."
                )
            }
        )
    try:
        target.full_clean(validate_constraints=False)
        target.validate_constraints()
    except ValidationError as wrong:
        if "__all__" in wrong.message_dict:
            raise ValidationError(
                _(
                    "This award already promises that measure, of these students, for that year. Change it instead."
                )
            ) from wrong
        raise


def _told(target):
    """A promise in plain words for the log."""
    return {
        "measure": target.measure,
        **({"survey": target.survey} if target.survey else {}),
        "population": target.population,
        "year": target.year,
        "promised": f"{target.bound} {target.value:.2f}",
        "due_on": str(target.due_on),
    }
