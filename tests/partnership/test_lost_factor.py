"""Somebody has lost the second step: who answers for the person takes it away, and the way back is that of the beginning."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from partnership.actions.accounts import forget_second_factor
from partnership.actions.memberships import end_role, grant_role
from partnership.models import AuditEvent, SignOn, SignOnDomain, User
from tests.conftest import PASSWORD

from .test_sign_in import SEED, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def attempts_forgotten():
    cache.clear()


@pytest.fixture
def clerk(world):
    person = world.person("data_coordinator")
    TOTP.activate(person, SEED)
    RecoveryCodes.activate(person)
    return person


def button(person):
    return reverse("workspace:forget_second_factor", args=[person.pk])


def signed_in_as(person):
    client = Client()
    client.force_login(person)
    return client


def test_the_way_back_leads_over_the_mailbox(world, clerk, settings, django_capture_on_commit_callbacks):
    """Neither the password nor a word with the administrator alone is enough for whoever has stolen the first."""
    keeper = signed_in_as(world.person("organization_administrator"))
    address = reverse("workspace:person", args=[clerk.pk])
    assert button(clerk) in keeper.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert keeper.post(button(clerk)).url == address
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert button(clerk) not in keeper.get(address).content.decode()
    thief = Client()
    assert sign_in(thief, clerk).status_code == 200, "the password of before"
    (letter,) = [each for each in mail.outbox if each.to == [clerk.email]]
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    owner = Client()
    step = owner.get("/" + link.split("/", 3)[3])
    owner.post(step.url, {"password1": "an entirely new one", "password2": "an entirely new one"})
    cache.clear()
    settings.SECOND_FACTOR_REQUIRED = True
    assert sign_in(owner, clerk, "an entirely new one").status_code == 302
    assert owner.get("/workspace/").url == "/accounts/2fa/", "sets up a second step before anything else"


def test_sessions_end_and_the_log_tells_each_organization(world, clerk):
    grant_role(by=None, user=clerk, organization=world["birch"], role="editor")
    session = Client()
    session.force_login(clerk)
    session.get("/accounts/2fa/")
    forget_second_factor(clerk, by=world.person("partnership_administrator"))
    assert session.get("/workspace/").url.startswith("/accounts/login/")
    told = AuditEvent.objects.filter(verb="account.factor_forgotten", target_id=str(clerk.pk))
    assert {each.organization_id for each in told} == {world["alder"].pk, world["birch"].pk}


def test_only_who_answers_for_all_that_the_person_reaches_takes_it_away(world, clerk):
    """An administrator of one organization opens no way into another's data."""
    keeper = world.person("organization_administrator")
    grant_role(by=None, user=clerk, organization=world["birch"], role="editor")
    client = signed_in_as(keeper)
    page = client.get(reverse("workspace:person", args=[clerk.pk]))
    assert button(clerk) not in page.content.decode()
    client.post(button(clerk))
    assert Authenticator.objects.filter(user=clerk).exists()
    with pytest.raises(ValidationError, match="Another administrator"):
        forget_second_factor(keeper, by=keeper)
    for membership in clerk.memberships.all():
        end_role(membership, by=None)
    with pytest.raises(ValidationError, match="partnership administrator"):
        forget_second_factor(clerk, by=keeper)
    forget_second_factor(clerk, by=world.person("partnership_administrator"))
    assert not Authenticator.objects.filter(user=clerk).exists()


def test_the_operator_helps_the_only_administrator(world):
    """Whoever has the server answers for everybody, so nobody is shut out of their own partnership."""
    only = world.person("partnership_administrator")
    TOTP.activate(only, SEED)
    out = StringIO()
    call_command("forget_second_factor", only.email.upper(), stdout=out)
    assert not Authenticator.objects.filter(user=only).exists()
    assert not User.objects.get(pk=only.pk).check_password(PASSWORD)
    step = Client().get("/" + out.getvalue().strip().splitlines()[-1].split("/", 3)[3])
    assert "/password/reset/key/" in step.url
    with pytest.raises(CommandError, match="nobody@"):
        call_command("forget_second_factor", "nobody@example.org")


def test_who_signs_in_at_the_own_organization_gets_no_password(
    world, clerk, django_capture_on_commit_callbacks
):
    """The organization's own sign-on stays the only way in."""
    sign_on = SignOn.objects.create(organization=world["alder"], kind="saml", is_active=True)
    SignOnDomain.objects.create(domain=clerk.email.partition("@")[2], sign_on=sign_on)
    with django_capture_on_commit_callbacks(execute=True):
        forget_second_factor(clerk, by=world.person("partnership_administrator"))
    assert not Authenticator.objects.filter(user=clerk).exists()
    (letter,) = [each for each in mail.outbox if each.to == [clerk.email]]
    assert "/password/reset/" not in letter.body and "/accounts/login/" in letter.body
