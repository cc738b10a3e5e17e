"""What the public reads: both languages, the directory, what is hidden, what search engines are told."""

import json
import re
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.models import HomePage, NewsPage, SectionPage
from partnership.actions.organizations import change_organization

from .conftest import add_draft, add_live, program_page_of, root_of
from .posted import add_event

PAGES = [
    ("/en/", "One county"),
    ("/es/", "Un condado"),
    ("/en/partners/", "Partners"),
    ("/es/socios/", "Socios"),
    ("/en/partners/alder/", "Alder Unified School District"),
    ("/es/socios/alder/", "Alder Unified School District"),
    ("/en/partners/birch/", "Birch Union School District"),
    ("/es/socios/birch/", "Birch Union School District"),
    ("/en/programs/", "Programs"),
    ("/es/programas/campus-mentors/", "Campus Mentors"),
    ("/en/programs/campus-mentors/", "Campus Mentors"),
    ("/en/news/", "News"),
    ("/es/noticias/", "Noticias"),
]


def heading(page):
    return re.search(r"<h1.*?</h1>", page, re.S).group()


def test_every_public_page_stands_in_both_languages(client, world):
    world.person("editor")
    for path, title in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert title in heading(page), path
        assert f'<html lang="{path[1:3]}"' in page
        assert page.count("<h1") == 1


def test_a_page_names_its_twin_in_the_other_language(client, world, settings):
    settings.BASE_URL = "https://partnership.example.org"
    world.person("editor")
    for english, spanish in [
        ("/en/", "/es/"),
        ("/en/partners/", "/es/socios/"),
        ("/en/partners/alder/", "/es/socios/alder/"),
        ("/en/partners/birch/", "/es/socios/birch/"),
        ("/en/programs/campus-mentors/", "/es/programas/campus-mentors/"),
    ]:
        for path in (english, spanish):
            page = client.get(path).content.decode()
            host = settings.BASE_URL
            assert f'<link rel="canonical" href="{host}{path}">' in page
            assert f'<link rel="alternate" hreflang="en" href="{host}{english}">' in page
            assert f'<link rel="alternate" hreflang="es" href="{host}{spanish}">' in page
            assert f'href="{spanish if path == english else english}" lang=' in page, "the language switch"


def test_an_address_of_the_other_tree_leads_to_the_page_in_this_language(client, world):
    world.person("editor")
    for asked, answered in [
        ("/es/partners/", "/es/socios/"),
        ("/es/partners/alder/", "/es/socios/alder/"),
        ("/es/partners/birch/", "/es/socios/birch/"),
        ("/en/programas/campus-mentors/", "/en/programs/campus-mentors/"),
    ]:
        answer = client.get(asked)
        assert (answer.status_code, answer.url) == (302, answered)
    for unknown in ("/en/partners/nobody/", "/es/nada/", "/en/partners/birch/more/"):
        assert client.get(unknown).status_code == 404


def test_the_first_address_leads_to_the_readers_language(client, world):
    assert client.get("/").url == "/en/"
    assert client.get("/", headers={"accept-language": "es-MX,es;q=0.9"}).url == "/es/"


def test_what_is_not_translated_says_so_and_says_its_language(client, world):
    page = add_live(program_page_of(world.programs["mentoring"]), "How to volunteer")
    page.lead = "Two hours a week."
    page.copy_for_translation(program_page_of(world.programs["mentoring"], "es").locale, alias=True)
    page.save_revision().publish()
    spanish = client.get("/es/programas/campus-mentors/how-to-volunteer/").content.decode()
    assert re.search(r'<div[^>]* lang="en">\s*<h1>How to volunteer', spanish)
    assert "Esta página aún no está traducida" in spanish
    english = client.get("/en/programs/campus-mentors/how-to-volunteer/").content.decode()
    assert "not translated" not in english and 'class="page-header-text"' in english


def test_the_directory_is_found_by_name_city_and_kind(client, world):
    change_organization(world["birch"], by=None, city=world.places["harbor"], summary="Schools by the water.")
    for query, wanted in [
        ("", {"Alder Unified School District", "Birch Union School District", "Lantern Fund"}),
        ("q=birch", {"Birch Union School District"}),
        ("q=WATER+schools", {"Birch Union School District"}),
        ("city=harbor", {"Birch Union School District"}),
        ("kind=school_district", {"Alder Unified School District", "Birch Union School District"}),
        ("kind=school_district&q=alder", {"Alder Unified School District"}),
        ("q=nobody+here", set()),
        ("city=nowhere&page=99", {"Lantern Fund"}),
    ]:
        page = client.get(f"/en/partners/?{query}").content.decode()
        found = set(re.findall(r'directory-name"><a href="[^"]+">([^<]+)', page))
        assert wanted <= found if "=" not in query or "nowhere" in query else found == wanted, query
        assert world.partnership.name not in found, "the partnership is not its own partner"


def test_drafts_are_nowhere(client, world):
    world.person("editor")
    draft = add_draft(root_of(world["alder"]), "Unfinished thought")
    news = root_of(world["alder"]).add_child(
        instance=NewsPage(title="Unfinished news", slug="unfinished", lead="Not yet.", live=False)
    )
    for path in ("/en/", "/en/partners/alder/", "/en/news/", "/sitemap.xml"):
        assert "Unfinished" not in client.get(path).content.decode(), path
    for page in (draft, news):
        assert client.get(page.get_url()).status_code == 404


