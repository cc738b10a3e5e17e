"""Signing in: the second step, devices, sessions, attempts, and for whom one acts."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from partnership.access import devices, sessions
from partnership.access.roles import ROLES
from partnership.actions.accounts import close_account
from partnership.actions.founding import found_partnership, password_link
from partnership.actions.memberships import grant_role
from partnership.actions.organizations import change_organization
from partnership.models import AuditEvent, KnownDevice
from tests.access.literal import EDITORS
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXP"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def attempts_forgotten():
    cache.clear()


def sign_in(client, user, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": user.email, "password": password, **more})


def code_now(seed=SEED):
    return format_hotp_value(hotp_value(seed, int(time.time()) // 30))


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def test_every_role_beyond_pages_takes_a_second_factor():
    assert {key for key, role in ROLES.items() if not role.needs_second_factor} == EDITORS


def test_production_refuses_to_go_without():
    result = subprocess.run(
        [sys.executable, "-c", "import partnership.settings"],
        env={
            "PRODUCTION": "1",
            "SECRET_KEY": "k" * 50,
            "STUDENT_KEY_SECRETS": "1:" + "a" * 40,
            "VAULT_SECRETS": "1:" + "b" * 40,
            "ALLOWED_HOSTS": "example.org",
            "SECOND_FACTOR_REQUIRED": "0",
            "PARTNERSHIP_ENV_FILE": "/dev/null",
        },
        capture_output=True,
        text=True,
    )
    assert "SECOND_FACTOR_REQUIRED is off" in result.stderr


def test_without_a_second_factor_a_data_role_opens_nothing(world, client, required):
    clerk = world.person("data_coordinator")
    answer = sign_in(client, clerk)
    assert answer.url == "/workspace/"
    for address in ("/workspace/", "/workspace/submissions/", "/admin/"):
        assert client.get(address).url == "/accounts/2fa/"
        assert client.post(address).url == "/accounts/2fa/"
    # The public site is shown as to anybody, and the account's own screens work.
    assert b"Sign out" not in client.get("/en/").content
    assert client.get("/accounts/2fa/").status_code == 200


def test_an_editor_needs_no_second_factor(world, client, required):
    sign_in(client, world.person("editor"))
    assert client.get("/workspace/").status_code == 200


def test_a_role_given_meanwhile_asks_at_the_next_request(world, client, required):
    editor = world.person("editor")
    sign_in(client, editor)
    grant_role(by=None, user=editor, organization=world["alder"], role="data_coordinator")
    assert client.get("/workspace/").url == "/accounts/2fa/"


def test_setting_up_an_authenticator_and_signing_in_with_it(world, client, required):
    clerk = world.person("data_coordinator")
    sign_in(client, clerk)
    activate = "/accounts/2fa/totp/activate/"
    assert client.get(activate).url == f"/accounts/reauthenticate/?{urlencode({'next': activate})}"
    assert client.post(client.get(activate).url, {"password": "wrong"}).status_code == 200
    assert client.post(client.get(activate).url, {"password": PASSWORD}).url == activate
    seed = client.get(activate).context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code_now(seed)})
    assert answer.status_code == 302
    # Having set it up is not having shown it.
    assert client.get("/workspace/").url.startswith("/accounts/2fa/reauthenticate/?next=")
    sealed = Authenticator.objects.get(user=clerk, type="totp").data["secret"]
    assert seed not in str(sealed)

    again = Client()
    assert sign_in(again, clerk).url == "/accounts/2fa/authenticate/"
    assert again.get("/workspace/").status_code == 302
    cache.clear()
    assert again.post("/accounts/2fa/authenticate/", {"code": code_now(seed)}).url == "/workspace/"
    assert again.get("/workspace/").status_code == 200


def test_who_sets_the_password_by_a_link_sets_up_a_second_factor(client, required, settings):
    """allauth notes the mailbox of such a link as one that nobody has proved, and lets no second step be added then."""
    administrator = found_partnership(by=None, name="Solandra", admin_email="first@example.org")
    link = password_link(administrator).removeprefix(settings.BASE_URL)
    chosen = "plum kettle orbit 41"
    client.post(client.get(link).url, {"password1": chosen, "password2": chosen})
    assert sign_in(client, administrator, chosen).url == "/workspace/"
    assert client.get("/workspace/").url == "/accounts/2fa/"
    activate = "/accounts/2fa/totp/activate/"
    assert client.post(client.get(activate).url, {"password": chosen}).url == activate
    seed = client.get(activate).context["form"].secret
    assert client.post(activate, {"code": code_now(seed)}).status_code == 302
    cache.clear()
    client.post("/accounts/2fa/reauthenticate/", {"code": code_now(seed)})
    assert client.get("/workspace/").status_code == 200
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_a_recovery_code_works_once(world, required):
    clerk = world.person("data_coordinator")
    TOTP.activate(clerk, SEED)
    code = RecoveryCodes.activate(clerk).get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, clerk)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert first.get("/workspace/").status_code == 200
    assert second.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert second.get("/workspace/").status_code == 302


def test_what_becomes_of_second_steps_is_in_the_log_of_the_persons_organizations(
    world, client, required, monkeypatch
):
    # allauth tells of them once they are kept, while the request is still there to tell of.
    monkeypatch.setattr(transaction, "on_commit", lambda told, **_options: told())
    clerk = world.person("data_coordinator")
    grant_role(by=None, user=clerk, organization=world["birch"], role="editor")

    def told(address, **words):
        before = AuditEvent.objects.latest("pk").pk
        client.post(address, words)
        new = AuditEvent.objects.filter(verb__startswith="account.factor", pk__gt=before)
        return {(each.verb, each.detail["kind"], each.organization_id) for each in new}

    def both(*what):
        return {
            (f"account.factor_{verb}", kind, world[slug].pk)
            for verb, kind in what
            for slug in ("alder", "birch")
        }

    sign_in(client, clerk)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    seed = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    assert told("/accounts/2fa/totp/activate/", code=code_now(seed)) == both(
        ("added", "totp"), ("added", "recovery_codes")
    )
    assert told("/accounts/2fa/reauthenticate/", code="000000") == both(("failed", "totp"))
    assert told("/accounts/2fa/recovery-codes/generate/") == both(("made_anew", "recovery_codes"))
    assert told("/accounts/2fa/totp/deactivate/") == both(("removed", "totp"), ("removed", "recovery_codes"))
    refused = AuditEvent.objects.filter(verb="account.factor_failed")
    assert {each.actor_id for each in refused} == {None}


def test_a_new_device_is_told_to_the_mailbox_once(world, django_capture_on_commit_callbacks):
    person = world.person("editor")
    first, other = Client(), Client()

    def told(client):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(client, person)
        return [message.to for message in mail.outbox if "new device" in message.subject]

    assert told(first) == []
    assert told(other) == [[person.email]]
    other.post("/accounts/logout/")
    assert told(other) == []
    token = other.cookies[devices.COOKIE].value
    assert not KnownDevice.objects.filter(token_hash=token).exists()
    assert other.cookies[devices.COOKIE]["httponly"]


def test_guessing_from_elsewhere_locks_the_stranger_out_and_not_the_owner(world):
    person = world.person("editor")
    owner, stranger = Client(), Client(REMOTE_ADDR="203.0.113.9")
    sign_in(owner, person)
    owner.post("/accounts/logout/")
    for _attempt in range(6):
        refused = sign_in(stranger, person, "a wrong password")
    assert "Too many" in str(refused.context["form"].errors)
    assert sign_in(stranger, person).status_code == 200
    assert sign_in(owner, person).status_code == 302


def test_a_known_device_may_not_guess_for_ever_either(world):
    person = world.person("editor")
    owner = Client()
    sign_in(owner, person)
    owner.post("/accounts/logout/")
    for _attempt in range(6):
        refused = sign_in(owner, person, "a wrong password")
    assert "Too many" in str(refused.context["form"].errors)


@pytest.mark.parametrize(("role", "hours", "minutes"), [("editor", 12, 120), ("data_coordinator", 8, 30)])
def test_a_session_ends_by_its_age_and_by_standing_idle(world, role, hours, minutes):
    person = world.person(role)
    for key, seconds in ((sessions.BEGAN, hours * 3600), (sessions.SEEN, minutes * 60)):
        for late, status in ((-30, 200), (30, 302)):
            client = Client()
            client.force_login(person, backend=BACKEND)
            client.get("/workspace/")
            session = client.session
            session[sessions.BEGAN] = session[sessions.SEEN] = time.time()
            session[key] = time.time() - seconds - late
            session.save()
            answer = client.get("/workspace/?page=2")
            assert answer.status_code == status
    assert answer.url == "/accounts/login/?next=/workspace/%3Fpage%3D2"
    assert AuditEvent.objects.filter(verb="account.session_ended").count() == 2


@pytest.mark.parametrize(
    ("address", "headers"),
    [("/workspace/", {"X-By-Itself": "1"}), ("/admin/editing-sessions/ping/cms/sectionpage/1/1/", {})],
    ids=["progress", "page editor"],
)
def test_what_a_page_asks_by_itself_is_no_click(world, address, headers):
    """A page that is left open asks every few seconds how far something is, and keeps nobody signed in."""
    client = Client()
    client.force_login(world.person("editor"), backend=BACKEND)
    client.get("/workspace/")
    session = client.session
    session[sessions.BEGAN] = session[sessions.SEEN] = before = time.time() - 110 * 60
    session.save()
    client.post(address, headers=headers)
    assert client.session[sessions.SEEN] == before
    client.get("/workspace/")
    assert client.session[sessions.SEEN] > before


def test_progress_says_that_it_asks_by_itself():
    text = render_to_string("components/progress.html", {"label": "Reading", "poll_url": "/x/"})
    assert """hx-headers='{"X-By-Itself": "1"}'""" in text


def test_the_strictest_role_counts(world):
    person = world.person("editor")
    grant_role(by=None, user=person, organization=world["alder"], role="data_coordinator")
    person.roles_today = frozenset({"editor", "data_coordinator"})
    assert sessions.limits_of(person) == (8, 30)


def test_a_person_lists_and_ends_sessions(world):
    person = world.person("editor")
    here, there = Client(), Client()
    sign_in(here, person)
    sign_in(there, person)
    assert len(here.get("/accounts/sessions/").context["sessions"]) == 2
    here.post("/accounts/sessions/")
    assert there.get("/workspace/").status_code == 302
    assert here.get("/workspace/").status_code == 200


def test_sessions_end_one_by_one_and_only_ones_own(world):
    person, other = world.person("editor"), world.person("data_coordinator")
    here, there, elsewhere, strangers = (Client() for _number in range(4))
    for client in (here, there, elsewhere):
        sign_in(client, person)
    sign_in(strangers, other)

    def listed(client):
        page = client.get("/accounts/sessions/")
        return {each.session_key: f"/accounts/sessions/{each.pk}/end/" for each in page.context["sessions"]}

    address = listed(here)[there.session.session_key]
    assert address in here.get("/accounts/sessions/").content.decode()
    assert here.get(address).status_code == 405
    assert strangers.post(address).status_code == 404
    assert here.post(address).url == "/accounts/sessions/"
    assert there.get("/workspace/").status_code == 302
    assert elsewhere.get("/workspace/").status_code == here.get("/workspace/").status_code == 200
    assert AuditEvent.objects.get(verb="account.session_closed").actor_id == person.pk
    # One's own, where one is: that is signing out.
    assert here.post(listed(here)[here.session.session_key]).url == "/accounts/login/"
    assert here.get("/workspace/").status_code == 302
    assert elsewhere.get("/workspace/").status_code == 200


@pytest.mark.parametrize("role", sorted(ROLES))
def test_session_limits_of_every_role(role):
    """8 hours and 30 minutes for each role that touches data, releases or people; 12 hours and 2 for pages alone."""
    assert ROLES[role].session_limits == ((12, 120) if role in EDITORS else (8, 30))


def test_closing_an_account_ends_its_sessions_at_once(world):
    person, client = world.person("editor"), Client()
    sign_in(client, person)
    close_account(person, by=world.person("partnership_administrator"))
    assert client.get("/workspace/").status_code == 302
    assert not client.session.keys()


def test_what_somebody_of_two_organizations_does_is_logged_under_the_chosen_one(world, client):
    person = world.person("organization_administrator")
    client.force_login(person, backend=BACKEND)
    client.get("/workspace/")

    def logged():
        client.post(
            "/workspace/organizations/alder/people/invite/",
            {"email": f"a{time.time_ns()}@alder.example.org", "role": "editor"},
        )
        return AuditEvent.objects.filter(verb="invitation.sent").latest("id").acting_for

    assert logged() == world["alder"].pk
    grant_role(by=None, user=person, organization=world["birch"], role="editor")
    # Until one is chosen: the one that the person has been with for longest, told on every page.
    assert logged() == world["alder"].pk
    assert f"You act for {world['alder']}." in client.get("/workspace/").content.decode()
    assert client.post("/accounts/act-for/birch/").status_code == 302
    assert logged() == world["birch"].pk
    assert client.post("/accounts/act-for/open-door/").status_code == 404
    assert f"You act for {world['birch']}." in client.get("/workspace/").content.decode()
    # What was chosen ends with the role there.
    person.memberships.filter(organization=world["birch"]).update(ends_on=timezone.localdate() - timedelta(1))
    assert logged() == world["alder"].pk


def test_the_log_says_from_where_and_in_which_request(world, client):
    answer = sign_in(client, world.person("editor"))
    event = AuditEvent.objects.get(verb="account.signed_in")
    assert event.address == "127.0.0.1"
    assert event.request_id == answer["X-Request-ID"]
    change_organization(world["alder"], by=None, name="Alder", slug="alder", kind="school_district")
    assert AuditEvent.objects.latest("id").address is None
