"""Random histories of roles, ends, moves, closures, agreements, awards and admissions: whatever leaves the platform as a
file, or as an answer for a program, leaves it for whom a slow reading of the rows says, and for nobody else.

test_listed.py does so for lists and pages; what is handed out, and on which rule, is written in exports.py.
"""

import ast
import re
from contextlib import suppress
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cms.models import Download, Picture, SectionPage
from outcomes.evaluation.plans.models import EvaluationPlan
from outcomes.releases.models import Release
from outcomes.releases.publish import let_funders_in
from outcomes.releases.sharing.models import ShareLink
from outcomes.submissions.models import Submission
from outcomes.timeliness.calendar import calendar_of
from outcomes.timeliness.models import CalendarLink
from outcomes.ways_in.models import UploadToken
from partnership.access.groups import bring_up_to_date
from partnership.access.rights import forget
from partnership.access.roles import ROLES
from partnership.actions.admissions import admit_evaluator, end_admission
from partnership.actions.agreements import attach_document, terminate_agreement
from partnership.actions.invitations import hash_token
from partnership.models import Admission, Agreement, Membership, Organization, User
from programs.actions.awards import change_award, make_award
from programs.models import Award, Challenge, Program
from tests.conftest import ON_THE_SECOND_DATABASE

from .exports import BY_SECRET, EXPORTS, MADE_BY, OPEN, TABLES, hands_out, is_known, link_opens, token_opens
from .literal import GIVES
from .routes import routes_of_the_site
from .scene import draft_for, kept_scene
from .slow import Person
from .test_listed import extract_for
from .test_oracle import BACKEND, live

