"""What bench_load reads: a site of 300 organizations, 100 releases, people at work, a district that hands in."""

from tests.benchmarks.bench_import import county
from tests.benchmarks.bench_pages import plant_the_site
from tests.benchmarks.bench_release import County, gathered

READERS, WORKING = 500, 25
# Seconds between two pages, on average.
BETWEEN = 10.0
RELEASES, SCHOOLS, PAGES = 100, 12, 20_000


def plant():
    """The site, the releases, the district that hands in; [group of readers.Reader]."""
    from django.db import connection

    from cms.caching.stamp import forget_changes

    plant_the_site(PAGES)
    county()
    slugs = plant_releases()
    # What `manage.py tick` and the database's own housekeeping have long done on a site of this age.
    forget_changes()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return groups(slugs)


def groups(slugs):
    """Of five people at work one coordinates the partnership; the others are of one organization."""
    coordinating = WORKING // 5
    cookies = people_at_work(coordinating)
    read = {"think": BETWEEN, "skew": 1}
    work = {"name": "workspace", "think": BETWEEN, "skew": 0}
    return [
        {"name": "public pages", "readers": READERS * 7 // 10, "addresses": site_addresses()} | read,
        {"name": "release pages", "readers": READERS * 3 // 10, "addresses": release_addresses(slugs)} | read,
        {"readers": coordinating, "addresses": workspace_addresses(slugs), "cookies": cookies[:coordinating]}
        | work,
        {
            "readers": WORKING - coordinating,
            "addresses": own_addresses(slugs),
            "cookies": cookies[coordinating:],
        }
        | work,
    ]


def plant_releases():
    """Short names of the releases: one built of a small county's students, and its rows again and again."""
    from django.db import connection

    from outcomes.releases import frozen
    from outcomes.releases.build import build_release
    from outcomes.releases.models import Artifact, Release, ReleaseCell

    counted = County(connection, partnership=False)
    counted.grow(SCHOOLS)
    gathered()
    first = build_release(by=counted.person, audience="public")
    cells, artifacts = list(first.cells.all()), list(first.artifacts.all())
    published = {"state": "published", "published_at": counted.now()}
    frozen.take_down_triggers(connection)
    slugs = [first.slug]
    for number in range(1, RELEASES):
        copy = Release.objects.get(pk=first.pk)
        copy.pk, copy.slug, copy.title = None, f"{first.slug}-{number}", f"{first.title} {number}"
        copy._state.adding = True
        copy.pk = Release._meta.pk.get_default()
        copy.save()
        for model, rows in ((ReleaseCell, cells), (Artifact, artifacts)):
            for row in rows:
                row.pk, row.release = None, copy
            model.objects.bulk_create(rows, batch_size=1000)
        slugs.append(copy.slug)
    Release.objects.update(**published)
    frozen.put_up_triggers(connection)
    return slugs


def site_addresses():
    """Of live pages, the sections first, then the rest in an order that is always the same."""
    from wagtail.models import Page

    pages = Page.objects.live().filter(locale__language_code="en", depth__gt=1)
    found = [page.url for page in pages.order_by("depth", "slug", "pk").specific(defer=True)[: PAGES // 2]]
    return [url for url in found if url and url.startswith("/en/")]


def release_addresses(slugs):
    from django.urls import reverse

    from outcomes.releases.models import Release

    measures = sorted(set(Release.objects.first().cells.values_list("measure", flat=True)))
    chosen = [reverse("outcomes:releases")]
    for slug in slugs:
        chosen.append(reverse("outcomes:release", args=[slug]))
        chosen.append(reverse("outcomes:sheet", args=[slug]))
        chosen += [reverse("outcomes:measure", args=[slug, measure]) for measure in measures]
    return chosen


def workspace_addresses(slugs):
    """Screens of the whole partnership."""
    from django.urls import reverse

    return [reverse("workspace:agreements"), *own_addresses(slugs)]


def own_addresses(slugs):
    """Screens that everybody opens who works for an organization."""
    from django.urls import reverse

    names = ["home", "organizations", "programs", "outcomes", "releases", "submissions", "audit"]
    return [
        *(reverse(f"workspace:{name}") for name in names),
        reverse("workspace:release", args=[slugs[0]]),
        reverse("workspace:organization", args=["bench"]),
        reverse("workspace:people", args=["bench"]),
    ]


def people_at_work(coordinating):
    """Cookies of people who are signed in, with two factors: those who coordinate the partnership first."""
    from allauth.account.internal.flows.login import record_authentication
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from partnership.access.sessions import begin
    from partnership.actions.memberships import grant_role
    from partnership.models import Organization, User

    partnership, bench = (Organization.objects.get(slug=slug) for slug in ("partnership", "bench"))
    cookies = []
    people = User.objects.filter(email__startswith="p").order_by("email")[10 : 10 + WORKING]
    for number, user in enumerate(people):
        if number < coordinating:
            for role in ("partnership_administrator", "partnership_coordinator"):
                grant_role(by=None, user=user, organization=partnership, role=role)
        for role in ("organization_administrator", "data_coordinator", "editor"):
            grant_role(by=None, user=user, organization=bench, role=role)
        request = RequestFactory().get("/", headers={"user-agent": "bench"})
        request.session = SessionStore()
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, user, "mfa", type="totp")
        begin(request)
        request.session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}")
    return cookies
