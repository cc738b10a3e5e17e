"""What somebody tries who wants into another's account, or wants its owner kept out."""

from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from partnership.actions.invitations import invite
from partnership.actions.sign_on import close_sign_on, open_sign_on
from partnership.models import AuditEvent, Membership, User
from tests.conftest import PASSWORD

from .test_sign_in import BACKEND, SEED, code_now, sign_in
from .test_sign_on import DOMAIN, issuer, oidc, on_this_machine  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def passkey(monkeypatch):
    """`passkey(person)`: a client that has shown a passkey of the person's; what a browser signs is not looked at."""

    def shown(person):
        authenticator = Authenticator.objects.create(user=person, type="webauthn", data={})
        monkeypatch.setattr(passkeys, "parse_authentication_response", lambda credential: None)
        monkeypatch.setattr(passkeys, "extract_user_from_response", lambda credential: person)
        monkeypatch.setattr(passkeys, "complete_authentication", lambda user, credential: authenticator)
        client = Client()
        client.answer = client.post("/accounts/2fa/webauthn/login/", {"credential": '{"id": "any"}'})
        return client

    return shown


def is_in(client):
    return "_auth_user_id" in client.session


def test_a_passkey_signs_in_alone(world, passkey):
    assert is_in(passkey(world.person("data_coordinator")))


def refused(person):
    """How many sign-ins as the person the log calls refused."""
    return AuditEvent.objects.filter(verb="account.sign_in_failed", target_id=str(person.pk)).count()


def test_a_passkey_that_does_not_fit_is_in_the_log(world, passkey, monkeypatch):
    cache.clear()
    clerk = world.person("data_coordinator")
    passkey(clerk)

    def does_not_fit(user, credential):
        raise ValidationError("incorrect")

    monkeypatch.setattr(passkeys, "complete_authentication", does_not_fit)
    shown = {"credential": '{"id": "any"}'}
    before = refused(clerk)
    assert not is_in(client := Client())
    client.post("/accounts/2fa/webauthn/login/", shown)
    assert not is_in(client) and refused(clerk) == before + 1
    # Whoever only names a person fills no log: failures of strangers are counted, and there is an end to them.
    for _one in range(40):
        client.post("/accounts/2fa/webauthn/login/", shown)
    assert refused(clerk) < before + 25


def test_a_passkey_from_before_does_not_go_around_the_organizations_sign_on(world, oidc, passkey):
    """Whom the organization no longer lets in at its own sign-on is not let in by what was left here."""
    client = passkey(clerk := world.person("data_coordinator"))
    assert not is_in(client) and refused(clerk) == 1
    assert client.answer.url == "/accounts/login/"
    assert "Your organization signs its people in itself." in client.get("/accounts/login/").content.decode()


def test_an_opened_sign_on_ends_what_a_passkey_began(world, oidc, passkey):
    close_sign_on(oidc, by=None)
    clerk = User.objects.create_user(f"early@{DOMAIN}", None)
    client = passkey(clerk)
    assert is_in(client)
    open_sign_on(oidc, by=None)
    assert not is_in(client)


def test_somebody_elses_sign_on_is_not_joined_to_ones_own_account(world, issuer, oidc, client):
    """Whoever is signed in and comes back from an organization's sign-on as somebody else stays who they are."""
    mallory, clerk = world.person("editor", world["birch"]), world.person("data_coordinator")
    client.force_login(mallory, backend=BACKEND)
    to = client.get("/accounts/oidc/alder/login/?process=connect").url
    issuer.says = {"sub": "1", "email": clerk.email}
    state = to.partition("state=")[2].partition("&")[0]
    assert client.get(f"/accounts/oidc/alder/login/callback/?code=c&state={state}").status_code == 403
    assert not SocialAccount.objects.filter(user=mallory).exists()
    assert client.session["_auth_user_id"] == str(mallory.pk)


def test_failures_from_one_network_keep_no_known_browser_out(world):
    """A school shares one address: whoever guesses there does not keep the others out."""
    cache.clear()
    person, owner = world.person("editor"), Client()
    sign_in(owner, person)
    owner.post("/accounts/logout/")
    for number in range(25):
        last = sign_in(
            Client(), SimpleNamespace(email=f"guess{number}@alder.example.org"), "a wrong password"
        )
    assert "Too many" in last.content.decode()
    sign_in(owner, person)
    assert is_in(owner)


def test_the_host_of_a_request_stands_in_no_letter(world, settings, django_capture_on_commit_callbacks):
    """Whoever asks for another's new password chooses neither where its link leads nor what its subject says."""
    cache.clear()
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    settings.BASE_URL = "https://partnership.example.org"
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(
            "/accounts/password/reset/",
            {"email": world.person("editor").email},
            headers={"host": "localhost"},
        )
    (letter,) = mail.outbox
    assert "https://partnership.example.org/accounts/password/reset/key/" in letter.body
    assert "localhost" not in letter.subject + letter.body


