"""The public site, as people use it: an officer on a phone, a parent in Spanish, a resident with a question, an
agency with a policy, two partners on one page; and every public page in both schemes, both languages, and zoomed.
"""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse

from cms.models import ComposerDraft, Event, Policy, Question, Registration, SectionPage, Update
from tests.access.scene import set_the_scene
from tests.cms.conftest import add_live, program_page_of, root_of
from tests.cms.posted import STOPS, add_event, release_of_an_agency
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.looks]
HEAVIEST = 100_000


@pytest.fixture(autouse=True)
def calm(settings, tmp_path):
    settings.SHORTEST_FORM_SECONDS = 0
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    caches["pages"].clear()


def test_an_officer_posts_from_a_phone_is_signed_out_comes_back_publishes_and_corrects(world, open_window):
    officer = world.person("incident_officer")
    window = open_window(officer, phone=True)
    page = window.page
    window.go("/workspace/site/compose/")
    window.assert_accessible()
    page.get_by_label("What we know").fill("A road is closed at the harbor.\nNobody is hurt.")
    page.get_by_text("Kept at").wait_for()
    assert ComposerDraft.objects.get().data["facts"].startswith("A road is closed")
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("What happens next").fill("We speak at six.")
    for check in (
        "No minor can be recognized",
        "No victim is named or described",
        "No facts of a case or an investigation",
    ):
        page.get_by_label(check).check()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/accounts/login/**")
    assert not Update.objects.exists()
    page.get_by_label("Email").fill(officer.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("This is what you had typed.").wait_for()
    assert page.get_by_label("What happens next").input_value() == "We speak at six."
    for check in (
        "No minor can be recognized",
        "No victim is named or described",
        "No facts of a case or an investigation",
    ):
        page.get_by_label(check).check()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("It is published.").wait_for()
    window.assert_accessible()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Fact 2").first.fill("One person is slightly hurt.")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What changed stands in the time line.").wait_for()
    reader = open_window(phone=True)
    reader.go(Update.objects.get().get_absolute_url())
    reader.assert_accessible()
    assert reader.page.locator("del").inner_text() == "Nobody is hurt."
    assert reader.page.get_by_text("One person is slightly hurt.").count() >= 1


def test_a_parent_registers_in_spanish_without_script(world, open_window):
    event = add_event(world["alder"], {"en": "Open house", "es": "Casa abierta"}, takes_registrations=True)
    window = open_window(phone=True, java_script_enabled=False)
    page = window.page
    window.go(f"/es/calendar/{event.slug}/")
    page.locator(f"a[href*='/es/calendar/{event.slug}/register/']").first.click()
    page.locator("[name=email]").fill("madre@example.org")
    page.locator("[name=people]").fill("3")
    page.locator("main form button").first.click()
    page.wait_for_url("**/calendar/registration/**")
    assert "Casa abierta" in page.locator("main").inner_text()
    registration = Registration.objects.get()
    assert (registration.people, registration.language) == (3, "es")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("main form button").click()
    registration.refresh_from_db()
    assert registration.state == "cancelled"


def test_a_resident_asks_and_sees_the_answer(world, open_window):
    event = add_event(world["alder"], "At the library", kind="listening")
    resident = open_window()
    resident.go(event.get_absolute_url())
    resident.page.get_by_role("link", name="Ask a question").click()
    resident.page.get_by_label("Your question").fill("Who watches the crossing?")
    resident.page.get_by_role("button", name="Send the question").click()
    resident.page.get_by_text("Thank you. We read your question").wait_for()
    editor = open_window(world.person("editor"))
    editor.go(reverse("workspace:question", args=[Question.objects.get().pk]))
    editor.page.get_by_label("Answer in English").fill("A guard, until the late bus.")
    editor.page.get_by_role("button", name="Save").click()
    editor.page.get_by_text("Saved.").wait_for()
    resident.go(event.get_absolute_url())
    assert "A guard, until the late bus." in resident.page.locator("#questions ~ article").inner_text()


def test_an_agency_adopts_a_policy_and_the_matrix_shows_it(world, open_window):
    world.person("page_approver", world["harbor-police"])
    window = open_window(world.person("editor", world["harbor-police"]))
    page = window.page
    window.go("/workspace/site/policies/add/")
    window.assert_accessible()
    page.get_by_label("Policy", exact=True).select_option("intervene")
    page.get_by_label("Title in English").fill("General Order 3.4")
    page.get_by_label("Adopted on").fill("2026-01-15")
    page.get_by_label("In plain language in English").fill("Whoever sees too much force stops it.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Hand in for approval").click()
    page.get_by_text("It waits for approval now.").wait_for()
    approver = open_window(world.person("page_approver", world["harbor-police"]))
    approver.go("/workspace/site/")
    approver.assert_accessible()
    approver.page.get_by_role("link", name="General Order 3.4").first.click()
    approver.page.get_by_role("button", name="Publish").click()
    approver.page.get_by_text("It is published.").wait_for()
    assert Policy.objects.get().state == "published"
    reader = open_window()
    reader.go("/en/policies/")
    reader.page.get_by_role("row", name=re.compile("Harbor Police")).get_by_role(
        "link", name="01/15/2026"
    ).click()
    assert "Whoever sees too much force stops it." in reader.page.locator("main").inner_text()


def test_a_nonprofit_and_a_school_edit_one_program_page_together(world, open_window):
    parent = program_page_of(world.programs["mentoring"])
    nonprofit = open_window(world.person("editor", world["open-door"]))
    nonprofit.go(reverse("wagtailadmin_pages:add", args=["cms", "sectionpage", parent.pk]))
    nonprofit.page.locator("#id_title").fill("Where mentors meet")
    nonprofit.page.locator("#id_lead").fill("In the library.")
    nonprofit.page.get_by_role("button", name="Save draft").first.click()
    nonprofit.page.wait_for_url("**/edit/**")
    page = SectionPage.objects.get(slug="where-mentors-meet", locale=parent.locale)
    school = open_window(world.person("editor", world["alder"]))
    school.go(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert school.page.locator("#id_lead").input_value() == "In the library."
    school.page.locator("#id_lead").fill("In the library, before the first bell.")
    school.page.get_by_role("button", name="Save draft").first.click()
    school.page.get_by_text("has been updated").or_(school.page.get_by_text("saved")).first.wait_for()
    nonprofit.go(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert nonprofit.page.locator("#id_lead").input_value() == "In the library, before the first bell."


def public_addresses(world, language="en"):
    things = world.things["own"]
    slug = things["published"]["slug"]
    pages = ["", "calendar/", "listening/", "commitments/", "updates/", "updates/by-email/", "policies/"]
    pages += [
        "commend-or-complain/",
        "trainings/",
        "openings/",
        "cities/",
        "cities/harbor/",
        "your-childs-data/",
    ]
    pages += [
        "your-childs-data/request/?district=alder",
        "your-childs-data/consent/",
        "numbers/stops/",
        "search/?q=alder",
    ]
    pages += [f"{kind}/{slug}/" for kind in ("calendar", "commitments", "updates", "trainings", "openings")]
    pages += [f"calendar/{slug}/{more}/" for more in ("register", "question", "consent")]
    pages += ["policies/alder/bias-free/", "commend-or-complain/alder/", "refer/mentors-alder/", "outcomes/"]
    tree = {
        "en": [
            "seven-ways/",
            "seven-ways/accountability/",
            "partners/",
            "partners/alder/",
            "partners/alder/after-school/",
            "programs/",
            "programs/campus-mentors/",
            "news/",
            "seven-ways/hard-conversations/",
        ],
        "es": [
            "siete-caminos/",
            "siete-caminos/transparencia/",
            "socios/",
            "socios/alder/",
            "socios/alder/after-school/",
            "programas/",
            "programas/campus-mentors/",
            "noticias/",
            "siete-caminos/conversaciones-dificiles/",
        ],
    }
    month = Event.objects.filter(state="published").first().starts_at.strftime("%Y-%m")
    return [f"/{language}/{path}" for path in [*pages, f"calendar/?month={month}", *tree[language]]]


@pytest.mark.parametrize(
    ("language", "looks"),
    [("es", [("dark", 1280), ("light", 360)]), ("en", [("dark", 360), ("light", 640)])],
    ids=["Spanish: dark, phone", "English: dark on a phone, 1280 px at 200 %"],
)
def test_every_public_page_in_both_schemes_and_languages(world, open_window, language, looks):
    """Axe finds nothing, nothing is too wide, at most 100 kB without images, and the keyboard begins at the skip link."""
    set_the_scene(world)
    add_live(root_of(world["alder"], language), "After school")
    release_of_an_agency(world, STOPS)
    window = open_window()
    sizes, wrong, scheme, width = {}, [], "", ""
    window.page.on("response", lambda answer: sizes.__setitem__(answer.url, weight(answer)))
    for address in public_addresses(world, language):
        sizes.clear()
        answer = window.go(address)
        try:
            assert answer.status == 200, answer.status
            window.page.keyboard.press("Tab")
            assert window.page.evaluate("document.activeElement.className") == "skip-link"
            for scheme, width in looks:
                # Without motion, or the colors of one scheme are still fading into the other.
                window.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                window.resize({"width": width, "height": 800})
                window.assert_accessible()
            assert sum(sizes.values()) <= HEAVIEST, sizes
        except AssertionError as violation:
            wrong.append(f"{address}, {scheme}, {width} px: {violation}")
    assert not wrong, "\n\n".join(wrong)


def weight(answer):
    """Bytes of an answer, images left out."""
    is_picture = answer.headers.get("content-type", "").startswith("image/")
    return 0 if is_picture or not answer.ok else len(answer.body())
