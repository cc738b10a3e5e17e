"""What an editor is offered: the own pages, images and documents, and of pages also the published ones."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from cms import search_backend
from cms.models import SectionPage

from .conftest import add_download, add_draft, add_live, add_picture, page_form, paragraph

SECRET = "Secret"


@pytest.fixture
def both(world, sections):
    """For Alder and for Birch: a draft, a published page, an image, a document."""
    have = {}
    for slug, root in sections.items():
        mine = "Own" if slug == "alder" else "Secret"
        have[slug] = {
            "root": root,
            "draft": add_draft(root, f"{mine} plan"),
            "live": add_live(root, f"{'Own' if slug == 'alder' else 'Known'} page"),
            "picture": add_picture(root.collection, f"{mine} image"),
            "download": add_download(root.collection, f"{mine} document"),
        }
    return have


OFFERS = [
    ("wagtailadmin_choose_page_search", [], {"q": "plan"}),
    ("wagtailadmin_choose_page_search", [], {"q": "secret"}),
    ("wagtailadmin_choose_page_child", ["root"], {}),
    ("wagtailadmin_choose_page_child", ["directory"], {}),
    ("wagtailadmin_choose_page", [], {"page_type": "cms.sectionpage"}),
    ("wagtailadmin_choose_page", [], {}),
    ("wagtailadmin_explore_root", [], {}),
    ("wagtailadmin_explore", ["directory"], {}),
    ("wagtailadmin_explore", ["directory"], {"q": "plan"}),
    ("wagtailadmin_explore", ["directory"], {"q": "plan", "search_all": "1"}),
    ("wagtailadmin_explore_results", ["directory"], {"q": "secret", "search_all": "1"}),
    ("wagtailadmin_api:pages:listing", [], {"child_of": "root", "for_explorer": "1"}),
    ("wagtailadmin_api:pages:listing", [], {"search": "plan"}),
    ("wagtailadmin_api:pages:listing", [], {"type": "cms.SectionPage", "fields": "*", "limit": "20"}),
    ("wagtailadmin_api:pages:listing", [], {"descendant_of": "root"}),
    ("wagtailadmin_pages:search", [], {"q": "plan"}),
    ("wagtailadmin_pages:search_results", [], {"q": "secret"}),
    ("wagtailadmin_pages:search", [], {"q": "published:no"}),
    ("wagtailadmin_home", [], {}),
    ("wagtailimages:index", [], {}),
    ("wagtailimages:index_results", [], {"q": "image"}),
    ("wagtailimages:index", [], {"layout": "list"}),
    ("wagtailimages:add", [], {}),
    ("wagtailimages:add_multiple", [], {}),
    ("wagtailimages_chooser:choose", [], {}),
    ("wagtailimages_chooser:choose_results", [], {"q": "image"}),
    ("wagtailimages_chooser:choose_results", [], {"q": "secret", "layout": "list"}),
    ("wagtaildocs:index", [], {}),
    ("wagtaildocs:index_results", [], {"q": "document"}),
    ("wagtaildocs_chooser:choose", [], {}),
    ("wagtaildocs_chooser:choose_results", [], {"q": "document"}),
]


def test_nothing_of_others_is_offered(client, both, sign_in):
    sign_in("editor")
    places = {"root": both["birch"]["root"].pk, "directory": both["birch"]["root"].get_parent().pk}
    told = []
    for route, words, query in OFFERS:
        answer = client.get(reverse(route, args=[places[word] for word in words]), query)
        text = answer.content.decode()
        assert answer.status_code == 200, (route, query)
        # Names of others' collections are theirs as well; the name of a partner is public.
        canaries = [SECRET, "Editor, Birch"] + ["Birch Union"] * route.startswith(
            ("wagtailimages", "wagtaildocs")
        )
        told += [(route, query, canary) for canary in canaries if canary in text]
    assert told == []


def test_the_own_and_the_published_are_offered(client, both, sign_in):
    sign_in("editor")
    search = reverse("wagtailadmin_choose_page_search")
    for query, wanted in [("own plan", "Own plan"), ("own page", "Own page"), ("known", "Known page")]:
        assert wanted in client.get(search, {"q": query}).content.decode()
    assert "Own image" in client.get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert "Own document" in client.get(reverse("wagtaildocs_chooser:choose")).content.decode()
    assert "Own plan" in client.get(reverse("wagtailadmin_pages:search"), {"q": "plan"}).content.decode()


def test_several_chosen_at_once_are_asked_one_by_one(client, both, sign_in):
    sign_in("editor")
    pages = reverse("wagtailadmin_choose_page_chosen_multiple")
    own, known, secret = both["alder"]["draft"], both["birch"]["live"], both["birch"]["draft"]
    assert client.get(pages, {"id": [own.pk, known.pk]}).status_code == 200
    assert client.get(pages, {"id": [own.pk, secret.pk]}).status_code == 404
    for chooser, thing in [("wagtailimages_chooser", "picture"), ("wagtaildocs_chooser", "download")]:
        keys = [both[slug][thing].pk for slug in ("alder", "birch")]
        chosen = json.loads(client.get(reverse(f"{chooser}:chosen_multiple"), {"id": keys}).content)
        assert [int(one["id"]) for one in chosen["result"]] == keys[:1]


def test_a_page_only_some_may_read_is_not_offered(client, both, sign_in):
    page = both["birch"]["live"]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    sign_in("editor")
    answer = client.get(reverse("wagtailadmin_choose_page_search"), {"q": "known"})
    assert "Known page" not in answer.content.decode()


@pytest.mark.parametrize(
    "thing, says",
    [
        ("link", "links to a page"),
        ("action", "links to a page"),
        ("picture", "shows an image"),
        ("document", "offers a document"),
        ("document link", "offers a document"),
    ],
)
def test_what_is_not_offered_cannot_be_put_on_a_page_by_hand(client, both, sign_in, thing, says):
    blocks = {
        "link": lambda have: paragraph(f'<a linktype="page" id="{have["draft"].pk}">there</a>'),
        "document link": lambda have: paragraph(f'<a linktype="document" id="{have["download"].pk}">it</a>'),
        "picture": lambda have: ("picture", {"picture": have["picture"].pk, "alt": "A room", "caption": ""}),
        "document": lambda have: ("document", {"document": have["download"].pk, "about": ""}),
        "action": lambda have: (
            "action",
            {"label": "Go", "text": "", "page": have["draft"].pk, "url": ""},
        ),
    }
    sign_in("editor")
    own = both["alder"]["draft"]
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[own.pk])
    by_hand = page_form("By hand", [blocks[thing](both["birch"])])
    answer = client.post(edit, by_hand)
    assert answer.status_code == 200 and says in answer.content.decode()
    assert client.post(preview, by_hand).json()["is_valid"] is False
    assert SectionPage.objects.get(pk=own.pk).get_latest_revision_as_object().title == own.title
    answer = client.post(edit, page_form("By right", [blocks[thing](both["alder"])]))
    assert answer.status_code == 302
    assert SectionPage.objects.get(pk=own.pk).get_latest_revision_as_object().title == "By right"


def test_what_a_co_owner_chose_stays_on_the_page(client, world, both, sign_in):
    """Two organizations write one program page; neither loses what the other put there."""
    from .conftest import program_page_of

    page = program_page_of(world.programs["mentoring"])
    world.person("editor", world["open-door"])
    body = [("picture", {"picture": both["alder"]["picture"].pk, "alt": "A room", "caption": ""})]
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = page_form("", body) | {"picture": ""}
    sign_in("editor")
    assert client.post(edit, form).status_code == 302
    sign_in("editor", "open-door")
    assert (
        client.post(edit, page_form("", body + [paragraph("And more.")]) | {"picture": ""}).status_code == 302
    )
    latest = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    assert [block.block_type for block in latest.body] == ["picture", "paragraph"]


def test_uploads_land_in_the_own_collection_only(client, both, sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.images.tests.utils import get_test_image_file

    from cms.models import Download, Picture

    sign_in("editor")
    image = get_test_image_file().file.getvalue()
    for slug, wanted in [("birch", 0), ("alder", 1)]:
        client.post(
            reverse("wagtailimages:add"),
            {
                "title": "New image",
                "file": SimpleUploadedFile("new.png", image, content_type="image/png"),
                "description": "A room",
                "credit": "",
                "collection": both[slug]["root"].collection_id,
            },
        )
        assert (
            Picture.objects.filter(title="New image", collection=both[slug]["root"].collection).count()
            == wanted
        )
        client.post(
            reverse("wagtaildocs:add"),
            {
                "title": "New document",
                "file": SimpleUploadedFile("new.txt", b"text"),
                "collection": both[slug]["root"].collection_id,
            },
        )
        own = Download.objects.filter(title="New document", collection=both[slug]["root"].collection)
        assert own.count() == wanted


def test_an_image_needs_words_for_those_who_cannot_see_it(client, both, sign_in):
    sign_in("editor")
    picture = both["alder"]["picture"]
    answer = client.post(
        reverse("wagtailimages:edit", args=[picture.pk]),
        {"title": "Own image", "description": "", "collection": picture.collection_id},
    )
    assert answer.status_code == 200 and "This field is required." in answer.content.decode()


def test_many_matches_are_found_without_ranking_each_of_them(world, sections, monkeypatch):
    """On SQLite to rank is to ask the index again for each row; many stand in the order of the tree."""
    pages = [add_live(sections["alder"], f"Heron {number}") for number in range(6)]
    in_order = [page.pk for page in pages]
    found = {}
    for ranked in (300, 3):
        monkeypatch.setattr(search_backend, "RANKED", ranked)
        with CaptureQueriesContext(connection) as queries:
            found[ranked] = [page.pk for page in SectionPage.objects.autocomplete("heron")]
        asked = " ".join(query["sql"] for query in queries)
        if connection.vendor == "sqlite":
            assert ("bm25" in asked) is (ranked == 300)
    mine = {
        page.pk for page in SectionPage.objects.filter(title__startswith="Heron", locale__language_code="en")
    }
    assert set(found[300]) == set(found[3]) == mine
    if connection.vendor == "sqlite":
        assert found[3] == in_order
