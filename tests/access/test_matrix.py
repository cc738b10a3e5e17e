"""Every route and method of the site, asked by everybody, for what is their own and what is another's.

What must be answered is written in table.py; who asks and for what is in scene.py.
"""

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import translation

from cms.posting.kinds import ALL as EVERY_KIND
from outcomes.releases.models import Release
from outcomes.submissions.models import Submission
from partnership.access.second_factor import CLOSED_BEFORE, OPEN_BEFORE
from partnership.models import Organization, User
from programs.models import Program
from tests.conftest import ON_THE_SECOND_DATABASE

from .exports import hands_out, is_known
from .routes import rights, routes_of_the_site, row_of, rows
from .scene import CANARY, kept_scene
from .slow import check, explained
from .swapping import KEPT, OFFERS_OTHERS, RAW_OBJECTS, Foreign, forms_shown, swaps_on, unexplained, writing
from .table import BREAKS_WHEN_EMPTY, FORMS, NAMES_PARTNERS

ANSWERS = {
    "+": {"+"},
    "1": {401},
    "3": {403},
    "4": {404},
    "l": {"l"},
    "x": {"x", 403, 404},
    "!": {"+", 400, 404},
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
RIGHTS, ROWS = rights(), rows()
SITE = [route for route in dict.fromkeys(routes_of_the_site()) if row_of(route, ROWS)]
# Who may know of every organization, and so may be shown its name.
STAFF = {"padm", "pcoo"}
# Who stands to Alder just as to Birch.
ALIKE_TO_BOTH = {"anon", "none", "stat", *STAFF}


def test_every_route_of_the_site_stands_in_the_table():
    missing = sorted({route.name for route in routes_of_the_site() if row_of(route, ROWS) is None})
    assert not missing, "Give each of these a line in tests/access/table.py."


def test_every_line_of_the_table_is_used():
    used = {row_of(route, ROWS) for route in routes_of_the_site()}
    assert not [row.pattern for row in ROWS if row not in used]
    assert not RIGHTS.keys() - {row.rights for row in ROWS}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """One scene for all routes; each request is undone, and everything at the end."""
    changed = override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
        ACCOUNT_RATE_LIMITS=False,
        MFA_RATE_LIMITS=False,
        MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media of the scene",
        # Thousands of refusals: what they look like is seen elsewhere.
        TEMPLATES=_with_plain_refusals(),
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MIDDLEWARE=[each for each in django_settings.MIDDLEWARE if "redirects" not in each],
    )
    with changed, django_db_blocker.unblock(), transaction.atomic():
        world = kept_scene()
        world.clients = {column: _signed_in(user) for column, user in world.actors.items()}
        world.foreign = Foreign()
        yield world
        transaction.set_rollback(True)


def _with_plain_refusals():
    (engine,) = django_settings.TEMPLATES
    plain = {"403.html": "refused", "404.html": "not found"}
    loaders = [
        ("django.template.loaders.locmem.Loader", plain),
        ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"]),
    ]
    return [{**engine, "APP_DIRS": False, "OPTIONS": {**engine["OPTIONS"], "loaders": loaders}}]


class Visitor(Client):
    """A client that keeps no cookie it is given, and remembers no template: each request stands alone."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))


def _signed_in(user):
    client = Visitor()
    if user:
        client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("route", SITE, ids=str)
def test_everybody_is_answered_as_the_table_says(scene, route):
    row = row_of(route, ROWS)
    wrong = {}
    for column, signs in who_asks(route, row).items():
        for target, method, sign in questions(column, row, signs):
            with writing() as written:
                response = ask(scene, route, row, column, target, method)
            if sign in "4l3" and written:
                wrong.setdefault(f"{method} {target}: refused, yet writes {written}", []).append(column)
            if not is_answer(response, sign, method, route, row):
                slip = f"{method} {target}: {told(response)} instead of {sign}"
                wrong.setdefault(slip, []).append(column)
            if hands_out(response) and not is_known(route.name):
                wrong.setdefault("hands out what no line of exports.py tells of", []).append(column)
            if column not in STAFF and tells_of_others(response, route):
                wrong.setdefault(f"{method} {target}: tells what only Birch may know", []).append(column)
    assert not wrong, "\n".join(f"{route} {slip} for {' '.join(who)}" for slip, who in wrong.items())


@pytest.mark.looks
@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in SITE if route.name.startswith("workspace:")], ids=str)
def test_screens_know_no_other_method(scene, route):
    things = scene.things["own"].get(row_of(route, ROWS).thing, {})
    for column in ("padm", "pcoo", "oadm", "data"):
        for method in ("PUT", "PATCH", "DELETE"):
            with transaction.atomic():
                response = scene.clients[column].generic(method, route.address(things))
                transaction.set_rollback(True)
            assert response.status_code in (403, 404, 405), (column, method, response.status_code)


@pytest.mark.looks
@pytest.mark.django_db
def test_without_the_second_step_every_route_answers_as_to_a_visitor(scene):
    """But for where the step is set up or shown, which hold nothing of anybody else's."""
    wrong = []
    with override_settings(SECOND_FACTOR_REQUIRED=True):
        for route in SITE:
            address = route.address(scene.things["own"].get(row_of(route, ROWS).thing, {}))
            if address.startswith(OPEN_BEFORE):
                continue
            clerk, visitor = (sent(scene.clients[column], "get", address) for column in ("data", "anon"))
            led = clerk.status_code == 302 and clerk.url.startswith("/accounts/2fa/")
            if not led if address.startswith(CLOSED_BEFORE) else told(clerk) != told(visitor):
                wrong.append(f"{route}: {told(clerk)}, a visitor {told(visitor)}")
    assert not wrong, "\n".join(wrong)


