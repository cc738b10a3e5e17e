"""A further language of the site: its tree of pages, made from that of the first language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from partnership.audit import record
from partnership.models import Organization
from programs.models import Program

from ..models import HomePage
from .program_pages import share_program_page
from .sections import grant_sections
from .workflows import keep_workflow_of_section


@transaction.atomic
def add_language(code, *, by=None):
    """Let every page of the first language stand in another one, with the text of the first until it is translated.

    code: one of settings.LANGUAGES. Returns how many pages stand in it. Asked again, nothing changes: a page that is
    made later comes into every language by itself. Raises ValidationError for a language that the settings do not name.
    """
    if code not in dict(settings.LANGUAGES):
        raise ValidationError(
            _("The site does not speak “%(code)s”. Add it to SITE_LANGUAGES first, then ask again.")
            % {"code": code}
        )
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    home = HomePage.objects.filter(locale=Locale.get_default()).get()
    if not HomePage.objects.filter(locale=locale).exists():
        home.create_alias(
            recursive=True,
            parent=home.get_parent(),
            update_slug=f"{home.slug}-{code}",
            update_locale=locale,
            reset_translation_key=False,
        )
        _let_them_be_written(by)
        partnership = Organization.objects.filter(kind="partnership").first()
        record("site.language_added", by=by, organization=partnership, target=home, language=code)
    return Page.objects.filter(locale=locale, depth__gt=1).count()


def _let_them_be_written(by):
    """Who writes and approves a section or a program's page does so in the new language as well."""
    organizations = Organization.objects.filter(pages__isnull=False).distinct()
    grant_sections(organizations)
    for organization in organizations:
        keep_workflow_of_section(organization)
    for program in Program.objects.filter(pages__isnull=False).distinct():
        share_program_page(program, by=by)
