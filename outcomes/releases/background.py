"""Releases are built in the worker; the coordinator's page follows."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import translation
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from partnership.models import User
from partnership.work import background
from programs.models import Program

from .build import build_release
from .models import Release
from .review.actions import rebuild_without_silent
from .supersede import supersede_release


@dataclass
class Outcome:
    """Where a build stands: under way, done (slug of the draft), or refused with sentences."""

    slug: str = ""
    refused: list[str] = ()
    failed: bool = False

    @property
    def is_under_way(self):
        return not (self.slug or self.refused or self.failed)


def order_build(*, by, program=None, years=(), audience="funders", title=""):
    """Enqueue a build; returns the id under which its outcome is known."""
    return build_in_background.enqueue(
        by=str(by.pk),
        language=translation.get_language(),
        program=program and str(program.pk),
        years=list(years),
        audience=audience,
        title=title,
    ).id


def order_correction(*, by, release, erratum, title=""):
    """Enqueue the build of a correction; returns the id under which its outcome is known."""
    return correct_in_background.enqueue(
        by=str(by.pk),
        language=translation.get_language(),
        release=str(release.pk),
        erratum=erratum,
        title=title,
    ).id


def order_rebuild(*, by, release):
    """Enqueue a build without the organizations that stayed silent; returns the id of its outcome."""
    return rebuild_in_background.enqueue(
        by=str(by.pk), language=translation.get_language(), release=str(release.pk)
    ).id


def build_outcome(result):
    """The Outcome of an ordered build, or None where there is no such order."""
    for task in (build_in_background, correct_in_background, rebuild_in_background):
        try:
            found = task.get_result(result)
        except (TaskResultDoesNotExist, TaskResultMismatch):
            continue
        if found.status == TaskResultStatus.SUCCESSFUL:
            return Outcome(**found.return_value)
        return Outcome(failed=found.status == TaskResultStatus.FAILED)
    return None


@background
def build_in_background(*, by, language, program, years, audience, title):
    return _told(
        language,
        lambda: build_release(
            by=User.objects.get(pk=by),
            program=program and Program.objects.get(pk=program),
            years=years,
            audience=audience,
            title=title,
        ),
    )


@background
def correct_in_background(*, by, language, release, erratum, title):
    return _told(
        language,
        lambda: supersede_release(
            Release.objects.get(pk=release), by=User.objects.get(pk=by), erratum=erratum, title=title
        ),
    )


@background
def rebuild_in_background(*, by, language, release):
    return _told(
        language,
        lambda: rebuild_without_silent(Release.objects.get(pk=release), by=User.objects.get(pk=by)),
    )


def _told(language, build):
    with translation.override(language):
        try:
            return {"slug": build().slug}
        except ValidationError as refusal:
            return {"refused": refusal.messages}
