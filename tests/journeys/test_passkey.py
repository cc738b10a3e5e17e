"""A data coordinator sets up a passkey and signs in with nothing else; a phone-sized window is enough."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.looks]


def authenticator_of(window):
    """A passkey store that says yes, as the browser's own tools offer one."""
    tools = window.page.context.new_cdp_session(window.page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_set_up_and_signs_in(world, open_window, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()
    clerk = world.person("data_coordinator")
    window = open_window(phone=True)
    page = window.page
    authenticator_of(window)

    window.go("/workspace/")
    window.assert_accessible()
    page.get_by_label("Email").fill(clerk.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/2fa/")
    window.assert_accessible()
    page.get_by_role("link", name="Add").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url("**/webauthn/add/")
    page.get_by_label("Name").fill("This computer")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/**")
    window.assert_accessible()
    assert Authenticator.objects.filter(user=clerk, type="webauthn").count() == 1

    page.context.clear_cookies()
    window.go("/accounts/login/?next=/workspace/submissions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/workspace/submissions/")
    window.assert_accessible()
    assert not window.blocked
