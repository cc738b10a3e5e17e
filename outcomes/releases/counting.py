"""Which published releases counted a submission: what its withdrawal will not touch (settings.RELEASES_COUNTING)."""

from django.db.models import Q

from .models import RELEASED, Release


def releases_counting(submission):
    """[(title, day of publication)] of the releases that pin a claim of the submission, the newest first.

    Superseded ones are among them: they stay readable, and stay as they are.
    """
    claims = set(submission.claims.values_list("pk", flat=True))
    released = Release.objects.filter(state__in=RELEASED)
    return [
        (release.title, release.published_at)
        for release in released
        if claims & set(release.pins.get("claim_ids", ()))
    ]


def releases_showing(*, program, years):
    """[title] of published releases that showed numbers of a program, or of all, in any of the school years."""
    found = Release.objects.filter(Q(program=program) | Q(program=None), state__in=RELEASED)
    return [release.title for release in found.order_by("published_at") if set(years) & set(release.years)]
