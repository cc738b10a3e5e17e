"""What happens to a draft on its way out."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partnership.access.rights import can
from partnership.audit import record

from ..approve import may_sign_for, missing_signatures
from ..build import build_release
from ..models import Release, ReleaseKind, ReleaseState
from ..publish import discard_release, publish_release
from ..visibility import BUILD
from .models import Story
from .people import tell_of_draft

LONGEST_STORY = 4000


@transaction.atomic
def open_review(release, *, by, until):
    """Ask every organization whose students are counted to read, tell and sign by a day; may be moved later.

    Raises PermissionDenied, or ValidationError when the day is past or the release no draft.
    """
    release = _draft(release)
    if not can(by, BUILD):
        raise PermissionDenied
    if until < timezone.localdate():
        raise ValidationError(_("The day by which organizations are to sign is past. Choose a later one."))
    release.review_until = until
    release.save(update_fields=["review_until"])
    tell_of_draft(release, list(release.contributors.all()))
    record("release.review_opened", by=by, target=release, until=until.isoformat())
    return release


@transaction.atomic
def tell_story(release, *, by, organization, text):
    """Write or replace an organization's story behind the curve; an empty one takes it back. Returns it, or None.

    Raises PermissionDenied, or ValidationError after the due date, after its signature, or when it is no draft.
    """
    release = _draft(release)
    if not may_sign_for(by, organization) or organization not in release.contributors.all():
        raise PermissionDenied
    if release.signatures.filter(organization=organization).exists():
        raise ValidationError(
            _("%(organization)s has signed; its story stays as it is.") % {"organization": organization}
        )
    if release.review_until and timezone.localdate() > release.review_until:
        raise ValidationError(
            _("Stories could be told until %(day)s. Ask the partnership's coordinator for more time.")
            % {"day": date_format(release.review_until, "DATE_FORMAT")}
        )
    text = text.strip()
    if len(text) > LONGEST_STORY:
        raise ValidationError(
            _("A story has at most %(most)s characters; this one has %(count)s.")
            % {"most": LONGEST_STORY, "count": len(text)}
        )
    record("release.story_told", by=by, organization=organization, target=release, characters=len(text))
    if not text:
        Story.objects.filter(release=release, organization=organization).delete()
        return None
    story, _made = Story.objects.update_or_create(
        release=release, organization=organization, defaults={"text": text, "written_by": by}
    )
    return story


def silent_organizations(release):
    """Organizations that had to sign by a day that is past, and have not."""
    if not (release.is_draft and release.review_until and timezone.localdate() > release.review_until):
        return []
    signed = set(release.signatures.values_list("organization", flat=True))
    return [one for one in release.contributors.all() if one.pk not in signed]


@transaction.atomic
def rebuild_without_silent(release, *, by):
    """Build the draft again without the organizations that stayed silent, shown as not reported; returns it.

    It counts, hides and is audited anew, and is signed anew by those who are in it. The old draft is discarded.
    """
    release = _draft(release)
    if not can(by, BUILD):
        raise PermissionDenied
    if release.kind == ReleaseKind.EVALUATION:
        raise ValidationError(
            _(
                "The result of an evaluation is of all its schools. It waits for every organization, or is discarded."
            )
        )
    silent = silent_organizations(release)
    if not silent:
        raise ValidationError(
            _(
                "Nobody is left out before the day by which organizations are to sign, nor after all have signed."
            )
        )
    corrects, erratum = release.supersedes, release.erratum
    stories = [one for one in release.stories.all() if one.organization not in silent]
    discard_release(release, by=by)
    already = list(release.pins.get("without", ()))
    made = build_release(
        by=by,
        title=release.title,
        program=release.program,
        years=release.years,
        audience=release.audience,
        supersedes=corrects,
        erratum=erratum,
        without=sorted({*already, *(one.slug for one in silent)}),
    )
    Story.objects.bulk_create(
        Story(release=made, organization=one.organization, text=one.text, written_by=one.written_by)
        for one in stories
    )
    record(
        "release.built_without",
        by=by,
        target=made,
        without=[one.slug for one in silent],
        instead_of=str(release.pk),
    )
    return made


@transaction.atomic
def schedule_release(release, *, by, at):
    """Let a signed draft be published by itself at a moment; None takes the moment back.

    Until then it is under embargo: nobody but its readers as a draft sees it.
    """
    release = _draft(release)
    if not can(by, BUILD):
        raise PermissionDenied
    if at is not None:
        if at <= timezone.now():
            raise ValidationError(_("The moment of publication is past. Choose a later one, or publish now."))
        if missing := missing_signatures(release):
            raise ValidationError(missing)
    release.publish_at = at
    release.scheduled_by = by if at else None
    release.save(update_fields=["publish_at", "scheduled_by"])
    record("release.scheduled", by=by, target=release, at=at.isoformat() if at else "")
    return release


def publish_due():
    """Publish what is due (settings.DUE); returns how many were."""
    due = Release.objects.filter(state=ReleaseState.DRAFT, publish_at__lte=timezone.now())
    published = 0
    for release in due.select_related("scheduled_by").order_by("publish_at"):
        try:
            publish_release(release, by=release.scheduled_by)
            published += 1
        except (ValidationError, PermissionDenied) as refusal:
            _take_back(release, refusal)
    return published


def remind_of_review():
    """Remind organizations that have not signed, once, three days before the day (settings.DUE)."""
    soon = timezone.localdate() + timedelta(days=3)
    waiting = Release.objects.filter(
        state=ReleaseState.DRAFT,
        review_until__lte=soon,
        review_until__gte=timezone.localdate(),
        reminded=False,
    )
    reminded = 0
    for release in waiting:
        signed = set(release.signatures.values_list("organization", flat=True))
        late = [one for one in release.contributors.all() if one.pk not in signed]
        with transaction.atomic():
            tell_of_draft(release, late, again=True)
            Release.objects.filter(pk=release.pk).update(reminded=True)
        reminded += len(late)
    return reminded


@transaction.atomic
def _take_back(release, refusal):
    """What could not be published stays a draft, with the reason in its history."""
    release.publish_at = None
    release.save(update_fields=["publish_at"])
    reasons = getattr(refusal, "messages", None) or [
        _("The person who scheduled it may not publish any more.")
    ]
    record("release.not_published", by=None, target=release, reasons=reasons)


def _draft(release):
    release = Release.objects.select_for_update().get(pk=release.pk)
    if release.state != ReleaseState.DRAFT:
        raise ValidationError(_("This is possible with a draft only; this release is no draft any more."))
    return release
