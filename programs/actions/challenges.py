"""Incentive challenges: a window, rules and a reward."""

from django.db import transaction

from partnership.audit import record

from ..models import Challenge


@transaction.atomic
def add_challenge(*, by, program, **fields):
    """Announce a challenge of a program. Raises ValidationError when its dates are out of order."""
    challenge = Challenge(program=program, **fields)
    challenge.full_clean()
    challenge.save()
    record("challenge.added", by=by, target=challenge, program=str(program.pk))
    return challenge


@transaction.atomic
def change_challenge(challenge, *, by, **fields):
    """Change a challenge. fields: names and new values of model fields. Raises ValidationError."""
    changed = [name for name, value in fields.items() if getattr(challenge, name) != value]
    for name in changed:
        setattr(challenge, name, fields[name])
    if changed:
        challenge.full_clean()
        challenge.save(update_fields=changed)
        record("challenge.changed", by=by, target=challenge, fields=changed)
    return challenge
