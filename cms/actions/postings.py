"""Writing, handing in, publishing and withdrawing what an organization posts."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.access.roles import ROLES
from partnership.audit import record
from partnership.mail import write_to
from partnership.models import Membership

from ..models.posting import PostingState

REVIEW_AFTER = timedelta(days=365)


@transaction.atomic
def write_posting(posting, *, by, **fields):
    """Write a new posting or change one. Returns it, saved.

    What is published changes at once by those who may publish it; by others the change waits beside it.
    """
    is_new = posting._state.adding
    posting.organization = fields.pop("organization", None) or posting.organization
    if not posting.may_be_written_by(by):
        raise PermissionDenied
    if posting.is_published and not posting.may_be_published_by(by):
        posting.proposed = _packed(posting, fields)
        posting.save(update_fields=["proposed", "changed_at"])
        record(f"{_word(posting)}.change_proposed", by=by, organization=posting.organization, target=posting)
        _tell_approvers(posting)
        return posting
    for name, value in fields.items():
        setattr(posting, name, value)
    if is_new:
        posting.created_by = by
        posting.slug = posting.free_slug()
    posting.proposed = None
    posting.save()
    verb = "written" if is_new else "changed"
    record(f"{_word(posting)}.{verb}", by=by, organization=posting.organization, target=posting)
    return posting


@transaction.atomic
def hand_in_posting(posting, *, by):
    """Ask for its publication."""
    if not posting.may_be_written_by(by):
        raise PermissionDenied
    if posting.state not in (PostingState.DRAFT, PostingState.WITHDRAWN):
        raise ValidationError(_("This waits for approval or is published already."))
    posting.state = PostingState.WAITING
    posting.save(update_fields=["state", "changed_at"])
    record(f"{_word(posting)}.handed_in", by=by, organization=posting.organization, target=posting)
    _tell_approvers(posting)


@transaction.atomic
def publish_posting(posting, *, by, right=""):
    """Publish it, together with a change that waits. The next review is due in a year unless a day is set."""
    if not posting.may_be_published_by(by):
        raise PermissionDenied
    take_what_is_proposed(posting)
    posting.proposed = None
    now = timezone.now()
    posting.state = PostingState.PUBLISHED
    posting.published_at = posting.published_at or now
    posting.reviewed_on = timezone.localdate(now)
    if posting.next_review_on is None or posting.next_review_on <= posting.reviewed_on:
        posting.next_review_on = posting.reviewed_on + REVIEW_AFTER
    posting.save()
    record(
        f"{_word(posting)}.published", by=by, organization=posting.organization, target=posting, right=right
    )


def take_what_is_proposed(posting):
    """Let a posting say what a change that waits would make of it; nothing is saved. Returns it."""
    for name, value in (posting.proposed or {}).items():
        field = posting._meta.get_field(name)
        kind = field.target_field if field.is_relation else field
        setattr(posting, field.attname, kind.to_python(value))
    return posting


@transaction.atomic
def refuse_change(posting, *, by):
    """Drop a change that waits beside what is published, or give a posting that waits back to its writers."""
    if not posting.may_be_published_by(by):
        raise PermissionDenied
    if posting.proposed:
        posting.proposed = None
    elif posting.state == PostingState.WAITING:
        posting.state = PostingState.DRAFT
    else:
        raise ValidationError(_("Nothing waits for approval here."))
    posting.save(update_fields=["proposed", "state", "changed_at"])
    record(f"{_word(posting)}.given_back", by=by, organization=posting.organization, target=posting)


@transaction.atomic
def withdraw_posting(posting, *, by):
    """Take it from the public. It stays with its writers."""
    if not (posting.may_be_published_by(by) or (posting.may_be_written_by(by) and not posting.is_published)):
        raise PermissionDenied
    posting.state = PostingState.WITHDRAWN
    posting.save(update_fields=["state", "changed_at"])
    record(f"{_word(posting)}.withdrawn", by=by, organization=posting.organization, target=posting)


@transaction.atomic
def review_posting(posting, *, by):
    """Say that what it says is still so."""
    if not posting.may_be_written_by(by):
        raise PermissionDenied
    posting.reviewed_on = timezone.localdate()
    posting.next_review_on = posting.reviewed_on + REVIEW_AFTER
    posting.save(update_fields=["reviewed_on", "next_review_on", "changed_at"])
    record(f"{_word(posting)}.reviewed", by=by, organization=posting.organization, target=posting)


def approvers_of(posting):
    """E-mail addresses of those who publish it: of its organization, and the coordinators; of these alone where
    it speaks for several organizations.
    """
    own = [key for key, role in ROLES.items() if "approve_pages" in role.permissions]
    wide = [key for key, role in ROLES.items() if "every_approve_pages" in role.permissions]
    memberships = Membership.objects.in_force().filter(user__is_active=True)
    people = memberships.filter(role__in=own, organization=posting.organization)
    if posting.is_shared or not people:
        people = memberships.filter(role__in=wide)
    return sorted(set(people.values_list("user__email", flat=True)))


def _tell_approvers(posting):
    from ..posting.kinds import address_of

    link = settings.BASE_URL + address_of(posting)
    subject = _("Waiting for you: %(title)s") % {"title": posting}
    text = _("%(organization)s asks you to read and publish “%(title)s”:\n\n%(link)s\n") % {
        "organization": posting.organization,
        "title": posting,
        "link": link,
    }
    write_to(approvers_of(posting), subject, text)


def _packed(posting, fields):
    """Values as JSON keeps them, by field name."""
    model = type(posting)
    carrier = model(**fields)
    return {name: model._meta.get_field(name).value_from_object(carrier) for name in fields}


def _word(posting):
    return posting._meta.model_name
