"""The accessibility statement says what the settings say, in the reader's language, one click from everywhere."""

import pytest

pytestmark = pytest.mark.django_db


def test_it_is_one_click_from_every_page_in_both_languages(world, client):
    for code, word in (("en", "Accessibility"), ("es", "Accesibilidad")):
        address = f"/{code}/accessibility/"
        assert f'href="{address}">{word}</a>' in client.get(f"/{code}/calendar/").content.decode()
        assert word in client.get(address).content.decode()


def test_it_names_contact_day_and_limits_of_the_installation(world, client, settings):
    before = client.get("/en/accessibility/").content.decode()
    assert "A check by people has not been made yet." in before and "mailto:" not in before
    settings.CONTACT_EMAIL = "office@partnership.example.org"
    settings.ACCESSIBILITY_CHECKED_ON = "2026-11-26"
    settings.ACCESSIBILITY_LIMITS = ["The old newsletters are scans."]
    told = client.get("/en/accessibility/").content.decode()
    assert "Nov. 26, 2026" in told and "26 de noviembre de 2026" in client.get(
        "/es/accessibility/"
    ).content.decode().replace("Noviembre", "noviembre")
    assert "mailto:office@partnership.example.org" in told and "The old newsletters are scans." in told
