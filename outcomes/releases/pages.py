"""What the workspace and the public site show alike of a release, and how they answer."""

import hashlib
import re

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response, patch_cache_control

from .models import ReleaseState
from .presenter import about_words, page_of
from .provenance import provenance

# The addresses and the frame of the two places that show releases.
IN_WORKSPACE = {
    "base": "workspace/base.html",
    "release_url": "workspace:release",
    "measure_url": "workspace:release_measure",
    "drawing_url": "workspace:release_drawing",
    "download_url": "workspace:release_download",
}
IN_PUBLIC = {
    "base": "base.html",
    "release_url": "outcomes:release",
    "measure_url": "outcomes:measure",
    "drawing_url": "outcomes:drawing",
    "download_url": "outcomes:download",
}
BY_LINK = {
    "base": "base.html",
    "release_url": "shared:release",
    "measure_url": "shared:measure",
    "drawing_url": "shared:drawing",
    "download_url": "shared:download",
}
_FORM_KEY = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def fetch(releases, slug):
    """A release among those the reader may see; 404 for everybody else."""
    return get_object_or_404(releases.select_related("program", "supersedes", "superseded_by"), slug=slug)


def release_context(release):
    """Context of a release's pages: three queries, whatever it holds."""
    signatures = list(release.signatures.select_related("organization"))
    page = page_of(release, release.cells.headlines())
    corrected_by = getattr(release, "superseded_by", None)
    return {
        "release": release,
        # What stands for the release in its addresses: its short name, or the secret of a link.
        "at": release.slug,
        "page": page,
        "about": about_words(release),
        "signatures": signatures,
        "provenance": provenance(release, signatures),
        "corrected_by": corrected_by
        if corrected_by and corrected_by.state in (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)
        else None,
    }


def section_or_404(context, key):
    """The section of one measure of a release."""
    section = context["page"].section(key)
    if section is None:
        raise Http404
    return section


def answer(request, template, context, *, public=False):
    """The page, or 304 where the reader has it already. The tag is of what the page says, navigation
    included, so it is never stale; only the form key that changes with each rendering is left out.
    """
    response = render(request, template, context)
    tag = hashlib.sha256(_FORM_KEY.sub(b"", response.content)).hexdigest()[:32]
    return _tagged(request, response, tag, public)


def stored_file(request, release, name, *, download=False, public=False):
    """One stored file of a release, byte for byte; as a download under a name that tells what it is."""
    found = get_object_or_404(release.artifacts, name=name)
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if download:
        short = name.removeprefix("data.") if name.startswith("data.") else name.replace("chart-", "")
        separator = "." if name.startswith("data.") else "-"
        response["Content-Disposition"] = f'attachment; filename="{release.slug}{separator}{short}"'
    return _tagged(request, response, found.sha256, public)


def _tagged(request, response, tag, public):
    response["ETag"] = f'"{tag}"'
    # What somebody may read today may be closed tomorrow: always asked again, answered with 304.
    patch_cache_control(response, no_cache=True, **({"public": True} if public else {"private": True}))
    return get_conditional_response(request, etag=response["ETag"], response=response)
