"""An organization's own sign-on: whom it may speak for, and that no password is left."""

import base64
import re
import zlib
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from partnership.access.accounts import InvitedOnlyAdapter
from partnership.actions.invitations import invite
from partnership.actions.sign_on import close_sign_on, keep_sign_on, open_sign_on
from partnership.models import AuditEvent, SignOn, User
from tests.conftest import PASSWORD

from .identity_providers import Issuer, SamlProvider

pytestmark = pytest.mark.django_db
HOST = "example.org"
DOMAIN = "alder.example.org"


@pytest.fixture(autouse=True)
def on_this_machine(settings):
    settings.OUTGOING_TO_PRIVATE_NETWORKS = True
    settings.ALLOWED_HOSTS = ["testserver", HOST]
    cache.clear()


@pytest.fixture
def issuer():
    made = Issuer()
    yield made
    made.stop()


@pytest.fixture
def oidc(world, issuer):
    sign_on = keep_sign_on(
        world["alder"],
        by=world.person("partnership_administrator"),
        kind="openid_connect",
        domains=[DOMAIN],
        server_url=issuer.address,
        client_id="our-client",
        client_secret="their secret",
    )
    return open_sign_on(sign_on, by=world.person("partnership_administrator"))


def signed_on(issuer, email, client=None, **claims):
    """The answer after a person came back from the issuer, who says this is the mailbox."""
    client = client or Client()
    leaving = client.post("/accounts/login/", {"login": email, "password": ""})
    address = re.search(r'content="0; url=([^"]+)"', leaving.content.decode())[1]
    to = client.get(address).url
    assert to.startswith(issuer.address + "/authorize?")
    state = parse_qs(urlsplit(to).query)["state"][0]
    issuer.says = {"sub": claims.pop("sub", email), "email": email, **claims}
    return client, client.get(f"/accounts/oidc/alder/login/callback/?code=c&state={state}")


def test_people_of_the_domain_sign_in_there(world, issuer, oidc):
    clerk = world.person("data_coordinator")
    client, answer = signed_on(issuer, clerk.email)
    assert answer.url == "/workspace/"
    assert client.get("/workspace/").status_code == 200
    assert issuer.token_request["client_secret"] == ["their secret"]
    assert "code_verifier" in issuer.token_request
    account = SocialAccount.objects.get(user=clerk)
    assert account.extra_data == {}
    # And again, now that the two accounts are one.
    assert signed_on(issuer, clerk.email)[1].url == "/workspace/"