PEOPLE = 3
HOMES = ["alder", "birch", "lantern-fund", "field-university", "harbor-police", "partnership"]
POSSIBLE = {
    "partnership": ["partnership_coordinator", "partnership_administrator", "evaluator"],
    "lantern-fund": ["funder"],
    "field-university": ["evaluator"],
    "harbor-police": ["statistics_coordinator", "organization_administrator"],
}
EVERYWHERE = sorted(role for role in ROLES if not ROLES[role].partnership_wide)
WHO, SIDE = st.integers(0, PEOPLE - 1), st.sampled_from(["alder", "birch"])
DAYS = st.sampled_from([None, None, None, -1, 0, 5])
GRANT = st.sampled_from(HOMES).flatmap(
    lambda slug: st.tuples(
        st.just("grant"), WHO, st.just(slug), st.sampled_from(POSSIBLE.get(slug, EVERYWHERE)), DAYS
    )
)
THEN = st.one_of(
    st.tuples(st.just("end"), WHO, st.integers(0, 5)),
    st.tuples(st.just("move"), WHO, st.sampled_from(HOMES)),
    st.tuples(st.sampled_from(["close", "reopen"]), WHO),
    st.tuples(st.just("becomes"), WHO, SIDE, st.sampled_from(["police", "nonprofit", "school_district"])),
    st.tuples(st.just("terminate"), SIDE),
    st.tuples(st.just("award"), SIDE),
    st.tuples(st.just("awards end"), SIDE),
    st.tuples(st.just("admit"), WHO, SIDE),
    st.tuples(st.just("admissions end"), SIDE),
    GRANT,
)
HISTORIES = st.tuples(st.lists(GRANT, min_size=4, max_size=8), st.lists(THEN, max_size=8)).map(
    lambda parts: [*parts[0], *parts[1]]
)
# Everything is open to somebody: what no random history happens to open is opened here.
EVERYTHING = [
    ("grant", 0, "alder", "data_coordinator", None),
    ("grant", 0, "alder", "editor", None),
    ("grant", 0, "alder", "release_signer", None),
    ("grant", 0, "alder", "organization_administrator", None),
    ("grant", 1, "partnership", "partnership_coordinator", None),
    ("grant", 1, "field-university", "evaluator", None),
    ("admit", 1, "alder"),
    ("grant", 2, "lantern-fund", "funder", None),
]
# And what no random history happens to end is ended.
ENDS = [
    ("terminate", "alder"),
    ("awards end", "alder"),
    ("awards end", "birch"),
    ("move", 0, "birch"),
    ("becomes", 0, "birch", "police"),
]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker, tmp_path_factory):
    """The scene of the matrix, and what is handed out beside it; everything is undone at the end."""
    changed = override_settings(
        TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
        MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media of the scene",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    )
    with changed, django_db_blocker.unblock(), transaction.atomic():
        world = kept_scene()
        world.exported = exported(world)
        yield world
        transaction.set_rollback(True)


def exported(world):
    """{kind: [(the thing, the parts of its addresses)]} of Alder and of Birch; releases that are out beside their drafts."""
    found = {}
    for target, slug in (("own", "alder"), ("other", "birch")):
        things, organization = world.things[target], world[slug]
        agreement = Agreement.objects.get(**things["agreement"])
        attach_document(agreement, by=world.actors["padm"], content=b"%PDF-1.4 signed")
        challenge = Challenge.objects.get(**things["challenge"])
        document = Download.objects.get(pk=things["download"]["pk"])
        picture = Picture.objects.get(pk=things["picture"]["pk"])
        file = picture.get_rendition("width-10").file.name.removeprefix("images/")
        page = SectionPage.objects.get(pk=things["page"]["pk"])
        page.organization = challenge.organization = document.organization = picture.organization = (
            organization
        )
        at_home = {
            "organization": (organization, things["organization"]),
            "submission": (Submission.objects.get(**things["submission"]), things["submission"]),
            "challenge": (challenge, things["organization"]),
            "agreement": (agreement, things["agreement"]),
            "evaluation": (EvaluationPlan.objects.get(pk=things["evaluation"]["pk"]), things["evaluation"]),
            "document": (document, things["download"]),
            "image": (picture, {"file": file}),
            "page": (page, things["page"]),
        }
        for kind, pair in at_home.items():
            found.setdefault(kind, []).append(pair)
        program = Program.objects.get(**things["program"])
        drafts = [Release.objects.get(slug=things["release"]["slug"])]
        for release in drafts + [out(world, organization, program, each) for each in ("funders", "public")]:
            names = {kind: things[kind]["name"] for kind in ("release", "chart")}
            for kind, name in names.items():
                found.setdefault(kind, []).append((release, {"slug": release.slug, "name": name}))
    return found


def out(world, organization, program, audience):
    """A release of a program that is out, for funders or for everybody."""
    release = draft_for(
        world.release, organization, f"Out for {audience}", slug=f"{audience}-{organization.slug}"
    )
    release.program, release.audience, release.state = program, audience, "published"
    release.published_at = timezone.now()
    release.save()
    if audience == "funders":
        let_funders_in(release)
    return release


class Story:
    """What happens to some people, and the secrets that they make meanwhile."""

    def __init__(self, world):
        self.world, self.keeper = world, world.actors["padm"]
        self.people = [User.objects.create(email=f"p{n}@example.org", password="!") for n in range(PEOPLE)]
        self.extracts, self.links, self.tokens = [], [], []
        for person in self.people:
            CalendarLink.objects.create(user=person, token_hash=CalendarLink.hashed(f"calendar {person.pk}"))
            for plan, _parts in world.exported["evaluation"]:
                (owner,) = plan.program.owners.all()
                extract = extract_for(person, plan, owner, version=plan.versions.get())
                self.extracts.append((extract, {"pk": extract.pk}))

    def goes_on(self, history):
        for what, *words in history:
            with suppress(ValidationError), transaction.atomic():
                self._step(what, *words)
            self._make_secrets()

    def _step(self, what, *words):
        today = timezone.localdate()
        if what in ("grant", "end", "close", "reopen", "becomes"):
            who, *rest = words
            live([(what, *rest)], self.people[who], self.keeper)
        elif what == "move":
            who, slug = words
            roles = Membership.objects.filter(user=self.people[who], ended_at=None).values_list(
                "role", flat=True
            )
            roles = list(roles)
            live([("end", 0)] * len(roles), self.people[who], self.keeper)
            live([("grant", slug, role, None) for role in roles], self.people[who], self.keeper)
        elif what == "terminate":
            for agreement in Agreement.objects.filter(organization__slug=words[0], terminated_on=None):
                terminate_agreement(agreement, by=self.keeper)
        elif what == "award":
            term = {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=1)}
            funder = self.world["lantern-fund"]
            make_award(by=self.keeper, funder=funder, program=self._program(words[0]), title="A", **term)
        elif what == "awards end":
            over = {"starts_on": today - timedelta(days=9), "ends_on": today - timedelta(days=1)}
            for award in Award.objects.filter(program=self._program(words[0])):
                change_award(award, by=self.keeper, **over, review_until=over["ends_on"])
        elif what == "admit":
            who, slug = words
            organization = Organization.objects.get(slug=slug)
            admit_evaluator(
                by=self.keeper,
                organization=organization,
                evaluator=self.people[who],
                project="A",
                ends_on=today + timedelta(days=9),
            )
        else:
            for admission in Admission.objects.filter(organization__slug=words[0], ended_at=None):
                end_admission(admission, by=self.keeper)

    def _program(self, slug):
        return Program.objects.get(slug=f"mentors-{slug}")

    def _make_secrets(self):
        """Whoever may hand in makes a token, whoever may show a release a link to each that is out."""
        made = {each.membership_id for each in [*self.links, *self.tokens]}
        today = timezone.localdate()
        charts = {release.pk: parts["name"] for release, parts in self.world.exported["chart"]}
        for membership in Membership.objects.filter(user__in=self.people).exclude(pk__in=made):
            common = {"membership": membership}
            if "submit_data" in GIVES[membership.role]:
                secret = f"token {membership.pk}"
                token = UploadToken.objects.create(
                    **common,
                    secret_hash=hash_token(secret),
                    name="T",
                    datasets=["student_enrollment"],
                    ends_on=today + timedelta(days=9),
                )
                token.secret = secret
                self.tokens.append(token)
            if {"review_outcomes", "build_release", "every_build_release"} & GIVES[membership.role]:
                for release, parts in self.world.exported["release"]:
                    secret = f"link-{membership.pk}-{release.pk}"
                    link = ShareLink.objects.create(
                        **common,
                        secret_hash=hash_token(secret),
                        release=release,
                        reader="R",
                        expires_at=timezone.now() + timedelta(days=9),
                    )
                    link.secret, link.file, link.chart = secret, parts["name"], charts[release.pk]
                    self.links.append(link)