SCREENS = [route for route in SITE if route.name.startswith(("workspace:", "wagtail", "cms_"))]
PUBLIC = [route for route in SITE if route.name.startswith("site:")]
SEVERAL = [route for route in SCREENS if len(route.parts) > 1]
# Numbers of groups in a release, which a browser may keep and asks about anew each time.
STORED_BY_BROWSERS = {
    f"workspace:{name}" for name in ("release", "release_measure", "release_sheet", "compare_releases")
}
# Who is asked about the own organization's screens: the first of these whom a screen lets in.
WRITERS = ["data", "edit", "appr", "sign", "stew", "oadm", "eval", "fund", "mana", "inci"]


@pytest.mark.django_db
@pytest.mark.parametrize("route", SEVERAL, ids=str)
def test_no_part_of_an_address_can_be_exchanged_alone(scene, route):
    """The own organization with another's object, the own page with another's revision ..."""
    row = row_of(route, ROWS)
    own, other = (scene.things[target].get(row.thing, {}) for target in ("own", "other"))
    wrong = []
    for part in [part for part in route.parts if own.get(part) != other.get(part)]:
        for column in who_tries(route):
            for method in ("get", "post"):
                with writing() as written, transaction.atomic():
                    response = getattr(scene.clients[column], method)(
                        route.address(own | {part: other[part]})
                    )
                    transaction.set_rollback(True)
                if told(response) in ("+", 500) or written or tells_of_others(response, route):
                    wrong.append(f"{method} with another's {part} as {column}: {told(response)} {written}")
    assert not wrong, "\n".join(wrong)


def who_is_shown(route):
    """The column of somebody whom a screen lets in; None where it shows nothing, or to the partnership's people only."""
    row = row_of(route, ROWS)
    if row.methods == {"POST"}:
        return None
    return next((column for column in WRITERS if RIGHTS[row.rights][column][0] in "+!"), None)


def who_tries(route):
    """Columns of those who exchange parts of an address: every writer; on the second database one whom it lets in."""
    return [who_is_shown(route) or WRITERS[0]] if ON_THE_SECOND_DATABASE else WRITERS


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in SCREENS + PUBLIC if who_is_shown(route)], ids=str)
def test_what_a_form_names_cannot_be_exchanged_for_anothers(scene, route):
    things = scene.things["own"].get(row_of(route, ROWS).thing, {})
    client, address = Client(raise_request_exception=False), route.address(things)
    client.force_login(scene.actors[who_is_shown(route)], backend=BACKEND)
    page = sent(client, "get", address)
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return
    if route not in PUBLIC and route.name not in STORED_BY_BROWSERS:
        assert "no-store" in page["Cache-Control"], page["Cache-Control"]
    assert not unexplained(page), "Say in tests/access/swapping.py what these inputs name."
    raw = {name: scene.things["other"][kind][part] for name, (kind, part) in RAW_OBJECTS.items()}
    wrong = [
        f"{swap.name} sent to {swap.address}: {slip}"
        for swap in swaps_on(page, address, scene.foreign, raw)
        if (slip := slip_of(client, route, swap))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in PUBLIC if "slug" in route.parts], ids=str)
def test_the_public_site_reaches_nothing_that_is_not_published(scene, route):
    """The address of something published, exchanged for a draft's or what was withdrawn, read and sent to."""
    things = scene.things["own"].get(row_of(route, ROWS).thing, {})
    drafts = [
        slug
        for kind in EVERY_KIND
        for slug in kind.model.objects.exclude(state="published").values_list("slug", flat=True)
    ]
    assert len(drafts) >= 6
    wrong = []
    for column in ("anon", "data"):
        for slug in drafts:
            for method in ("get", "post"):
                with writing() as written:
                    response = sent(scene.clients[column], method, route.address(things | {"slug": slug}))
                if response.status_code not in (404, 405) or written:
                    wrong.append(f"{method} of {slug} as {column}: {response.status_code} {written}")
    assert not wrong, "\n".join(wrong)


