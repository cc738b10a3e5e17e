"""Search over everything public: pages, partners, programs, postings, documents, releases; by words, kind, city.

A word that is not found as written is looked for as it sounds alike where the database can (PostgreSQL with pg_trgm).
"""

from dataclasses import dataclass

from django import forms
from django.contrib.postgres.search import TrigramWordSimilarity
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Lower
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page, ReferenceIndex

from partnership.models import Organization, Place
from partnership.screens.forms.filters import Filter
from programs.models import Program

from ..models import Commitment, Download, Event, Opening, Policy, Training, Update
from ..released import public_releases
from .common import crumbs

PER_PAGE, MOST_OF_A_KIND, ALIKE = 20, 100, 0.45
KINDS = [
    ("pages", gettext_lazy("Pages and news")),
    ("partners", gettext_lazy("Partners")),
    ("programs", gettext_lazy("Programs")),
    ("events", gettext_lazy("Events")),
    ("postings", gettext_lazy("Updates, policies, commitments")),
    ("documents", gettext_lazy("Documents")),
    ("releases", gettext_lazy("Released outcomes")),
]


@dataclass(frozen=True)
class Found:
    title: str
    url: str
    kind: str
    text: str = ""
    score: float = 0.0


class SearchFilter(Filter):
    q = forms.CharField(label=gettext_lazy("Words"), max_length=100, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=[("", gettext_lazy("Everything")), *KINDS])
    city = forms.ChoiceField(label=gettext_lazy("City"))

    def __init__(self, data):
        super().__init__(data)
        cities = Place.objects.filter(kind="city", in_partnership=True).order_by("name")
        self.fields["city"].choices = [("", _("All cities")), *cities.values_list("code", "name")]


@require_safe
def search(request):
    narrowed = SearchFilter(request.GET)
    words = narrowed.chosen("q") or ""
    found = find(words, kind=narrowed.chosen("kind"), city=narrowed.chosen("city")) if words.strip() else []
    context = {
        "filter": narrowed,
        "words": words,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": crumbs((_("Search"), "")),
    }
    return render(request, "cms/site/search.html", context)


def find(words, *, kind=None, city=None):
    """[Found], the best first. With a city only what has one: partners, programs and events there."""
    words = " ".join(words.split()[:8])
    makers = {
        "pages": _pages,
        "partners": _partners,
        "programs": _programs,
        "events": _events,
        "postings": _postings,
        "documents": _documents,
        "releases": _releases,
    }
    asked = [kind] if kind in makers else list(makers)
    if city:
        asked = [key for key in asked if key in ("partners", "programs", "events")]
    labels = dict(KINDS)
    found = []
    # What is written otherwise is looked for only where nothing is found as it was written.
    for match in [exact, alike] if alike_is_possible() else [exact]:
        found = found or [each for key in asked for each in makers[key](words, city, str(labels[key]), match)]
    ranked = sorted(found, key=lambda each: (-each.score, each.title.lower()))
    # A partner or a program with pages of its own is found in the register and among the pages.
    return list({each.url: each for each in reversed(ranked)}.values())[::-1]


def exact(queryset, words, *columns):
    """[(row, score)] in which every word occurs: 1 where the first column has them all, 0.5 otherwise."""
    rows, every, first = _lowered(queryset, columns), Q(), Q()
    for word in words.lower().split():
        anywhere = Q()
        for number in range(len(columns)):
            anywhere |= Q(**{f"in_{number}__contains": word})
        every &= anywhere
        first &= Q(in_0__contains=word)
    found = [(row, 1.0) for row in rows.filter(first)[:MOST_OF_A_KIND]]
    known = {row.pk for row, _score in found}
    return found + [(row, 0.5) for row in rows.filter(every)[:MOST_OF_A_KIND] if row.pk not in known]