ROUTES = {route.name: route for route in routes_of_the_site()}


def compare(world, history):
    """{route: [how often it handed something out, how often not]}; every answer is as the rows say."""
    counted = {name: [0, 0] for name in [*EXPORTS, *TABLES, *BY_SECRET]}

    def note(name, opened, expected, who):
        assert opened == expected, f"{name} for {who}: handed out {opened}, by the rows {expected}"
        counted[name][0] += len(expected)

    with transaction.atomic():
        story = Story(world)
        story.goes_on(history)
        things = {kind: anew(pairs) for kind, pairs in world.exported.items()} | {"extract": story.extracts}
        for user in story.people:
            user = User.objects.get(pk=user.pk)
            client = Client(raise_request_exception=False)
            client.force_login(user, backend=BACKEND)
            person = Person(user)
            who = f"{[(role, each.slug) for role, each in person.roles]} of {user} after {history}"
            for name, export in EXPORTS.items():
                pairs = things[export.kind]
                expected = {thing.pk for thing, _parts in pairs if export.rule(person, thing)}
                opened = {
                    thing.pk for thing, parts in pairs if handed_out(client, name, export, thing, parts)
                }
                note(name, opened, expected, who)
                counted[name][1] += len(pairs) - len(expected)
                if export.listed and user.is_active:
                    assert in_list(user, export, pairs) == expected, f"the list of {name} for {who}"
            for name, number, of in tables(client, things, person):
                assert number == of, f"{name} for {who}: {number} in the table, by the rows {of}"
                counted[name][0] += of
                counted[name][1] += len(things[TABLES[name][0]]) - of
            due = deadlines(person, world.actors["padm"])
            note("workspace:calendar_feed", calendar(user), due, who)
            counted["workspace:calendar_feed"][1] += not due
        for name, opened, expected, of in by_secrets(story, things):
            note(name, opened, expected, history)
            counted[name][1] += of - len(expected)
        transaction.set_rollback(True)
    return counted


def by_secrets(story, things):
    """(route, what was handed out, what should be, of how many) of the tokens and links that the people made."""
    client, submissions = (
        Client(raise_request_exception=False),
        [thing for thing, _parts in things["submission"]],
    )
    opened, expected = set(), set()
    for token in story.tokens:
        token = anew_secret(token)
        for submission in submissions:
            address = reverse("submission_endpoint", args=[submission.pk])
            response = client.get(address, headers={"Authorization": f"Bearer {token.secret}"})
            pair = (token.secret, submission.pk)
            opened |= {pair} if hands_out(response) else set()
            expected |= {pair} if token_opens(token, submission) else set()
    yield "submission_endpoint", opened, expected, len(story.tokens) * len(submissions)
    for name, kind in (("shared:download", "file"), ("shared:drawing", "chart")):
        opened, expected = set(), set()
        for link in story.links:
            now = anew_secret(link)
            if hands_out(client.get(reverse(name, args=[link.secret, getattr(link, kind)]))):
                opened.add(link.secret)
            if link_opens(now, Person(now.membership.user)):
                expected.add(link.secret)
        yield name, opened, expected, len(story.links)


