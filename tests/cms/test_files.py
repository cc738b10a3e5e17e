"""Images and documents: the public fetches what a live page shows, and nothing else."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.models import PageViewRestriction

from cms.models import Picture, SectionPage

from .conftest import add_download, add_draft, add_picture, root_of


@pytest.fixture
def page(world):
    """A draft of Alder that shows an image and offers a document."""
    world.person("editor")
    section = root_of(world["alder"])
    page = add_draft(section, "Open house")
    page.body = [
        ("picture", {"picture": add_picture(section.collection), "alt": "A room", "caption": ""}),
        ("document", {"document": add_download(section.collection), "about": "The agenda"}),
    ]
    page.save()
    page.save_revision()
    return page


def addresses(page):
    picture, download = page.body[0].value["picture"], page.body[1].value["document"]
    return [picture.get_rendition("width-960").url, download.url]


def test_files_open_with_the_page_that_shows_them_and_close_with_it(client, page):
    assert [client.get(address).status_code for address in addresses(page)] == [404, 404]
    page.get_latest_revision().publish()
    answers = [client.get(address) for address in addresses(page)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0]["Content-Type"] == "image/png"
    assert b"".join(answers[1].streaming_content) == b"text"
    shown = client.get(page.get_url()).content.decode()
    assert all(address in shown for address in addresses(page)) and 'alt="A room"' in shown
    SectionPage.objects.get(pk=page.pk).unpublish()
    assert [client.get(address).status_code for address in addresses(page)] == [404, 404]


def test_files_of_a_page_for_some_are_not_for_all(client, page):
    page.get_latest_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert [client.get(address).status_code for address in addresses(page)] == [404, 404]


def test_files_taken_off_a_page_are_closed_with_its_publication(client, page):
    page.get_latest_revision().publish()
    known = addresses(page)
    page = SectionPage.objects.get(pk=page.pk)
    page.body = []
    page.save_revision().publish()
    assert [client.get(address).status_code for address in known] == [404, 404]


def test_the_own_editors_see_their_unpublished_files_and_others_do_not(client, page, sign_in):
    for slug, answered in [("alder", [200, 200]), ("birch", [404, 404])]:
        sign_in("editor", slug)
        assert [client.get(address).status_code for address in addresses(page)] == answered
    sign_in("partnership_coordinator")
    assert [client.get(address).status_code for address in addresses(page)] == [200, 200]


def test_originals_are_never_served(client, page):
    page.get_latest_revision().publish()
    picture, download = page.body[0].value["picture"], page.body[1].value["document"]
    for name in (picture.file.name, download.file.name, "images/../" + picture.file.name):
        assert client.get(f"/media/{name}").status_code == 404
    assert client.get(reverse("wagtaildocs_serve", args=[download.pk, "other.txt"])).status_code == 404


def test_what_a_camera_noted_is_not_published(client, page):
    """Place, time and device of a photograph; how it was held is kept, by turning it."""
    taken = Image.new("RGB", (40, 20), "red")
    notes = taken.getexif()
    notes[ExifTags.Base.Orientation] = 6
    notes[ExifTags.Base.Model] = "Camera"
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 46.0, 0.0)
    for kind in ("JPEG", "PNG", "WEBP"):
        file = BytesIO()
        taken.save(file, kind, exif=notes)
        photo = ContentFile(file.getvalue(), name=f"photo.{kind.lower()}")
        picture = Picture.objects.create(title="Photo", file=photo, collection=root_of_picture(page))
        shown = Image.open(picture.get_rendition("width-960").file)
        assert shown.height > shown.width
        assert not shown.getexif() and b"Camera" not in str(shown.info).encode()


def root_of_picture(page):
    return page.body[0].value["picture"].collection