def test_a_session_from_before_the_sign_in_is_worth_nothing_after_it(world):
    cache.clear()
    person, owner, planted = world.person("editor"), Client(), Client()
    planted.get("/accounts/login/")
    session = planted.session
    session["planted"] = True
    session.save()
    name = django_settings.SESSION_COOKIE_NAME
    owner.cookies[name] = planted.cookies[name] = session.session_key
    sign_in(owner, person)
    assert is_in(owner) and owner.session.session_key != session.session_key
    assert not is_in(planted)
    assert planted.get("/workspace/").status_code == 302


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "https:evil.example",
    "///evil.example",
    "javascript:alert(1)",
    " https://evil.example/",
    "https://testserver@evil.example/",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_what_comes_next_is_never_another_site(world, wanted):
    cache.clear()
    person, client = world.person("organization_administrator"), Client()
    answers = [
        client.get("/language/es/", {"next": wanted}),
        client.post(
            f"/accounts/login/?next={wanted}", {"login": person.email, "password": PASSWORD, "next": wanted}
        ),
        client.post("/accounts/act-for/alder/", {"next": wanted}),
        client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": wanted}),
        client.get("/accounts/login/", {"next": wanted}),
        client.post("/accounts/logout/", {"next": wanted}),
    ]
    assert [answer.status_code for answer in answers] == [302] * len(answers)
    assert not [answer.url for answer in answers if "evil" in answer.url or "script" in answer.url]


def test_what_comes_next_is_no_other_name_of_this_site_either(world, settings):
    """A host that the server answers to may be another's tomorrow, or one that only a test installation has."""
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    cache.clear()
    words = {"login": world.person("organization_administrator").email, "password": PASSWORD}
    for wanted, leads_to in [
        ("https://other.example/", "/workspace/"),
        ("http://testserver/workspace/people/", "http://testserver/workspace/people/"),
    ]:
        assert Client().post("/accounts/login/", {**words, "next": wanted}).url == leads_to


def test_an_invitation_is_taken_up_once_by_whoever_has_its_link(world):
    link = invite(by=None, email="new@alder.example.org", organization=world["alder"], role="editor").link
    path = "/" + link.split("/", 3)[3]
    words = {"name": "New", "password1": "correct horse staple", "password2": "correct horse staple"}
    assert is_in_after(path, words)
    before = Membership.objects.count()
    assert not is_in_after(path, words | {"name": "Mallory"})
    assert Membership.objects.count() == before
    assert User.objects.get(email="new@alder.example.org").name == "New"


def is_in_after(path, words):
    client = Client()
    client.post(path, words)
    return is_in(client)


def test_between_password_and_second_step_nobody_is_signed_in(world, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    clerk, client = world.person("data_coordinator"), Client()
    TOTP.activate(clerk, SEED)
    assert sign_in(client, clerk).url == "/accounts/2fa/authenticate/"
    assert not is_in(client)
    for address in ("/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/", "/workspace/"):
        assert client.get(address).url.startswith("/accounts/login/"), address
    # A code of somebody else's app is none of this account's.
    other = world.person("data_coordinator", world["birch"])
    TOTP.activate(other, "KRSXG5CTMVRXEZLU")
    client.post("/accounts/2fa/authenticate/", {"code": code_now("KRSXG5CTMVRXEZLU")})
    assert not is_in(client)


def test_wrong_codes_from_elsewhere_do_not_keep_the_owner_from_the_second_step(world, settings):
    """Whoever has stolen the password uses up the attempts of strangers; the owner's own browser has its own."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    clerk, owner, thief = world.person("data_coordinator"), Client(), Client()
    sign_in(owner, clerk)
    owner.post("/accounts/logout/")
    TOTP.activate(clerk, SEED)
    sign_in(thief, clerk)
    for _attempt in range(6):
        last = thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Too many" in last.content.decode()
    sign_in(owner, clerk)
    assert owner.post("/accounts/2fa/authenticate/", {"code": code_now()}).url == "/workspace/"
    assert is_in(owner) and not is_in(thief)


def test_made_up_passkeys_do_not_keep_the_owner_from_the_second_step(world, settings, monkeypatch):
    """An answer that only claims to be somebody's is looked at without a password; it must not use up anybody's attempts."""
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    clerk, owner, stranger = world.person("data_coordinator"), Client(), Client()
    sign_in(owner, clerk)
    owner.post("/accounts/logout/")
    TOTP.activate(clerk, SEED)

    def refuse(user, credential):
        raise ValidationError("not signed by it")

    monkeypatch.setattr(passkeys, "parse_authentication_response", lambda credential: None)
    monkeypatch.setattr(passkeys, "extract_user_from_response", lambda credential: clerk)
    monkeypatch.setattr(passkeys, "complete_authentication", refuse)
    for _attempt in range(6):
        stranger.post("/accounts/2fa/webauthn/login/", {"credential": '{"id": "any"}'})
    sign_in(owner, clerk)
    assert owner.post("/accounts/2fa/authenticate/", {"code": code_now()}).url == "/workspace/"