def anew_secret(made):
    """A token or a link as its rows are now, with the secret that only its maker was shown."""
    now = type(made).objects.select_related("membership__user", "membership__organization").get(pk=made.pk)
    now.secret = made.secret
    return now


def calendar(user):
    """What the person's calendar tells of: ids of organizations with deadlines, and of agreements that end."""
    answer = Client().get(reverse("workspace:calendar_feed", args=[f"calendar {user.pk}"]))
    return told_of(answer.content.decode()) if hands_out(answer) else set()


def told_of(text):
    return set(re.findall(r"UID:(\w{8}-\w{4}-\w{4}-\w{4}-\w{12})", text))


def deadlines(person, keeper):
    """The same by the rows. keeper: somebody who is told of everything that is due."""
    if not person.user.is_active:
        return set()
    everything = told_of(calendar_of(User.objects.get(pk=keeper.pk)))
    followed = {each.pk for each in Organization.objects.all() if person.holds("view_submissions", each)}
    kept = {
        each.pk for each in Agreement.objects.all() if person.holds("manage_agreements", each.organization)
    }
    return everything & {str(key) for key in followed | kept}


def anew(pairs):
    """The things as the rows are now, with what was said of them."""
    fresh = []
    for thing, parts in pairs:
        again = type(thing).objects.get(pk=thing.pk)
        if "organization" in vars(thing):
            again.organization = Organization.objects.get(pk=thing.organization.pk)
        fresh.append((again, parts))
    return fresh


def in_list(user, export, pairs):
    """Keys of the things that stand in the platform's own list of them."""
    user = User.objects.get(pk=user.pk)
    bring_up_to_date(user)
    forget(user)
    return set(export.listed(user).values_list("pk", flat=True)) & {thing.pk for thing, _parts in pairs}


def handed_out(client, name, export, thing, parts):
    if "file" in parts:
        address = f"/media/images/{parts['file']}"
    else:
        address = ROUTES[name].address(parts)
    method, data = export.sent(thing)
    with transaction.atomic():
        response = getattr(client, method)(address, data)
        transaction.set_rollback(True)
    assert response.status_code < 500, (name, response.status_code)
    if name == "workspace:submission_rows":
        return response.status_code == 200
    return hands_out(response) and export.holds(text_of(response), thing)


def text_of(response):
    return (response.getvalue() if response.streaming else response.content).decode(errors="replace")


def tables(client, things, person):
    """(route, number of things in the table, of those that should be) of lists that are handed out as a table."""
    for name, (kind, rule, _words) in TABLES.items():
        response = client.get(ROUTES[name].address({}), {"export": "csv"})
        number = len(text_of(response).splitlines()) - 1 if hands_out(response) else 0
        expected = [thing for thing, _parts in things[kind] if rule(person, thing)]
        yield name, number, len(expected)


@pytest.mark.django_db
def test_everything_is_handed_out_to_somebody_and_kept_from_somebody(scene):
    counted = compare(scene, EVERYTHING)
    assert not {name: counts for name, counts in counted.items() if not all(counts)}


@pytest.mark.django_db
@settings(
    max_examples=1 if ON_THE_SECOND_DATABASE else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
@example(history=[*EVERYTHING, *ENDS])
def test_what_leaves_the_platform_leaves_it_for_whom_the_rows_say(scene, history):
    compare(scene, history)


APPS = ("partnership", "programs", "outcomes", "cms")
MAKERS = {"FileResponse", "StreamingHttpResponse", "JsonResponse"}


def makes_a_file(function):
    """Whether the source of a function makes an answer that is no page."""
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and node.value == "Content-Disposition":
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            of_a_kind = any(keyword.arg == "content_type" for keyword in node.keywords)
            if name in MAKERS or (name in ("HttpResponse", "TemplateResponse", "render") and of_a_kind):
                return True
    return False


def test_whatever_makes_a_file_has_its_rule_written_down():
    found = {
        f"{path.relative_to(django_settings.BASE_DIR)} {node.name}"
        for app in APPS
        for path in Path(django_settings.BASE_DIR, app).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and makes_a_file(node)
    }
    assert found == MADE_BY.keys(), "Say in tests/access/exports.py which route hands it out, on which rule."
    assert not [name for name in MADE_BY.values() if name and not is_known(name)]


def test_every_rule_is_of_a_route_that_there_is():
    assert not {*EXPORTS, *TABLES, *BY_SECRET, *filter(None, MADE_BY.values())} - ROUTES.keys()
    assert not [pattern for pattern in OPEN if not any(fnmatchcase(name, pattern) for name in ROUTES)]
