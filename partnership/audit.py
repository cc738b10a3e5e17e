"""One function writes the audit log; actions call it inside their transaction."""

from .circumstances import circumstances
from .models import AuditEvent


def record(verb, *, by, organization=None, target=None, right="", **detail):
    """Append one event, with the circumstances of the request under way.

    verb: what was done, e.g. "submission.accepted". by: the User, or None for the system itself.
    detail: JSON values that name no student (counts, states, dates, keys of definitions).
    """
    return AuditEvent.objects.create(
        verb=verb,
        actor_id=getattr(by, "pk", None),
        actor_label=str(by)[:200] if by else "system",
        organization_id=getattr(organization, "pk", None),
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=str(target)[:200] if target is not None else "",
        right=right,
        detail=detail,
        **circumstances(by),
    )