def test_an_unpublished_section_leaves_the_entry_of_the_directory(client, world):
    world.person("editor")
    Page.objects.filter(pk=root_of(world["alder"]).pk).update(live=False)
    page = client.get("/en/partners/alder/").content.decode()
    assert "Alder Unified School District" in heading(page)


def test_a_page_for_those_who_sign_in_asks_to_sign_in_and_is_listed_nowhere(client, world):
    page = add_live(root_of_alder := root_of_section(world), "For partners only")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get(page.get_url())
    assert answer.status_code == 302 and answer.url.startswith("/accounts/login/?next=/en/partners/alder/")
    for path in (root_of_alder.get_url(), "/sitemap.xml"):
        assert "For partners only" not in client.get(path).content.decode()
        assert "for-partners-only" not in client.get(path).content.decode()


def root_of_section(world):
    world.person("editor")
    return root_of(world["alder"])


def test_news_of_sections_programs_and_the_partnership_meet_in_one_list(client, world):
    world.person("editor")
    index = Page.objects.get(slug="news").specific
    for parent, title, day in [
        (index, "From the partnership", "2026-01-03"),
        (root_of(world["alder"]), "From a partner", "2026-01-02"),
        (program_page_of(world.programs["mentoring"]), "From a program", "2026-01-01"),
    ]:
        parent.add_child(instance=NewsPage(title=title, slug="news-item", lead="It went well.", day=day))
    page = client.get("/en/news/").content.decode()
    titles = ["From the partnership", "From a partner", "From a program"]
    assert sorted(titles, key=page.index) == titles
    assert all(title in client.get("/en/").content.decode() for title in titles)
    assert "From a partner" in client.get("/en/partners/alder/").content.decode()
    assert "From a partner" not in client.get("/en/programs/campus-mentors/").content.decode()


def test_a_program_page_shows_what_the_register_knows(client, world):
    page = client.get("/en/programs/campus-mentors/").content.decode()
    for fact in ("Open Door Youth Services", "Alder Unified School District", "Alder School 1", "Harbor"):
        assert fact in page
    assert 'href="/en/partners/open-door/"' in page
    assert "Opportunities provision" in page


def test_the_navigation_is_the_tree(client, world):
    home = HomePage.objects.get(locale__language_code="en")
    home.add_child(instance=SectionPage(title="For families", slug="for-families"))
    page = client.get("/en/programs/").content.decode()
    navigation = re.search(r'<nav class="site-nav.*?</nav>', page, re.S).group()
    seven = re.findall(r'<a href="(/en/seven-ways/[^"]*)"', navigation)
    assert len(seven) == 8 and seven[0] == "/en/seven-ways/"
    others = [path for path in re.findall(r'<a href="([^"]+)"', navigation) if path not in seven]
    assert others == [
        "/en/partners/",
        "/en/programs/",
        "/en/news/",
        "/en/for-families/",
        "/en/calendar/",
        "/en/outcomes/",
        "/en/search/",
    ]
    assert '<a href="/en/programs/" aria-current="page">' in navigation


def test_search_engines_are_told_every_page_and_every_partner_once(client, world, settings):
    settings.BASE_URL = "https://partnership.example.org"
    world.person("editor")
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ElementTree.fromstring(answer.content).findall("s:url", spaces)
    addresses = [url.find("s:loc", spaces).text for url in urls]
    assert len(addresses) == len(set(addresses))
    assert {settings.BASE_URL + path for path, _title in PAGES} <= set(addresses)
    for url in urls:
        twins = {link.get("hreflang") for link in url.findall("x:link", spaces)}
        assert twins == {"en", "es"}
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: https://partnership.example.org/sitemap.xml" in robots
    assert "Disallow: /admin/" in robots and "Disallow: /workspace/" in robots


@pytest.mark.parametrize("path", ["/en/partners/", "/es/"])
def test_public_pages_need_no_script_and_carry_no_inline_style(client, world, path):
    page = client.get(path).content.decode()
    assert " style=" not in page and "<style" not in page
    assert not re.search(r'<script(?![^>]* src=|[^>]* type="application/ld\+json")', page)


def test_search_engines_understand_partners_and_events_and_find_every_posting(client, world, settings):
    settings.BASE_URL = "https://partnership.example.org"
    world.person("editor")
    event = add_event(world["alder"], "Game </script> night", city=world.places["harbor"])
    for address, kind in [
        ("/en/partners/alder/", "EducationalOrganization"),
        ("/en/partners/birch/", "EducationalOrganization"),
        (event.get_absolute_url(), "Event"),
    ]:
        page = client.get(address).content.decode()
        data = json.loads(
            re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S).group(1)
        )
        assert kind in {data.get("@type"), *(each["@type"] for each in data.get("@graph", []))}
    assert data["@graph"][0]["name"] == "Game </script> night"
    listed = client.get("/sitemap.xml").content.decode()
    for path in (
        event.get_absolute_url(),
        f"/es/calendar/{event.slug}/",
        "/en/policies/",
        "/es/cities/harbor/",
    ):
        assert f"<loc>https://partnership.example.org{path}</loc>" in listed
    assert add_event(world["alder"], state="draft").slug not in client.get("/sitemap.xml").content.decode()


def test_news_come_as_a_feed_in_each_language(client, world):
    index = Page.objects.get(slug="news").specific
    index.add_child(
        instance=NewsPage(title="It rained", slug="rain", lead="All day.", locale=index.locale)
    ).save_revision().publish()
    answer = client.get("/en/news.atom")
    assert (
        answer["Content-Type"].startswith("application/atom+xml") and "It rained" in answer.content.decode()
    )
    assert "It rained" not in client.get("/es/news.atom").content.decode()
