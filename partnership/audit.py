"""One function writes the audit log; actions call it inside their transaction.

Where settings.AUDIT_LOG says so, each entry is also a line of JSON on standard output or in the system's log, once
its transaction has been committed.
"""

import json
import logging

from django.conf import settings
from django.db import transaction

from .access.roles import ROLES
from .circumstances import circumstances
from .models import AuditEvent, Membership, Organization

logger = logging.getLogger("partnership.audit")
OWN_ACCOUNT, OWN_ROLE = "the own account", "the own role"


def record(verb, *, by, organization=None, target=None, right="", **detail):
    """Append one event, with the circumstances of the request under way.

    verb: what was done, e.g. "submission.accepted". by: the User, or None for the system itself.
    target: named by its `in_audit_log` where it has one, because its own words may identify somebody (the name of a
    file). detail: JSON values that name no student: counts, states, dates, keys of definitions. What people type in
    their own words stays with the thing itself; the entry says at most that a reason was given. right: what the person
    did it under; where it is not said, the roles that the person holds where it was done.
    """
    event = AuditEvent.objects.create(
        verb=verb,
        actor_id=getattr(by, "pk", None),
        actor_label=str(by)[:200] if by else "system",
        organization_id=getattr(organization, "pk", None),
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=str(getattr(target, "in_audit_log", target))[:200] if target is not None else "",
        right=(right or roles_of(by, organization))[:200],
        detail=detail,
        **circumstances(by),
    )
    if settings.AUDIT_LOG:
        transaction.on_commit(lambda: logger.info("%s", as_line(event)), robust=True)
    return event


def record_account(verb, *, by, account, **detail):
    """Append what happened to somebody's account, once for every organization that the person works for today, whose
    administrators find it there; for a person of none, once with none. Returns the events.
    """
    works_for = Organization.objects.filter(
        pk__in=Membership.objects.in_force().filter(user=account).values("organization")
    )
    right = OWN_ACCOUNT if by and by.pk == account.pk else ""
    return [
        record(verb, by=by, organization=organization, target=account, right=right, **detail)
        for organization in works_for or [None]
    ]


def roles_of(by, organization):
    """Under which roles somebody acts on what concerns an organization: those held there; otherwise partnership-wide ones;
    otherwise those held elsewhere, each with where. "" for the system itself, and for who holds none.
    """
    if by is None:
        return ""
    own = Membership.objects.in_force().filter(user_id=by.pk).order_by("role", "organization__slug")
    own = list(own.values_list("role", "organization_id", "organization__slug"))
    here = [role for role, pk, _slug in own if organization is not None and pk == organization.pk]
    wide = [role for role, _pk, _slug in own if role in ROLES and ROLES[role].partnership_wide]
    return ", ".join(here or wide or [f"{role} in {slug}" for role, _pk, slug in own])


def as_line(event):
    """One entry as a line of JSON, for a log that is kept elsewhere."""
    return json.dumps(
        {
            "id": event.pk,
            "at": event.at.isoformat(),
            "verb": event.verb,
            "actor": event.actor_id and str(event.actor_id),
            "actor_label": event.actor_label,
            "acting_for": event.acting_for and str(event.acting_for),
            "organization": event.organization_id and str(event.organization_id),
            "target_type": event.target_type,
            "target": event.target_id,
            "target_label": event.target_label,
            "right": event.right,
            "address": event.address,
            "request": event.request_id,
            "detail": event.detail,
        }
    )
