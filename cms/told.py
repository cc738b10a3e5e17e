"""A text in the languages of the site, as one value: `{"en": "...", "es": "..."}`.

Whoever writes gives it in one language or in several; whoever reads gets the own one, or, where it is missing, the
first that exists, marked with its language. A further language is a line in settings.LANGUAGES.
"""

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language


class Told(dict):
    """{language code: text}; as a string the text for the active language."""

    @property
    def language(self):
        """The language of the text that a reader gets now; "" where there is none at all."""
        for code in (get_language(), *dict(settings.LANGUAGES)):
            if self.get(code):
                return code
        return ""

    @property
    def is_fallback(self):
        """Whether the reader gets another language than the active one."""
        return bool(self.language) and self.language != get_language()

    def __str__(self):
        return self.get(self.language, "")

    def __bool__(self):
        return any(self.values())


class ToldAttribute(DeferredAttribute):
    """Whatever is put into the field is a Told from then on."""

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = Told(value or {})


class ToldField(models.JSONField):
    """A column of Told values. `lines`: several lines of text; `longest`: letters in each language."""

    descriptor_class = ToldAttribute

    def __init__(self, *args, lines=False, longest=None, **kwargs):
        self.lines, self.longest = lines, longest
        kwargs.setdefault("default", Told)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Told:
            del kwargs["default"]
        return name, path, args, kwargs

    def formfield(self, **kwargs):
        """None: a form has one field for each language (cms.posting.forms)."""
        return None
