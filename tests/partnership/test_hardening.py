"""What a browser is told with each answer, and what an authenticator's code and a password are good for."""

import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from cms.public import human
from partnership.access.passwords import NothingOfThePartnership
from partnership.access.sessions import forget_sessions
from partnership.models import KnownDevice
from tests.conftest import PASSWORD

SEED = "JBSWY3DPEHPK3PXP"
IN_PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 50,
    "STUDENT_KEY_SECRETS": "1:" + "a" * 40,
    "VAULT_SECRETS": "1:" + "b" * 40,
    "ALLOWED_HOSTS": "example.org",
    "PARTNERSHIP_ENV_FILE": "/dev/null",
}


def test_in_production_every_cookie_is_the_hosts_own_secure_and_of_the_same_site():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import json; from partnership import settings as s;"
            "print(json.dumps({n: getattr(s, n) for n in dir(s) if '_COOKIE_' in n or n.startswith('SECURE_')}))",
        ],
        env=IN_PRODUCTION,
        capture_output=True,
        text=True,
        check=True,
    )
    settings = json.loads(told.stdout)
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert settings[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert settings[f"{cookie}_COOKIE_SECURE"] and settings[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert settings["SESSION_COOKIE_HTTPONLY"]
    assert (
        settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 60 * 60 and settings["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    )


@pytest.mark.django_db
def test_every_answer_tells_the_browser_what_it_may_do(world, client):
    for address in ("/en/", "/en/nowhere/", "/api/nowhere", "/accounts/login/", "/workspace/", "/robots.txt"):
        answer = client.get(address)
        policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
        assert policy["frame-ancestors"] == policy["form-action"] == "'self'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_reach_nothing(world, client, method):
    for address in ("/en/", "/workspace/", "/api/submissions/", "/admin/"):
        assert client.generic(method, address).status_code == 405


@pytest.mark.django_db
def test_what_is_behind_the_sign_in_stays_in_no_cache_and_goes_with_the_session(world):
    client = Client()
    client.force_login(world.person("data_coordinator"))
    for address in ("/workspace/", "/workspace/submissions/", "/workspace/organizations/alder/"):
        answer = client.get(address)
        assert answer.status_code == 200 and "no-store" in answer["Cache-Control"], address
    assert "Clear-Site-Data" not in client.get("/workspace/")
    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [(0, [False, True, False, False, False]), (1, [True, False, False, False, False])],
)
def test_a_code_of_an_authenticator_works_once_for_as_long_as_it_works(
    world, monkeypatch, settings, tolerance, expected
):
    settings.MFA_TOTP_TOLERANCE = tolerance
    cache.clear()
    totp = TOTP.activate(world.person("data_coordinator"), SEED)
    begins = int(time.time()) // 30 * 30
    code = format_hotp_value(hotp_value(SEED, begins // 30))
    answers = []
    # Half a minute early, at the beginning and end of its own, half a minute and a whole one late.
    for seconds in (-30, 0, 29, 30, 59):
        monkeypatch.setattr(time, "time", lambda at=begins + seconds: at)
        answers.append(totp.validate_code(code))
    assert answers == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["Alder Unified School District", "alder-unified-2026", "bay-county-prevention1!"]
)
def test_a_password_is_not_made_of_names_that_everybody_knows(world, password):
    with pytest.raises(ValidationError):
        NothingOfThePartnership().validate(password)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", [PASSWORD, "x" * 64, "alder correct horse battery staple", "ümläut 人 " * 9]
)
def test_other_passwords_are_taken_however_long_and_of_whatever_signs(world, password):
    NothingOfThePartnership().validate(password)


@pytest.mark.django_db
def test_the_limit_of_public_forms_counts_readers_and_not_the_proxy(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def who(forwarded):
        return human._who(client.get("/en/", headers={"X-Forwarded-For": forwarded}).wsgi_request)

    assert who("203.0.113.1") != who("203.0.113.2")
    # What a reader claims comes before what the proxy saw.
    assert who("198.51.100.7, 203.0.113.1") == who("203.0.113.1")


@pytest.mark.django_db
def test_sessions_and_browsers_are_forgotten(world, settings):
    kept, ended, signed_out = Client(), Client(), Client()
    for client in (kept, ended, signed_out):
        client.post("/accounts/login/", {"login": world.person("editor").email, "password": PASSWORD})
    long_ago = timezone.now() - timedelta(days=400)
    Session.objects.filter(pk=ended.session.session_key).update(expire_date=long_ago)
    Session.objects.filter(pk=signed_out.session.session_key).delete()
    UserSession.objects.update(created_at=long_ago)
    KnownDevice.objects.filter(pk=KnownDevice.objects.first().pk).update(last_seen_at=long_ago)
    assert forget_sessions() == 1
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [kept.session.session_key]
    assert KnownDevice.objects.count() == 2
    assert forget_sessions() == 0


@pytest.mark.django_db
def test_whoever_finds_a_weakness_finds_where_to_write(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.CONTACT_EMAIL = "office@partnership.example.org"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    contact, expires, languages = answer.content.decode().splitlines()
    assert contact == "Contact: mailto:office@partnership.example.org"
    assert expires > f"Expires: {timezone.now():%Y-%m-%d}" and languages == "Preferred-Languages: en, es"