def slip_of(client, route, swap):
    """What is wrong with the answer to a swap, in words; None: nothing."""
    if swap.offered and f"{route} {swap.name}" not in OFFERS_OTHERS:
        return "offers what belongs to another organization"
    with writing() as written:
        response = sent(client, swap.method, swap.address, swap.data)
    if f"{route} {swap.name}" == "workspace:sign_agreement further_parties":
        return None
    if written - KEPT.get(route.name, set()):
        return f"writes {written}"
    if tells_of_others(response, route):
        return "tells what only Birch may know"
    if response.status_code >= 500 and route.name not in BREAKS_WHEN_EMPTY:
        return f"breaks with {response.status_code}"
    field = forms_shown(response).get(swap.name)
    if swap.method == "post" and response.status_code == 200 and field and not swap.offered:
        form, name = field
        return None if name in form.errors else "is taken"
    return None


def sent(client, method, address, data=None):
    """The answer to a request, what it changed undone."""
    translation.activate("en")
    with transaction.atomic():
        response = getattr(client, method)(address, data or {})
        transaction.set_rollback(True)
    return response


PAGES = {
    "organization": ("workspace:organization", "slug"),
    "program": ("workspace:program_who", "slug"),
    "release": ("workspace:release_who", "slug"),
    "submission": ("workspace:submission_who", "pk"),
}


@pytest.mark.django_db
def test_the_screens_tell_exactly_whom_the_pages_let_in(scene):
    """Everybody of the scene and each organization, program, release and submission: what is explained, what is
    permitted, what the rows say and who is let in are the same.
    """
    things = [
        model.objects.get(**scene.things[target][kind])
        for target in ("own", "other")
        for kind, model in (("organization", Organization), ("program", Program), ("submission", Submission))
    ]
    things += Release.objects.all()
    check(things, User.objects.all())
    for thing in things:
        kind = thing._meta.model_name
        name, part = PAGES[kind]
        told = explained(thing)["see"]
        for column, user in scene.actors.items():
            if user:
                status = scene.clients[column].get(reverse(name, args=[getattr(thing, part)])).status_code
                assert (status == 200) == (user.pk in told), (thing, column)


def who_asks(route, row):
    """{column: signs}: everybody; on the second database one of those who are answered alike, whose turn changes from
    route to route.
    """
    everybody = RIGHTS[row.rights]
    if not ON_THE_SECOND_DATABASE:
        return everybody
    turn = SITE.index(route) % len(everybody)
    columns = [*everybody][turn:] + [*everybody][:turn]
    one_of_each = {everybody[column]: column for column in columns}
    return {column: signs for signs, column in one_of_each.items()}


def questions(column, row, signs):
    """[(target, method, sign)] to ask. Wagtail's door, where it is closed to somebody, looks at nothing behind
    it: half of the four questions will do; so they will for who stands to both alike, and where the first database has
    heard all four.
    """
    targets = list(zip(["own", "other"], signs, strict=False))
    half = "any" in row.methods or column in ALIKE_TO_BOTH or ON_THE_SECOND_DATABASE
    if half and signs in ("ll", "33", "44"):
        return [("own", "GET", signs[0]), ("other", "POST", signs[0])]
    return [(target, method, sign) for target, sign in targets for method in ("GET", "POST")]


def ask(scene, route, row, column, target, method):
    """The response to one request, whatever it changed undone."""
    things = scene.things[target].get(row.thing, {})
    translation.activate("en")
    address = route.address(things)
    client = scene.clients[column]
    with transaction.atomic():
        if method == "POST":
            response = client.post(address, FORMS[route.name](things) if route.name in FORMS else {})
        else:
            response = client.get(address)
        transaction.set_rollback(True)
    return response


def is_answer(response, sign, method, route, row):
    """Whether the table allows this answer; a method that the route does not know is refused as such."""
    answer = told(response)
    if "any" in row.methods:
        passed = {400, 500} if route.name in BREAKS_WHEN_EMPTY else {400}
        return answer in ANSWERS[sign] or answer == 405 or (sign == "+" and answer in passed)
    if method not in row.methods and answer == 405:
        return True
    return answer in ANSWERS[sign] and (method in row.methods or sign != "+")


def told(response):
    """The status as the table knows it: a redirect is told by where it leads."""
    if response.status_code in (301, 302):
        if response.url.startswith(reverse("account_login")):
            return "l"
        return "x" if response.url in ("/admin/",) else "+"
    return {200: "+", 204: "+", 304: "+", 410: "+"}.get(response.status_code, response.status_code)


def tells_of_others(response, route):
    if response.streaming:
        return False
    text = response.content.decode(errors="replace")
    names = route.name.startswith("workspace:") and route.name not in NAMES_PARTNERS
    return CANARY in text or CANARY.lower() in text or (names and "Birch" in text)