def alike(queryset, words, *columns):
    """[(row, score)] whose first column is like the words, the likest first."""
    likeness = TrigramWordSimilarity(Value(words.lower()), "in_0")
    rows = _lowered(queryset, columns[:1]).annotate(alike=likeness).filter(alike__gte=ALIKE)
    return [(row, 0.4 * row.alike) for row in rows.order_by("-alike")[:MOST_OF_A_KIND]]


def _lowered(queryset, columns):
    return queryset.annotate(
        **{f"in_{number}": Lower(Cast(column, TextField())) for number, column in enumerate(columns)}
    )


def alike_is_possible():
    """Whether the database knows which words are alike."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def _pages(words, city, kind, match):
    live = Page.objects.live().public().filter(locale=Locale.get_active(), depth__gt=1)
    titled = match(live, words, "title", "search_description")
    known = {page.pk for page, _score in titled}
    # Wagtail's own index knows the texts of pages as well.
    inside = [page for page in live.search(words, operator="and")[:MOST_OF_A_KIND] if page.pk not in known]
    scored = titled + [(page, 0.3) for page in inside]
    return [
        Found(page.title, page.get_url() or "", kind, page.search_description, score)
        for page, score in scored
    ]


def _partners(words, city, kind, match):
    partners = Organization.objects.exclude(kind="partnership")
    if city:
        partners = partners.filter(city__code=city)
    directory = _index("directorypage")
    return [
        Found(each.name, f"{directory}{each.slug}/", kind, each.summary, score + 0.1)
        for each, score in match(partners, words, "name", "summary")
    ]


def _programs(words, city, kind, match):
    programs = Program.objects.all()
    if city:
        programs = programs.filter(pk__in=Program.objects.filter(sites__city__code=city).values("pk"))
    index = _index("programindexpage")
    return [
        Found(each.name, f"{index}{each.slug}/", kind, each.summary, score + 0.1)
        for each, score in match(programs, words, "name", "summary")
    ]


def _events(words, city, kind, match):
    events = Event.objects.published()
    if city:
        events = events.filter(city__code=city)
    return [
        Found(str(each), each.get_absolute_url(), kind, str(each.summary), score)
        for each, score in match(events, words, "title", "summary", "text", "venue")
    ]


def _postings(words, city, kind, match):
    found = []
    for model, columns in [
        (Update, ["title", "unknown", "coming"]),
        (Policy, ["title", "summary"]),
        (Commitment, ["title", "text"]),
        (Training, ["title", "text", "teachers"]),
        (Opening, ["title", "text"]),
    ]:
        posted = model.objects.published().select_related("organization")
        for each, score in match(posted, words, *columns):
            label = f"{model._meta.verbose_name}, {each.organization}"
            found.append(Found(str(each), each.get_absolute_url(), label, "", score))
    return found


def _documents(words, city, kind, match):
    """Documents that a live public page or a published posting offers."""
    pages = Page.objects.live().public().values_list("pk", flat=True)
    offered = ReferenceIndex.objects.filter(
        to_content_type__app_label="cms",
        to_content_type__model="download",
        base_content_type__app_label="wagtailcore",
        object_id__in=[str(pk) for pk in pages],
    ).values_list("to_object_id", flat=True)
    of_postings = Download.objects.filter(
        Q(policies__state="published") | Q(trainings__state="published")
    ).values("pk")
    shown = Download.objects.filter(
        Q(pk__in={int(key) for key in offered if key.isdecimal()}) | Q(pk__in=of_postings)
    )
    return [Found(each.title, each.url, kind, "", score) for each, score in match(shown, words, "title")]


def _releases(words, city, kind, match):
    return [
        Found(each.title, reverse("outcomes:release", args=[each.slug]), kind, "", score)
        for each, score in match(public_releases(), words, "title")
    ]


def _index(model):
    page = Page.objects.filter(
        content_type__app_label="cms", content_type__model=model, locale__language_code=get_language()
    ).first()
    return page.get_url() if page else ""
