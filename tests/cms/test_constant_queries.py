"""What a screen costs does not depend on how many organizations there are: 10 and 300 cost the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from cms.actions.sections import open_sections
from cms.models import NewsPage, OrganizationPage
from cms.planting import plant
from partnership.models import Organization

from .conftest import root_of

# How many queries are asked is decided before a database hears the first.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]


def add_organizations(number, city):
    have = Organization.objects.count()
    Organization.objects.bulk_create(
        Organization(
            name=f"Partner {count:03d}",
            slug=f"partner-{count:03d}",
            kind="nonprofit",
            city=city,
            summary="Helps.",
        )
        for count in range(have, number)
    )
    open_sections(Organization.objects.exclude(kind="partnership"), by=None)
    for page in OrganizationPage.objects.filter(alias_of__isnull=True, numchild=0):
        plant(
            [NewsPage(title=f"News of {page.title}", slug="news", lead="It went well.", locale=page.locale)],
            parent=page,
        )


SCREENS = [
    ("public", "/en/partners/"),
    ("public", "/en/partners/?q=partner&kind=nonprofit&city=harbor"),
    ("public", "/en/partners/?page=2"),
    ("public", "/en/partners/alder/"),
    ("public", "/en/"),
    ("public", "/en/news/"),
    ("public", "/en/programs/"),
    ("public", "/en/programs/campus-mentors/"),
    ("public", "/sitemap.xml"),
]
EDITOR = [
    ("wagtailadmin_home", None, {}),
    ("wagtailadmin_explore_root", None, {}),
    ("wagtailadmin_explore", "directory", {}),
    ("wagtailadmin_explore", "directory", {"q": "partner"}),
    ("wagtailadmin_explore", "own", {}),
    ("wagtailadmin_pages:search", None, {"q": "partner"}),
    ("wagtailadmin_choose_page", None, {}),
    ("wagtailadmin_choose_page_child", "directory", {}),
    ("wagtailadmin_choose_page_search", None, {"q": "partner"}),
    ("wagtailadmin_api:pages:listing", None, {"child_of": "directory", "for_explorer": "1"}),
    ("wagtailimages_chooser:choose", None, {}),
    ("wagtaildocs_chooser:choose", None, {}),
    ("wagtailimages:index", None, {}),
    ("wagtaildocs:index", None, {}),
    ("wagtailadmin_pages:edit", "own", {}),
    ("wagtailadmin_pages:history", "own", {}),
]
COORDINATOR = EDITOR + [
    ("wagtailadmin_reports:site_history", None, {}),
    ("wagtailadmin_reports:aging_pages", None, {}),
    ("wagtailadmin_reports:workflow", None, {}),
    ("wagtailadmin_reports:workflow_tasks", None, {}),
    ("wagtailadmin_reports:locked_pages", None, {}),
]


def count(client, address, query=None):
    client.get(address, query)  # What the process keeps (content types, site roots) is known from here on.
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, query)
    assert answer.status_code == 200, address
    return len(queries)


def costs(client, world, sign_in):
    found = {}
    client.logout()
    for who, address in SCREENS:
        found[who, address] = count(client, address)
    directory = root_of(world["alder"]).get_parent()
    places = {"directory": directory.pk, "own": root_of(world["alder"]).pk}
    for role, screens in [("editor", EDITOR), ("partnership_coordinator", COORDINATOR)]:
        sign_in(role)
        for route, place, query in screens:
            address = reverse(route, args=[places[place]] if place else [])
            asked = {key: places.get(value, value) for key, value in query.items()}
            found[role, route + str(query)] = count(client, address, asked)
    return found


def test_three_hundred_organizations_cost_no_more_queries_than_ten(client, world, sign_in):
    """Not fewer either, but for lists whose rows happen to be of fewer types."""
    sign_in("editor")
    add_organizations(10, world.places["harbor"])
    few = costs(client, world, sign_in)
    add_organizations(300, world.places["harbor"])
    many = costs(client, world, sign_in)
    assert {screen: (few[screen], many[screen]) for screen in few if many[screen] > few[screen]} == {}
    assert {screen: (few[screen], many[screen]) for screen in few if many[screen] < few[screen] - 4} == {}


def test_a_list_of_pages_asks_once_where_addresses_begin(client, world, monkeypatch):
    """Wagtail keeps that in the shared cache, which in production is a table: each question is a query."""
    asked = []
    paths = Site.get_site_root_paths
    monkeypatch.setattr(Site, "get_site_root_paths", staticmethod(lambda: asked.append(1) or paths()))
    root = root_of(world["alder"])
    pages = [
        NewsPage(title=f"News {n}", slug=f"n-{n}", lead="It went well.", locale=root.locale) for n in range(4)
    ]
    plant(pages, parent=root)
    for address in (root.get_url(), "/en/", "/en/news/", "/sitemap.xml"):
        asked.clear()
        assert "n-3" in client.get(address).content.decode()
        assert len(asked) == 1, address
