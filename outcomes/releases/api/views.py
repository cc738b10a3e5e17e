"""Public releases for programs: released cells and nothing else, read only, without an account.

Every answer bears the checksum of what was approved as its ETag: what a reader has is not sent again.
"""

import hashlib
from typing import Annotated

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition, require_safe
from ninja import Field, NinjaAPI, Query, Schema
from ninja.decorators import decorate_view

from ..exports import DESCRIPTIVE, STATES, about, cell_for_machines, definition_for_machines
from ..models import Release
from ..tables import definitions_of, rows
from .schemas import Cells, NotUnderstood, Refused, Releases, ReleaseWhole

PER_PAGE, MOST_CELLS = 50, 1000
# What a database can be asked: no page beyond its numbers, no text with a NUL.
Page = Annotated[int, Field(ge=1, le=1_000_000)]
Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]

api = NinjaAPI(
    title="Released outcomes",
    version="1",
    description=(
        "Numbers that were checked, approved and frozen. A release never changes: a correction is a new release, "
        "named in `corrected_by`. A number that is not shown has a state and is never zero: small numbers are "
        "hidden to protect children. Levels are counted each on its own and are never to be added up."
    ),
    urls_namespace="api",
    docs_url=None,
)


class Narrowed(Schema):
    """Which cells: any of them may be given; none gives all."""

    measure: Word | None = None
    school_year: Word | None = None
    population: Word | None = None
    level: Word | None = None
    place: Word | None = None
    dimension: Word | None = None
    group: Word | None = None
    page: Page = 1


@api.get(
    "/releases",
    response={200: Releases, 422: NotUnderstood},
    summary="Public releases, the newest first",
)
def list_releases(request, program: Word | None = None, include_superseded: bool = False, page: Page = 1):
    """`program`: the short name of a program, or `partnership` for releases of the partnership as a whole."""
    found = _public().order_by("-published_at", "slug")
    if not include_superseded:
        found = found.filter(state="published")
    if program:
        found = (
            found.filter(program__slug=program) if program != "partnership" else found.filter(program=None)
        )
    count, start = found.count(), _start(page, PER_PAGE)
    return {
        "count": count,
        "next": _next(request, page, start + PER_PAGE < count),
        "releases": [_line(one) for one in found[start : start + PER_PAGE]],
    }


def _tag(request, slug, **_parameters):
    """The ETag: the sum of what was approved, who took its place since, and what was asked for."""
    found = Release.objects.public().filter(slug=slug).values_list("checksum", "state").first()
    if found is None:
        return None
    asked = "|".join([*found, request.get_full_path()])
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


@api.get(
    "/releases/{slug}",
    response={200: ReleaseWhole, 404: Refused},
    summary="One release: who, when, definitions, files",
)
@decorate_view(condition(etag_func=_tag))
def one_release(request, slug: str):
    release = get_object_or_404(_public(), slug=slug)
    files = release.artifacts.values_list("name", "content_type", "sha256")
    with translation.override("en"):
        return {
            **_line(release),
            "about": about(release),
            "descriptive": DESCRIPTIVE,
            "definitions": [definition_for_machines(one) for one in definitions_of(release)],
            "files": [
                {"name": name, "content_type": kind, "sha256": digest, "url": _file(release, name)}
                for name, kind, digest in files
            ],
        }


@api.get(
    "/releases/{slug}/cells",
    response={200: Cells, 404: Refused, 422: NotUnderstood},
    summary="The numbers of a release",
)
@decorate_view(condition(etag_func=_tag))
def cells(request, slug: str, narrowed: Query[Narrowed]):
    """At most 1,000 cells an answer; `next` leads to the rest."""
    release = get_object_or_404(_public(), slug=slug)
    asked = narrowed.dict(exclude={"page"}, exclude_none=True)
    if "school_year" in asked:
        asked["year"] = asked.pop("school_year")
    table = rows(release, release.cells.filter(**asked))
    start = _start(narrowed.page, MOST_CELLS)
    with translation.override("en"):
        return {
            "release": release.slug,
            "count": len(table),
            "next": _next(request, narrowed.page, start + MOST_CELLS < len(table)),
            "legend": STATES,
            "cells": [cell_for_machines(row) for row in table[start : start + MOST_CELLS]],
        }


def open_to_all(view):
    """Readable by pages of other sites: there is nothing here that not everybody may read."""

    @require_safe
    def answered(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(response, public=True, no_cache=True)
        return response

    return answered


def _public():
    return Release.objects.public().of_numbers().select_related("program", "supersedes", "superseded_by")


def _line(release):
    corrected_by = getattr(release, "superseded_by", None)
    return {
        "slug": release.slug,
        "title": release.title,
        "program": release.program.slug if release.program else None,
        "school_years": release.years,
        "state": release.state,
        "published_at": release.published_at,
        "corrects": release.supersedes.slug if release.supersedes and release.supersedes.is_public else None,
        "corrected_by": corrected_by.slug if corrected_by and corrected_by.is_public else None,
        "erratum": release.erratum,
        "checksum": release.checksum,
        "page": settings.BASE_URL + _in_english("outcomes:release", release.slug),
        "cells": settings.BASE_URL + reverse("api:cells", args=[release.slug]),
    }


def _file(release, name):
    return settings.BASE_URL + _in_english("outcomes:download", release.slug, name)


def _in_english(name, *args):
    with translation.override("en"):
        return reverse(name, args=args)


def _start(page, size):
    return (page - 1) * size


def _next(request, page, is_more):
    if not is_more:
        return None
    query = request.GET.copy()
    query["page"] = page + 1
    return f"{settings.BASE_URL}{request.path}?{query.urlencode()}"