def test_no_password_is_left_and_none_comes_back(world, oidc):
    clerk = User.objects.create_user(f"early@{DOMAIN}", PASSWORD)
    client = Client()
    keep_sign_on(
        world["alder"],
        by=None,
        kind="openid_connect",
        domains=[DOMAIN],
        server_url=oidc.server_url,
        client_id="our-client",
    )
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()
    # A password that came to be all the same is of no use: the form never looks at it.
    clerk.set_password(PASSWORD)
    clerk.save()
    answer = client.post("/accounts/login/", {"login": clerk.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "/accounts/oidc/alder/login/" in answer.content.decode()
    client.post("/accounts/login/", {"login": clerk.email.upper(), "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    InvitedOnlyAdapter(None).set_password(clerk, PASSWORD)
    assert not clerk.has_usable_password()


def test_the_secret_rests_sealed(oidc):
    assert "their secret" not in oidc.client_secret
    assert oidc.client_secret.startswith("1:")


def test_it_speaks_for_its_own_domains_only(world, issuer, oidc):
    """An issuer that names a mailbox of another organization signs nobody in."""
    victim = world.person("data_coordinator", world["birch"])
    client = Client()
    leaving = client.post("/accounts/login/", {"login": f"x@{DOMAIN}", "password": ""})
    address = re.search(r'content="0; url=([^"]+)"', leaving.content.decode())[1]
    state = parse_qs(urlsplit(client.get(address).url).query)["state"][0]
    issuer.says = {"sub": "1", "email": victim.email, "email_verified": True}
    answer = client.get(f"/accounts/oidc/alder/login/callback/?code=c&state={state}")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert AuditEvent.objects.filter(verb="account.sign_on_refused").exists()


def test_a_mailbox_the_issuer_does_not_vouch_for_signs_nobody_in(world, issuer, oidc):
    clerk = world.person("data_coordinator")
    assert signed_on(issuer, clerk.email, email_verified=False)[1].status_code == 403
    assert signed_on(issuer, clerk.email, email_verified=True)[1].url == "/workspace/"


def test_an_account_there_that_changes_its_mailbox_is_not_the_account_here(world, issuer, oidc):
    clerk, other = world.person("data_coordinator"), world.person("editor")
    signed_on(issuer, clerk.email, sub="one")
    client, answer = signed_on(issuer, other.email, sub="one")
    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_nobody_comes_in_without_an_invitation(world, issuer, oidc):
    client, answer = signed_on(issuer, f"new@{DOMAIN}")
    assert answer.status_code == 403
    assert not User.objects.filter(email=f"new@{DOMAIN}").exists()
    invite(by=None, email=f"new@{DOMAIN}", organization=world["alder"], role="editor")
    _client, answer = signed_on(issuer, f"new@{DOMAIN}", name="New Editor")
    assert answer.url == "/workspace/"
    new = User.objects.get(email=f"new@{DOMAIN}")
    assert not new.has_usable_password()
    assert [membership.role for membership in new.memberships.all()] == ["editor"]


def test_an_invitation_of_the_domain_asks_for_no_password(world, issuer, oidc, client):
    link = invite(by=None, email=f"new@{DOMAIN}", organization=world["alder"], role="editor").link
    path = urlsplit(link).path
    assert b'type="password"' not in client.get(path).content
    assert "/accounts/oidc/alder/login/" in client.post(path).content.decode()


@pytest.mark.parametrize("assures", [True, False])
def test_its_second_factor_counts_where_it_asks_everybody_for_one(world, issuer, oidc, settings, assures):
    settings.SECOND_FACTOR_REQUIRED = True
    SignOn.objects.update(assures_second_factor=assures)
    client, _answer = signed_on(issuer, world.person("data_coordinator").email)
    assert client.get("/workspace/").status_code == (200 if assures else 302)


def test_a_closed_sign_on_signs_nobody_in(world, issuer, oidc):
    close_sign_on(oidc, by=None)
    assert Client().get("/accounts/oidc/alder/login/").status_code == 404
    person = User.objects.create_user(f"back@{DOMAIN}", PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(
    ("domains", "says"),
    [
        ([], "at least one"),
        (["gmail.com"], "Anybody can open"),
        (["birch.example.org"], "belongs to the sign-on"),
        (["nothing"], "not a mail domain"),
    ],
)
def test_domains_that_nobody_may_capture(world, issuer, oidc, domains, says):
    fields = {"server_url": issuer.address, "client_id": "c", "client_secret": "s"}
    keep_sign_on(world["birch"], by=None, kind="openid_connect", domains=["birch.example.org"], **fields)
    with pytest.raises(ValidationError, match=says):
        keep_sign_on(world["alder"], by=None, kind="openid_connect", domains=domains, **fields)


def test_an_issuer_inside_the_network_is_refused(world, settings):
    settings.OUTGOING_TO_PRIVATE_NETWORKS = False
    with pytest.raises(ValidationError, match="public internet"):
        keep_sign_on(
            world["alder"],
            by=None,
            kind="openid_connect",
            domains=[DOMAIN],
            server_url="https://169.254.169.254/",
            client_id="c",
            client_secret="s",
        )


@pytest.fixture
def idp():
    return SamlProvider()


@pytest.fixture
def saml(world, idp):
    sign_on = keep_sign_on(
        world["alder"],
        by=None,
        kind="saml",
        domains=[DOMAIN],
        entity_id=idp.entity_id,
        sso_url="https://example.org/sso",
        certificate=idp.certificate,
    )
    return open_sign_on(sign_on, by=None)


def answered(idp, mailbox, client=None, **forged):
    """The client after the identity provider's answer, and ours to it."""
    client = client or Client(headers={"host": HOST})
    request = parse_qs(urlsplit(client.get("/accounts/saml/alder/login/").url).query)["SAMLRequest"][0]
    request_id = re.search(r'ID="([^"]+)"', zlib.decompress(base64.b64decode(request), -15).decode())[1]
    place = f"http://{HOST}/accounts/saml/alder"
    given = {
        "to": f"{place}/acs/",
        "audience": f"{place}/metadata/",
        "request_id": request_id,
        "email": mailbox,
    }
    response = idp.answer(**{**given, **forged})
    client.post("/accounts/saml/alder/acs/", {"SAMLResponse": response})
    return client, client.get("/accounts/saml/alder/acs/finish/")


def test_people_sign_in_by_saml(world, idp, saml):
    clerk = world.person("data_coordinator")
    client, answer = answered(idp, clerk.email)
    assert answer.url == "/workspace/"
    assert client.session["_auth_user_id"] == str(clerk.pk)


@pytest.mark.parametrize(
    "forged",
    [
        {"email": "data_coordinator@birch.example.org"},
        {"audience": "https://elsewhere.example.org/"},
        {"to": "https://elsewhere.example.org/acs/"},
        {"request_id": "_another"},
        {"signed_by": SamlProvider()},
    ],
    ids=lambda forged: next(iter(forged)),
)
def test_a_forged_or_strayed_answer_signs_nobody_in(world, idp, saml, forged):
    world.person("data_coordinator", world["birch"])
    client, answer = answered(idp, world.person("data_coordinator").email, **forged)
    assert answer.status_code in (401, 403)
    assert "_auth_user_id" not in client.session


def test_the_screen_keeps_it_and_never_shows_the_secret(world, client):
    client.force_login(
        world.person("partnership_administrator"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    address = "/workspace/organizations/alder/sign-on/"
    typed = {
        "kind": "openid_connect",
        "domains": f"{DOMAIN}, schools.alder.example.org",
        "server_url": "https://example.org/tenant",
        "client_id": "c",
        "client_secret": "their secret",
    }
    assert client.post(address, typed).status_code == 302
    page = client.get(address).content.decode()
    assert "their secret" not in page and "1:" not in page
    assert f"{DOMAIN}, schools.alder.example.org" in page
    # An empty secret keeps the one that is there.
    sealed = SignOn.objects.get().client_secret
    assert client.post(address, {**typed, "client_secret": ""}).status_code == 302
    assert SignOn.objects.get().client_secret == sealed
    client.post(f"{address}open/")
    assert SignOn.objects.get().is_active
