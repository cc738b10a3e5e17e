"""What the workspace and the public site show alike of a release, and how they answer."""

import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control

from .artifacts import TYPES
from .bars import bars
from .breakdown import breakdowns
from .drawing import PNG_VERSION, as_png
from .evaluations import page as evaluations
from .findings import answers
from .models import ReleaseKind, ReleaseState
from .presenter import about_words, has_participants, headline_year, page_of
from .promised import promised
from .provenance import provenance
from .sections import section_of
from .selection import ReleaseFilter, groups_of
from .tables import headlines, rows
from .trends import trend

# Charts that are drawn when somebody asks, by how their names begin.
DRAWN = {"bars": bars, "trend": trend}
CARDS_ON_A_SHEET, PROMISES_ON_A_SHEET = 6, 8
# How long a piece of a page that never changes is kept in memory.
KEEP_SECONDS = 24 * 60 * 60

# The addresses and the frame of the three places that show releases.
IN_WORKSPACE = {
    "base": "workspace/base.html",
    "release_url": "workspace:release",
    "measure_url": "workspace:release_measure",
    "drawing_url": "workspace:release_drawing",
    "download_url": "workspace:release_download",
    "sources_url": "workspace:release_sources",
    "changes_url": "workspace:release_changes",
    "sheet_url": "workspace:release_sheet",
    "compare_url": "workspace:compare_releases",
}
IN_PUBLIC = {
    "base": "base.html",
    "release_url": "outcomes:release",
    "measure_url": "outcomes:measure",
    "drawing_url": "outcomes:drawing",
    "download_url": "outcomes:download",
    "sources_url": "outcomes:sources",
    "changes_url": "outcomes:changes",
    "sheet_url": "outcomes:sheet",
    "compare_url": "outcomes:compare",
}
# Of a link to one release, which leads to no other.
BY_LINK = {
    "base": "base.html",
    "release_url": "shared:release",
    "measure_url": "shared:measure",
    "drawing_url": "shared:drawing",
    "download_url": "shared:download",
    "sheet_url": "shared:sheet",
}
# What differs in each rendering and says nothing: form keys and nonces.
_OF_THE_MOMENT = re.compile(rb' name="csrfmiddlewaretoken" value="[^"]+"| nonce="[^"]+"')


def fetch(releases, slug):
    """A release among those the reader may see; 404 for everybody else."""
    return get_object_or_404(releases.select_related("program", "supersedes", "superseded_by"), slug=slug)


def release_context(release, query, *, readable, awards=()):
    """Context of a release's page: whose numbers the query asks for, among what was released. As many database
    queries whatever it holds.

    readable: the releases that the reader may see. awards: those whose promises stand on it
    (promised.awards_for).
    """
    if release.kind == ReleaseKind.EVALUATION:
        about = _about(release)
        return {**about, **evaluations.context_of(release, about["signatures"])}
    chosen = ReleaseFilter(query, release=release, groups=groups_of(release))
    selection = chosen.selection()
    everything = "all" in query
    found = answers(release, readable)
    first = {target.measure for award in awards for target in award.targets.all()}
    first |= {answer.measure for answer in found} | {query.get("open", "")}
    page = page_of(release, selection.cells(release), selection=selection, first=first, everything=everything)
    _add_intervals(page, found)
    return {
        **_about(release),
        "page": page,
        "filter": chosen if chosen.fields else None,
        "is_narrowed": chosen.is_used(),
        "chosen": selection.words(release),
        "everything": everything,
        # Under which the template keeps what it made of the numbers.
        "numbers_key": f"{selection}|{everything}|{','.join(one.key for one in page.sections)}",
        "keep_seconds": _keep_seconds(release),
        "accounts": promised(awards, rows(release, release.cells.that_can_be_promised())) if awards else [],
        "answers": found if selection.is_whole else [],
        "stories": list(release.stories.select_related("organization")) if selection.is_whole else [],
    }


