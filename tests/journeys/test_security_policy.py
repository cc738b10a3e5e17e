"""What the browser lets pages do: the site, the workspace and the page editor under their security policies."""

import pytest
from django.core.files.base import ContentFile

from cms.models import Download, OrganizationPage, SectionPage
from partnership.web import headers

pytestmark = [pytest.mark.browser, pytest.mark.looks]

EDITED = ["edit/", "history/", "move/", "copy/", "delete/", "unpublish/"]


def section_of(organization):
    return OrganizationPage.objects.get(organization=organization, locale__language_code="en")


def test_the_page_editor_works_without_inline_scripts(world, open_window):
    window = open_window(world.person("page_approver"))
    section = section_of(world["alder"])
    draft = section.add_child(instance=SectionPage(title="Draft", slug="draft", locale=section.locale))
    draft.save_revision()
    addresses = ["/admin/", f"/admin/pages/{section.pk}/", f"/admin/pages/{section.pk}/add_subpage/"]
    addresses += [f"/admin/pages/{draft.pk}/{part}" for part in EDITED]
    addresses += ["/admin/images/", "/admin/images/add/", "/admin/documents/", "/admin/account/"]
    for address in addresses:
        assert window.go(address).status == 200, address
        window.page.wait_for_timeout(150)
        assert not window.blocked, (address, window.blocked)


def test_the_date_pickers_of_the_page_editor_start(world, open_window):
    window = open_window(world.person("page_approver"))
    section = section_of(world["alder"])
    window.go(f"/admin/pages/{section.pk}/edit/")
    # The picker marks the control when it has taken it over; our file removes the marks it has started.
    assert window.page.locator("template[data-editor-start]").count() == 0
    started = window.page.evaluate(
        "[...document.querySelectorAll('#id_go_live_at, #id_expire_at')]"
        ".map(e => Boolean(jQuery(e).data('xdsoft_datetimepicker')))"
    )
    assert started and all(started)


def test_the_choosers_of_the_page_editor_open(world, open_window):
    window = open_window(world.person("page_approver"))
    section = section_of(world["alder"])
    draft = section.add_child(instance=SectionPage(title="Draft", slug="draft", locale=section.locale))
    window.go(f"/admin/pages/{draft.pk}/move/")
    window.page.locator(".chooser [data-chooser-action-choose]").first.evaluate("button => button.click()")
    window.page.locator(".modal.in").first.wait_for()
    assert not window.blocked


def test_an_inline_script_or_style_is_stopped(world, open_window):
    window = open_window()
    window.go("/en/")
    window.page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<b id=x style=\"color:red\" onclick=\"1\">x</b>');"
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
    )
    assert window.page.evaluate("window.ran") is None
    assert window.blocked


def test_the_partnerships_own_colors_come_through(world, open_window, settings):
    settings.BRAND_COLOR = "#7a0019"
    window = open_window()
    window.go("/en/")
    band = window.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--brand')")
    assert band and not window.blocked


@pytest.mark.django_db
def test_a_policy_never_allows_inline_scripts(world, client):
    for address in ("/en/", "/accounts/login/", "/admin/", "/workspace/", "/en/nowhere/", "/robots.txt"):
        policy = client.get(address)["Content-Security-Policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert scripts == "script-src 'self'"
        assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in client.get("/en/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_a_document_is_saved_in_an_origin_of_its_own(world, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    collection = section_of(world["alder"]).specific.collection
    document = Download.objects.create(
        title="Bad", file=ContentFile(b"<script>1</script>", name="bad.pdf"), collection=collection
    )
    client.force_login(world.person("editor"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert answer["Content-Security-Policy"] == headers.FILE
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
