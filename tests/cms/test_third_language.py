"""A third language is a setting and a file: Vietnamese, with a few words of its own."""

import subprocess

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import trans_real
from wagtail.models import GroupPagePermission, Page

from cms.models import HomePage, OrganizationPage, SectionPage

from .conftest import add_live, page_form, paragraph, program_page_of, root_of
from .posted import add_event

pytestmark = pytest.mark.django_db
WORDS = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Skip to the content"
msgstr "Tới nội dung"

msgid "Find partners"
msgstr "Tìm đối tác"
"""


@pytest.fixture
def vietnamese(settings, tmp_path):
    folder = tmp_path / "vi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(WORDS, encoding="utf-8")
    subprocess.run(["msgfmt", "-o", "django.mo", "django.po"], cwd=folder, check=True)
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.LANGUAGES, ("vi", "Vietnamese")]
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    yield
    translation.activate("en")
    trans_real._translations.pop("vi", None)


def test_a_language_that_the_settings_do_not_name_is_refused(world):
    with pytest.raises(CommandError, match="Add it to SITE_LANGUAGES first"):
        call_command("add_language", "vi")


def test_every_page_stands_in_the_new_language_with_the_text_of_the_first(
    client, world, sections, vietnamese, capsys
):
    page = add_live(sections["alder"], "After school")
    SectionPage.objects.filter(pk=page.pk).update(lead="In the library.")
    event = add_event(world["alder"], {"en": "Open house", "es": "Casa abierta"})
    call_command("add_language", "vi")
    call_command("add_language", "vi")
    assert Page.find_problems() == ([], [], [], [], [])
    english = Page.objects.filter(locale__language_code="en", depth__gt=1)
    assert Page.objects.filter(locale__language_code="vi").count() == english.count()
    assert f"{english.count()} pages stand in" in capsys.readouterr().out
    for address in ("/vi/", "/vi/partners/", "/vi/partners/alder/", "/vi/partners/alder/after-school/"):
        text = client.get(address).content.decode()
        assert '<html lang="vi"' in text and "Tới nội dung" in text, address
    assert 'lang="en"' in text and "This page is not translated yet" in text
    assert (
        f'hreflang="vi" href="http://127.0.0.1:8000{address}"' in client.get(page.get_url()).content.decode()
    )
    assert "Tìm đối tác" in client.get("/vi/partners/").content.decode()
    # A posting in the language it was written in, marked as such; words without a translation in English.
    told = client.get(f"/vi/calendar/{event.slug}/").content.decode()
    assert 'lang="en">Open house' in told and "Casa abierta" not in told
    for path in (
        "calendar/",
        "search/?q=alder",
        "seven-ways/accountability/",
        "outcomes/",
        "your-childs-data/",
    ):
        assert client.get(f"/vi/{path}").status_code == 200, path


def test_it_is_written_by_whom_the_first_language_is(client, world, sections, vietnamese, sign_in):
    call_command("add_language", "vi")
    page = root_of(world["alder"], "vi")
    english = GroupPagePermission.objects.filter(page=root_of(world["alder"]))
    held = GroupPagePermission.objects.filter(page=page)
    assert set(held.values_list("group", "permission")) == set(english.values_list("group", "permission"))
    assert GroupPagePermission.objects.filter(
        page=program_page_of(world.programs["mentoring"], "vi")
    ).exists()
    sign_in("editor")
    english = add_live(sections["alder"], "Made later")
    # As the editor's own screen makes it: a new page comes into every language.
    add = f"/admin/pages/add/cms/sectionpage/{sections['alder'].pk}/"
    client.post(add, page_form("Made by an editor", [paragraph("Text.")]))
    assert SectionPage.objects.filter(title="Made by an editor", locale__language_code="vi").exists()
    assert english.get_translations().count() <= 2


def test_a_page_written_in_spanish_first_is_told_as_spanish(client, world, sections, vietnamese):
    spanish = add_live(root_of(world["alder"], "es"), "Después de la escuela")
    SectionPage.objects.filter(pk=spanish.pk).update(lead="En la biblioteca.")
    english = SectionPage.objects.get(pk=spanish.pk).copy_for_translation(
        sections["alder"].locale, alias=True
    )
    call_command("add_language", "vi")
    page = english.get_translations().get(locale__language_code="vi").specific
    assert page.text_language == "es" and page.alias_of_id
    assert (
        HomePage.objects.count() == 3
        and OrganizationPage.objects.filter(organization=world["alder"]).count() == 3
    )
