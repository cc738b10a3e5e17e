"""Two sections side by side, each with something that only its own people may see."""

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import Download, OrganizationPage, Picture, ProgramPage, SectionPage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def surroundings(settings, tmp_path):
    """Search and reference index follow a save at once; files go where nobody looks for them later."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    cache.clear()  # Wagtail remembers renditions by key, and keys begin anew with each test.


@pytest.fixture
def sign_in(client, world):
    """Sign a role's holder in: `sign_in("editor")`, `sign_in("editor", "birch")`."""

    def sign_in(role, slug=None):
        user = world.person(role, world[slug] if slug else None)
        client.force_login(user, backend=BACKEND)
        return user

    return sign_in


@pytest.fixture
def sections(world):
    """{slug: OrganizationPage} of Alder and Birch, both with an editor."""
    for slug in ("alder", "birch"):
        world.person("editor", world[slug])
    return {slug: root_of(world[slug]) for slug in ("alder", "birch")}


def root_of(organization, language="en"):
    return OrganizationPage.objects.get(organization=organization, locale__language_code=language)


def program_page_of(program, language="en"):
    return ProgramPage.objects.get(program=program, locale__language_code=language)


def add_draft(parent, title="Secret plan of Birch"):
    """A page that is not published, with a revision, as an editor leaves it."""
    page = parent.add_child(
        instance=SectionPage(
            title=title, slug=title.lower().replace(" ", "-"), locale=parent.locale, live=False
        )
    )
    page.save_revision()
    return page


def add_live(parent, title="Published page of Birch"):
    page = parent.add_child(
        instance=SectionPage(title=title, slug=title.lower().replace(" ", "-"), locale=parent.locale)
    )
    page.save_revision().publish()
    return SectionPage.objects.get(pk=page.pk)


def add_picture(collection, title="Secret image of Birch"):
    return Picture.objects.create(
        title=title, description="A room.", file=get_test_image_file(), collection=collection
    )


def add_download(collection, title="Secret document of Birch"):
    return Download.objects.create(
        title=title, file=ContentFile(b"text", name="secret-birch.txt"), collection=collection
    )


def page_form(title="A page", body=(), **fields):
    """What the page editor posts for a SectionPage; with `action-submit="1"` it goes to approval."""
    return nested_form_data(
        {"title": title, "slug": title.lower().replace(" ", "-"), "lead": "", "body": streamfield(body)}
        | {"search_description": ""}
        | fields
    )


def paragraph(text):
    return ("paragraph", rich_text(f"<p>{text}</p>", features=["bold", "italic", "link", "document-link"]))
