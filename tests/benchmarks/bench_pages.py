"""Public pages from memory against the same pages made anew, and the page editor among 300 organizations.

First the demonstration's home page, directory and a partner's page are asked for again and again, without and with the
page cache, in the same process. Prints requests per second and `ratio N`, cached over made anew: the smallest of the
three. Exits 1 below 10.

Then 300 organizations with 20,000 pages, 2,000 people and their permission rows are planted, and the explorer, the
search and the chooser of pages are opened by an editor of one organization and by the coordinator. Prints the seconds
and queries of each. Exits 1 where one takes longer than a second.

    python -m tests.benchmarks.bench_pages [pages]
"""

import sys
import time

from tests.benchmarks.throwaway import database

LEAST, LONGEST = 10, 1.0
ORGANIZATIONS, PAGES, PEOPLE = 300, 20_000, 2_000
PUBLIC = [
    "/en/",
    "/en/partners/",
    "/en/partners/partner-007/",
    "/en/calendar/",
    "/en/seven-ways/accountability/",
]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def plant_the_site(pages):
    """{role: person} of an editor and the coordinator, in a site of 300 sections."""
    from django.db import transaction

    from cms.actions.sections import open_sections
    from cms.models import NewsPage, OrganizationPage
    from cms.planting import plant
    from partnership.access.groups import role_group
    from partnership.actions.memberships import grant_role
    from partnership.actions.organizations import add_organization
    from partnership.models import Organization, User

    partnership = add_organization(by=None, name="The partnership", slug="partnership", kind="partnership")
    Organization.objects.bulk_create(
        Organization(name=f"Partner {n:03d}", slug=f"partner-{n:03d}", kind="nonprofit", summary="Helps.")
        for n in range(ORGANIZATIONS - 1)
    )
    open_sections(Organization.objects.exclude(kind="partnership"), by=None)
    roots = list(OrganizationPage.objects.filter(alias_of=None).select_related("locale").order_by("path"))
    each = pages // len(roots)
    for root in roots:
        news = [
            NewsPage(
                title=f"News {n} of {root.title}", slug=f"news-{n}", lead="It went well.", locale=root.locale
            )
            for n in range(each)
        ]
        with transaction.atomic():
            plant(news, parent=root)
    for organization in Organization.objects.exclude(kind="partnership"):
        for role in ("editor", "page_approver", "incident_officer"):
            role_group(organization, role)
    User.objects.bulk_create(
        User(email=f"p{n}@example.org", name=f"Person {n}", password="!") for n in range(PEOPLE)
    )
    editor, coordinator = User.objects.order_by("email")[:2]
    grant_role(by=None, user=editor, organization=Organization.objects.get(slug="partner-007"), role="editor")
    grant_role(by=None, user=coordinator, organization=partnership, role="partnership_coordinator")
    return {"editor": editor, "coordinator": coordinator}


def per_second(client, address, number):
    client.get(address)
    begun = time.perf_counter()
    for _again in range(number):
        assert client.get(address).status_code == 200, address
    return number / (time.perf_counter() - begun)


def cached_over_made_anew():
    from django.conf import settings
    from django.core.cache import caches
    from django.test import Client

    client, ratios = Client(), []
    for address in PUBLIC:
        settings.PAGE_CACHE = False
        anew = per_second(client, address, 20)
        settings.PAGE_CACHE = True
        caches["pages"].clear()
        kept = per_second(client, address, 400)
        ratios.append(kept / anew)
        print(f"{address:34} {anew:8.0f}/s made anew {kept:8.0f}/s from memory  x{kept / anew:.0f}")
    return min(ratios)


def slowest_screen(people):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse
    from wagtail.models import Page

    directory = Page.objects.get(slug="partners")
    own = Page.objects.get(slug="partner-007", locale=directory.locale)
    screens = [
        ("explorer, directory", reverse("wagtailadmin_explore", args=[directory.pk])),
        ("explorer, own section", reverse("wagtailadmin_explore", args=[own.pk])),
        ("search", reverse("wagtailadmin_pages:search") + "?q=news"),
        ("chooser", reverse("wagtailadmin_choose_page")),
        ("chooser, search", reverse("wagtailadmin_choose_page_search") + "?q=news"),
        ("desk", reverse("workspace:desk")),
    ]
    slowest = 0
    for who, user in people.items():
        client = Client()
        client.force_login(user, backend=BACKEND)
        for name, address in screens:
            client.get(address)
            begun = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            seconds = time.perf_counter() - begun
            assert answer.status_code == 200, (who, address, answer.status_code)
            slowest = max(slowest, seconds)
            print(f"{who:12} {name:24} {seconds:6.3f} s {len(queries):4} queries")
    return slowest


def main(pages):
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    people = plant_the_site(pages)
    from wagtail.models import GroupPagePermission, Page

    print(f"{Page.objects.count()} pages, {GroupPagePermission.objects.count()} permission rows on pages")
    ratio, slowest = cached_over_made_anew(), slowest_screen(people)
    print(f"ratio {ratio:.1f}\nslowest screen {slowest:.3f} s")
    return ratio >= LEAST and slowest <= LONGEST


if __name__ == "__main__":
    with database():
        passed = main(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
    sys.exit(0 if passed else 1)