def measure_context(release, key, query):
    """Context of one measure's page: its numbers of the whole, and by school, city, group. 404 where there is
    no such measure.
    """
    cells = release.cells.filter(measure=key)
    whole = headlines(release, cells.headlines())
    # A disparity is told of groups and of single agencies alone.
    some = whole or rows(release, cells)
    if not some:
        raise Http404
    years = sorted({row.year for row in some})
    asked = query.get("year", "")
    year = asked if asked in years else headline_year(release, some, some[0].population)
    return {
        **_about(release),
        "page": {"year": year, "has_participants": has_participants(whole)},
        "section": section_of(release, some, year, has_whole=bool(whole)),
        # Looked up when the template asks, which keeps what it made of them: a release never changes.
        "breakdowns": lambda: breakdowns(release, rows(release, cells.filter(year=year)), year),
        "keep_seconds": _keep_seconds(release),
        "years": years,
    }


def sheet_context(release, *, readable, awards=()):
    """Context of the sheet for a board: one page of paper. An evaluation prints as its own page: 404."""
    if release.kind == ReleaseKind.EVALUATION:
        raise Http404
    context = release_context(release, {}, readable=readable, awards=awards)
    page = context["page"]
    page.cards = page.cards[:CARDS_ON_A_SHEET]
    context["promises"] = [(one.award, promise) for one in context["accounts"] for promise in one.promises][
        :PROMISES_ON_A_SHEET
    ]
    context["more_promises"] = sum(len(one.promises) for one in context["accounts"]) - len(
        context["promises"]
    )
    context["address"] = settings.BASE_URL + release.get_absolute_url()
    return context


def _about(release):
    signatures = list(release.signatures.select_related("organization"))
    corrected_by = getattr(release, "superseded_by", None)
    return {
        "release": release,
        # What stands for the release in its addresses: its short name, or the secret of a link.
        "at": release.slug,
        "about": about_words(release),
        "signatures": signatures,
        "provenance": provenance(release, signatures),
        "corrected_by": corrected_by
        if corrected_by and corrected_by.state in (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)
        else None,
    }


def _keep_seconds(release):
    return 0 if release.is_draft else KEEP_SECONDS


def _add_intervals(page, found):
    intervals = {answer.measure: answer.interval for answer in found if answer.interval}
    for card in page.cards:
        card.interval = intervals.get(card.anchor, "")


def answer(request, template, context, *, public=False):
    """The page, or 304 where the reader has it already. The tag is of what the page says, navigation
    included, so it is never stale; only form keys and nonces, which change with each rendering, are left out.
    """
    # A release of another kind brings its own page.
    response = render(request, context.get("template", template), context)
    tag = hashlib.sha256(_OF_THE_MOMENT.sub(b"", response.content)).hexdigest()[:32]
    return _tagged(request, response, tag, public)


def stored_file(request, release, name, *, download=False, public=False):
    """One file of a release; as a download under a name that tells what it is. Data and the chart of each measure are
    stored and come byte for byte; bars by school, city and group, and their years, are drawn from the cells. Every chart is also had as
    a picture of points: `.png` in place of `.svg`.
    """
    as_points = name.endswith(".png")
    # As part of a page only what is drawn on it: whoever takes data does so by the door that logs it.
    if not download and not name.endswith((".svg", ".png")):
        raise Http404
    drawing = f"{name[:-4]}.svg" if as_points else name
    if name.partition("-")[0] in DRAWN:
        content, kind = DRAWN[name.partition("-")[0]](release, drawing), TYPES["svg"]
        tag = hashlib.sha256(content).hexdigest()
    else:
        found = get_object_or_404(release.artifacts, name=drawing)
        content, kind, tag = bytes(found.content), found.content_type, found.sha256
    if as_points:
        tag, kind = f"{tag}-png{PNG_VERSION}", TYPES["png"]
    if _has_it(request, tag):
        content = b""
    elif as_points:
        content = as_png(content)
    response = HttpResponse(content, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if download:
        short = re.sub("^(data|chart|bars|trend)[.-]", "", name)
        separator = "." if name.startswith("data.") else "-"
        response["Content-Disposition"] = f'attachment; filename="{release.slug}{separator}{short}"'
    return _tagged(request, response, tag, public)


def _has_it(request, tag):
    return f'"{tag}"' in request.headers.get("If-None-Match", "")


def _tagged(request, response, tag, public):
    response["ETag"] = f'"{tag}"'
    # What somebody may read today may be closed tomorrow: always asked again, answered with 304.
    patch_cache_control(response, no_cache=True, **({"public": True} if public else {"private": True}))
    return get_conditional_response(request, etag=response["ETag"], response=response)
