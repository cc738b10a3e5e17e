"""The public site's few views beside the pages themselves."""

from mimetypes import guess_type

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Locale, Site
from wagtail.views import serve

from partnership.web.headers import FILE

from .access.files import may_fetch
from .models import PictureRendition
from .sitemap import entries


def serve_page(request, path=""):
    """The page at an address; an address of another language's tree leads to the same page in this one."""
    try:
        return serve(request, path)
    except Http404:
        address = _same_page_here(request, path)
        if address is None:
            raise
        return redirect(address)


@require_safe
def serve_image(request, name):
    """An image as pages show it. Originals and documents are in other folders and never served from here."""
    rendition = get_object_or_404(PictureRendition.objects.select_related("image"), file=f"images/{name}")
    may_fetch(rendition.image, request)
    if not default_storage.exists(rendition.file.name):
        raise Http404
    answer = FileResponse(
        default_storage.open(rendition.file.name),
        content_type=guess_type(name)[0] or "application/octet-stream",
    )
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = FILE
    return answer


@require_safe
def serve_download(request, document_id, document_filename):
    """A document, to be saved: a browser that shows it all the same gives it an origin of its own."""
    answer = serve_document(request, document_id, document_filename)
    answer["Content-Security-Policy"] = FILE
    return answer


@require_safe
def sitemap(request):
    return TemplateResponse(
        request, "cms/sitemap.xml", {"entries": entries(request)}, content_type="application/xml"
    )


@require_safe
def robots(request):
    closed = [reverse("wagtailadmin_home"), reverse("workspace:home"), "/accounts/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {settings.BASE_URL}{reverse('sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


def _same_page_here(request, path):
    """Where the page that another language has at this path is in the reader's language, or None."""
    here = Locale.get_active()
    home = Site.find_for_request(request).root_page
    for other in home.get_translations(inclusive=True).exclude(locale=here).specific():
        try:
            page, _args, extra = other.route(request, [part for part in path.split("/") if part])
        except Http404:
            continue
        twin = page.get_translations().filter(locale=here).live().first()
        if twin:
            entry = extra.get("organization")
            return twin.get_url(request) + (f"{entry.slug}/" if entry else "")
    return None
