"""Every role signs in by the form and does its job in a browser; each page on the way is accessible.

A release's way from its draft to the public goes over the second database, too; what the others save is tried there
without a browser.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cms.models import OrganizationPage
from outcomes.models import Claim, Release
from outcomes.releases.approve import sign_release
from outcomes.releases.build import build_release
from outcomes.releases.publish import publish_release
from partnership.actions.admissions import admit_evaluator
from partnership.actions.agreements import sign_agreement
from partnership.models import AuditEvent, Membership, Organization
from tests.journeys.people_at_work import sign_in_by_form, work_off
from tests.journeys.test_coordinator_imports import september
from tests.outcomes.releases.conftest import award, coordinator, data, mentoring  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.fixture
def at_work(world, open_window):
    """`at_work("editor")`: the holder of the role, signed in by the form."""

    def arrive(role, organization=None, **options):
        window = sign_in_by_form(open_window(**options), world.person(role, organization))
        window.assert_accessible()
        return window

    return arrive


@pytest.mark.looks
def test_partnership_administrator_adds_a_partner(at_work):
    window = at_work("partnership_administrator")
    page = window.page
    window.go("/workspace/organizations/add/")
    window.assert_accessible()
    page.get_by_label("Name", exact=True).fill("Riverside Boxing Gym")
    page.get_by_label(re.compile("Short name")).fill("riverside-boxing-gym")
    page.get_by_label("Kind").select_option("nonprofit")
    page.locator("main form button.button").first.click()
    page.get_by_role("heading", name="Riverside Boxing Gym").wait_for()
    window.assert_accessible()
    assert Organization.objects.filter(slug="riverside-boxing-gym").exists()
    window.go("/en/partners/")
    assert page.get_by_text("Riverside Boxing Gym").is_visible()


@pytest.mark.looks
def test_organization_administrator_invites_and_the_invited_comes_in_and_leaves(at_work, world, open_window):
    window = at_work("organization_administrator")
    page = window.page
    window.go("/workspace/organizations/alder/people/invite/")
    window.assert_accessible()
    page.get_by_label("E-mail address").fill("new.clerk@alder.example.org")
    page.get_by_role("radio", name=re.compile("Data coordinator")).check()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("is on its way").wait_for()
    window.assert_accessible()

    invited = open_window(phone=True)
    link = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body).group(1)
    invited.go(link)
    invited.assert_accessible()
    invited.page.get_by_label("Your name").fill("Clerk of the mailroom")
    for field in invited.page.locator("input[type=password]").all():
        field.fill("a rather long password")
    invited.page.get_by_role("button", name="Accept the invitation").click()
    invited.page.wait_for_url("**/workspace/**")
    invited.go("/workspace/submissions/new/")
    assert invited.page.get_by_role("heading", name="Hand in a spreadsheet").is_visible()

    membership = Membership.objects.get(user__email="new.clerk@alder.example.org")
    window.go(f"/workspace/roles/{membership.pk}/end/")
    window.assert_accessible()
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/people/**")
    assert invited.go("/workspace/submissions/new/").status == 403, "gone at the next request"


def write_page(window, organization, title):
    section = OrganizationPage.objects.get(organization=organization, locale__language_code="en")
    page = window.page
    window.go(f"/admin/pages/add/cms/sectionpage/{section.pk}/")
    page.locator("#id_title").press_sequentially(title)
    page.locator("#id_title").press("Tab")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=False).first.click()
    text = page.locator(".Draftail-Editor [contenteditable=true]").last
    text.click()
    text.press_sequentially("Homework help in the library, every day until six.")
    # The rich-text editor hands its text to the form a moment after the last key.
    page.wait_for_timeout(1000)
    page.get_by_role("button", name=re.compile("More actions|Toggle|actions", re.I)).last.click()
    page.get_by_role("button", name=re.compile("^Submit to")).click()
    page.wait_for_load_state()


@pytest.mark.looks
@pytest.mark.parametrize("role", ["editor", "page_approver", "incident_officer"])
def test_who_writes_submits_and_the_coordinator_approves(at_work, world, role, open_window):
    organization = world["harbor-police"] if role == "incident_officer" else world["alder"]
    world.person("partnership_coordinator")
    window = at_work(role, organization)
    write_page(window, organization, "After school")

    visitor = open_window()
    address = f"/en/partners/{organization.slug}/after-school/"
    assert visitor.go(address).status == 404
    chief = at_work("partnership_coordinator")
    chief.go("/admin/")
    assert chief.page.get_by_text("After school").first.is_visible()
    chief.page.get_by_role("link", name="After school").first.click()
    chief.page.wait_for_load_state()
    chief.page.get_by_role("button", name=re.compile("More actions|Toggle|actions", re.I)).last.click()
    with chief.page.expect_navigation():
        chief.page.get_by_role("button", name="Approve and Publish").click()
    assert visitor.go(address).status == 200
    visitor.assert_accessible()
    assert visitor.page.get_by_text("every day until six").is_visible()


def test_coordinator_builds_signer_signs_coordinator_publishes_public_reads(at_work, data, open_window):
    chief = at_work("partnership_coordinator")
    page = chief.page
    chief.go("/workspace/releases/build/")
    chief.assert_accessible()
    page.get_by_label(re.compile("Everyone")).check()
    page.locator("main form button.button").first.click()
    page.wait_for_load_state()
    work_off()
    release = Release.objects.get()
    chief.go(f"/workspace/releases/{release.slug}/")
    chief.assert_accessible()
    page.get_by_role("button", name=re.compile("^Sign for")).click()
    page.wait_for_load_state()

    signer = at_work("release_signer", phone=True)
    signer.go(f"/workspace/releases/{release.slug}/")
    signer.assert_accessible()
    signer.page.get_by_role("button", name="Sign for Alder Unified School District").click()
    signer.page.wait_for_load_state()
    # Each organization whose students are counted has a key of its own.
    for organization in release.contributors.exclude(slug="alder"):
        sign_release(release, by=data.person("release_signer", organization), organization=organization)

    visitor = open_window()
    assert visitor.go(f"/en/outcomes/{release.slug}/").status == 404
    chief.go(f"/workspace/releases/{release.slug}/")
    page.get_by_role("button", name="Publish for good").click()
    page.wait_for_load_state()
    assert visitor.go(f"/en/outcomes/{release.slug}/").status == 200
    visitor.assert_accessible()


@pytest.mark.looks
def test_funder_reviews_and_downloads(at_work, data, award, coordinator, world):
    release = build_release(by=coordinator, program=award.program, audience="funders")
    sign_release(release, by=coordinator, organization=world.partnership)
    for organization in release.contributors.all():
        sign_release(release, by=data.person("release_signer", organization), organization=organization)
    publish_release(release, by=coordinator)
    for phone in (False, True):
        window = at_work("funder", phone=phone)
        window.go("/workspace/outcomes/")
        window.assert_accessible()
        window.page.get_by_role("link", name=release.title).first.click()
        window.page.get_by_role("heading", name="Attendance rate").first.wait_for()
        assert window.page.get_by_text("Descriptive, not an effect").first.is_visible()
        window.assert_accessible()
    with window.page.expect_download() as download:
        window.page.get_by_role("link", name=re.compile("Excel")).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert AuditEvent.objects.filter(verb="release.downloaded").exists()


@pytest.fixture
def handed_in(world):
    from outcomes.submissions.journey import stage_now
    from outcomes.submissions.receive import receive

    submission = receive(
        by=world.person("data_coordinator"),
        organization=world["alder"],
        dataset="student_attendance",
        name="september.csv",
        content=september(world, absent_of_second=1),
        in_background=False,
    )
    return stage_now(submission)


@pytest.mark.looks
def test_data_steward_follows_what_the_district_hands_in_without_student_rows(at_work, handed_in):
    window = at_work("data_steward")
    window.go("/workspace/submissions/")
    window.assert_accessible()
    window.page.get_by_role("link", name="september.csv").click()
    window.page.get_by_role("heading", name="Against what counts now").wait_for()
    assert window.page.get_by_role("link", name="Student-level rows").count() == 0
    assert window.go(f"/workspace/submissions/{handed_in.pk}/rows/").status == 403


@pytest.mark.looks
def test_evaluator_reads_rows_of_those_who_admitted_the_project(at_work, handed_in, world):
    evaluator = world.person("evaluator")
    window = at_work("evaluator")
    rows = f"/workspace/submissions/{handed_in.pk}/rows/"
    assert window.go(rows).status == 404
    admit_evaluator(
        by=world.person("organization_administrator"),
        organization=world["alder"],
        evaluator=evaluator,
        project="Three years of mentoring",
        ends_on=timezone.localdate() + timedelta(days=90),
    )
    assert window.go(rows).status == 200
    window.assert_accessible()
    assert "Canary" not in window.page.content()
    assert AuditEvent.objects.filter(verb="student_rows.read", actor_id=evaluator.pk).exists()


@pytest.mark.looks
def test_statistics_coordinator_hands_in_the_stops_of_a_year(at_work, world):
    """A police department reports counts of groups; rows of single students are not even offered to it."""
    sign_agreement(
        by=None,
        organization=world["harbor-police"],
        datasets=["police_stops"],
        title="Counts of stops",
        purpose="To show who is stopped.",
        starts_on=timezone.localdate() - timedelta(days=900),
        ends_on=timezone.localdate() + timedelta(days=90),
    )
    window = at_work("statistics_coordinator")
    page = window.page
    window.go("/workspace/submissions/new/")
    window.assert_accessible()
    assert page.get_by_label("Student attendance").count() == 0
    page.get_by_label("Police stops").check()
    year = str(timezone.localdate().year - 1)
    page.get_by_label("Spreadsheet").set_input_files(
        {
            "name": "stops.csv",
            "mimeType": "text/csv",
            "buffer": f"year,race,stops,searches\n{year},All,420,61\n".encode(),
        }
    )
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("progressbar").wait_for()
    work_off()
    page.get_by_role("heading", name="Against what counts now").wait_for()
    window.assert_accessible()
    page.get_by_label("I have looked at the counts").check()
    page.get_by_role("button", name="Accept", exact=True).click()
    page.get_by_text("Accepted: these rows count").wait_for()
    assert Claim.objects.get().in_effect
