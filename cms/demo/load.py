"""The last chapter of the demonstration: what the partnership publishes about itself."""

from datetime import date

from django.db import transaction
from django.test.utils import override_settings
from django.utils.translation import gettext, override
from wagtail.models import Locale

from cms.models import HomePage, NewsIndexPage, NewsPage, OrganizationPage, ProgramPage, SectionPage
from partnership.demo.county import demo_county
from partnership.models import Membership
from programs.demo.catalog import demo_catalog

from .blocks import blocks_of
from .content import HOME, SECTIONS
from .families import FOR_FAMILIES, IN_SPANISH, PROGRAMS_IN_SPANISH
from .news import NEWS, WAITING
from .postings import load_postings, write_ways


@transaction.atomic
def load(*, say):
    """Write the texts of the site; pages exist already, opened with their organizations and programs."""
    say("Writing the pages of the site ...")
    _write_home()
    _write_programs()
    _write_sections()
    _write_families()
    _write_news()
    _hand_in_for_approval()
    say("Posting events, updates, policies and openings ...")
    write_ways()
    load_postings()


def _write_home():
    for language, text in HOME.items():
        home = HomePage.objects.select_related("locale").get(locale__language_code=language)
        home.body = blocks_of(text, home.locale)
        _publish(home)


def _write_programs():
    """The description of a program and whom to call, in the language it was written in."""
    described = {program.slug: program for program in demo_catalog(demo_county()).programs}
    for page in _originals(ProgramPage).select_related("program"):
        told = described[page.program.slug]
        page.body = blocks_of(told.description, page.locale) + [_whom_to_call(page, told.reporter)]
        _publish(page)
    for page in _aliases(ProgramPage).filter(program__slug__in=PROGRAMS_IN_SPANISH):
        told = described[page.program.slug]
        text = blocks_of(PROGRAMS_IN_SPANISH[told.slug], page.locale)
        _translate(page, body=text + [_whom_to_call(page, told.reporter)])


def _whom_to_call(page, slug):
    owner = page.program.owners.get(slug=slug)
    with override(page.locale.language_code):
        role = gettext("Questions about the program")
    return "contact", {"who": owner.name, "role": role, "phone": owner.phone, "email": "", "hours": ""}


def _write_sections():
    for page in _originals(OrganizationPage).filter(organization__slug__in=SECTIONS):
        page.body = blocks_of(SECTIONS[page.organization.slug], page.locale)
        _publish(page)
    for page in _aliases(OrganizationPage).filter(organization__slug__in=IN_SPANISH):
        _translate(page, body=blocks_of(IN_SPANISH[page.organization.slug], page.locale))


def _write_families():
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    told = {
        language: {
            "title": words["title"],
            "slug": words["slug"],
            "lead": words["lead"],
            "body": blocks_of(words["text"], homes[language].locale),
        }
        for language, words in FOR_FAMILIES.items()
    }
    _add_in_languages(SectionPage, homes, told)


def _write_news():
    indexes = {page.locale.language_code: page for page in NewsIndexPage.objects.select_related("locale")}
    for item in NEWS:
        told = {
            language: {
                "title": title,
                "slug": slug,
                "lead": lead,
                "day": date.fromisoformat(item["day"]),
                "body": blocks_of(text, indexes[language].locale),
            }
            for language, (title, slug, lead, text) in item["texts"].items()
        }
        _add_in_languages(NewsPage, indexes, told)


def _hand_in_for_approval():
    """One piece of news waits, so that a coordinator finds something to read."""
    section = _originals(OrganizationPage).get(organization__slug=WAITING["organization"])
    editor = Membership.objects.in_force().get(organization=section.organization, role="editor").user
    page = section.add_child(
        instance=NewsPage(
            title=WAITING["title"],
            slug=WAITING["slug"],
            lead=WAITING["lead"],
            body=blocks_of(WAITING["text"], section.locale),
            locale=section.locale,
            owner=editor,
            live=False,
        )
    )
    page.save_revision(user=editor)
    for alias in _aliases(OrganizationPage).filter(organization=section.organization):
        page.copy_for_translation(alias.locale, alias=True)
    # Nobody is written to: the people of the demonstration have no mailboxes.
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        page.get_workflow().start(page, editor)


def _add_in_languages(model, parents, told):
    """The page in the first language, and in each other its translation, or an alias where there is none."""
    first, *others = [language for language in parents if language == "en"] + [
        language for language in parents if language != "en"
    ]
    page = parents[first].add_child(instance=model(locale=parents[first].locale, **told[first]))
    _publish(page)
    for language in others:
        alias = page.copy_for_translation(parents[language].locale, alias=True)
        if language in told:
            _translate(alias, **told[language])


def _translate(alias, **fields):
    """Make a page of its own of an alias, with the words of its language."""
    alias.alias_of = None
    for name, value in fields.items():
        setattr(alias, name, value)
    if "title" in fields:
        alias.draft_title = fields["title"]
    alias.save()
    _publish(alias)


def _originals(model):
    return model.objects.filter(locale=Locale.get_default()).select_related("locale")


def _aliases(model):
    return model.objects.exclude(locale=Locale.get_default()).select_related("locale")


def _publish(page):
    page.save_revision().publish()
