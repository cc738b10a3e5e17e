"""What may be added to the site: pictures that are pictures, documents that are what their names say, not too many."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cms.models import Download, Picture

ZIP = b"PK\x03\x04 and more"


@pytest.fixture
def add(client, sections, sign_in):
    """add("wagtaildocs", name, content): the sentences with which the form refuses it, or []."""
    sign_in("editor")

    def add(app, name, content):
        answer = client.post(
            reverse(f"{app}:add"),
            {
                "title": "New",
                "file": SimpleUploadedFile(name, content),
                "description": "A room",
                "collection": sections["alder"].collection_id,
            },
        )
        return answer.context["form"].errors.get("file", []) if answer.status_code == 200 else []

    return add


def picture(size=(20, 20), kind="PNG"):
    file = BytesIO()
    Image.new("1", size).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"%PDF-1.7 ..."),
        ("plan.docx", ZIP),
        ("rows.csv", "a,b\nü,1\n".encode()),
        ("day.ics", b"BEGIN:VCALENDAR\r\n"),
    ],
)
def test_a_document_that_is_what_its_name_says_is_taken(add, name, content):
    assert add("wagtaildocs", name, content) == []
    assert Download.objects.get().filename == name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.pdf", b"<html><script>1</script>"),
        ("plan.docx", b"MZ\x90\x00"),
        ("rows.csv", b"\x7fELF\0\0"),
        ("page.html", b"<html>"),
        ("image.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ],
)
def test_a_document_that_is_something_else_is_not(add, name, content):
    assert add("wagtaildocs", name, content)
    assert not Download.objects.exists()


def test_a_picture_is_decoded_and_of_a_size_that_can_be_dealt_with(add, settings):
    assert add("wagtailimages", "photo.jpg", b"<svg onload=alert(1)>")
    assert add("wagtailimages", "photo.jpg", picture())
    assert add("wagtailimages", "photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    # A few kilobytes that unfold to more than 128 million points.
    assert add("wagtailimages", "photo.png", picture((12_000, 11_000)))
    assert not Picture.objects.exists()
    assert add("wagtailimages", "photo.png", picture()) == []


def test_nobody_fills_the_disk(add, settings):
    settings.SITE_FILES_A_DAY = 1
    assert add("wagtaildocs", "plan.pdf", b"%PDF-") == []
    assert add("wagtaildocs", "plan.pdf", b"%PDF-")
    assert Download.objects.count() == 1
