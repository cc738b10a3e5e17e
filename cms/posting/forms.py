"""The form of a posting: one field for each language of a text, the rest as the model says."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.access.rights import organizations_with
from partnership.models import Organization, Place
from partnership.screens.forms.fields import DayField
from programs.models import Program

from ..models.posting import APPROVE, WRITE
from ..told import Told, ToldField


class MomentInput(forms.DateTimeInput):
    """A day and a time, chosen in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class PostingForm(forms.ModelForm):
    """`told` of Meta.fields in each language of the site, at least one of them where the model wants it."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self._told, self.told = [], {}
        self._choose_organization()
        self._choose_related()
        self._ask_in_each_language()

    def _choose_organization(self):
        field = self.fields.get("organization")
        if field is None:
            return
        if not self.instance._state.adding:
            del self.fields["organization"]
            return
        field.queryset = writable_organizations(self.user).order_by("name")
        if field.queryset.count() == 1:
            field.initial, field.empty_label = field.queryset.get(), None

    def _choose_related(self):
        if "city" in self.fields:
            cities = Place.objects.filter(kind="city", in_partnership=True, closed_on=None)
            self.fields["city"].queryset = cities.order_by("name")
        if "program" in self.fields:
            owners = writable_organizations(self.user)
            programs = Program.objects.filter(owners__in=owners.order_by().values("pk"))
            self.fields["program"].queryset = programs.distinct().order_by("name")

    def _ask_in_each_language(self):
        ordered = []
        for name in self._meta.fields:
            field = self._meta.model._meta.get_field(name)
            if isinstance(field, ToldField):
                ordered += self._fields_of(field)
                self._told.append(field)
            elif name in self.fields:
                ordered.append(name)
        rest = [name for name in self.fields if name not in ordered]
        self.order_fields([*ordered, *rest])

    def _fields_of(self, field):
        value, names = getattr(self.instance, field.name), []
        help_text = (self._meta.help_texts or {}).get(field.name, field.help_text)
        for code, language in settings.LANGUAGES:
            name = f"{field.name}_{code}"
            widget = forms.Textarea(attrs={"rows": 4}) if field.lines else forms.TextInput()
            widget.attrs["lang"] = code
            label = _("%(what)s in %(language)s") % {
                "what": _sentence(field.verbose_name),
                "language": language,
            }
            self.fields[name] = forms.CharField(
                label=label,
                required=False,
                max_length=field.longest,
                widget=widget,
                initial=value.get(code, ""),
                help_text=help_text if code == settings.LANGUAGE_CODE else "",
            )
            names.append(name)
        return names

    def clean(self):
        cleaned = super().clean()
        for field in self._told:
            texts = {
                code: cleaned.get(f"{field.name}_{code}", "").strip() for code, _name in settings.LANGUAGES
            }
            told = Told({code: text for code, text in texts.items() if text})
            if not told and not field.blank:
                first = f"{field.name}_{settings.LANGUAGE_CODE}"
                self.add_error(
                    first, ValidationError(_("Write this in at least one language."), code="required")
                )
            self.told[field.name] = told
            setattr(self.instance, field.name, told)
        return cleaned

    def posted(self):
        """{model field: value} of a valid form."""
        return {
            name: self.told[name] if name in self.told else self.cleaned_data[name]
            for name in self._meta.fields
            if name in self.told or name in self.fields
        }


class LinesField(forms.CharField):
    """Several entries, one a line: a list of strings."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class SeveralField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def writable_organizations(user):
    """Queryset of the organizations for which the person writes or approves."""
    writes, approves = organizations_with(user, WRITE), organizations_with(user, APPROVE)
    return Organization.objects.filter(
        models.Q(pk__in=writes.values("pk")) | models.Q(pk__in=approves.values("pk"))
    )


def review_day():
    return DayField(
        label=gettext_lazy("Next review"),
        required=False,
        help_text=gettext_lazy("When somebody should read this again. Left blank: a year after publication."),
    )


def _sentence(text):
    text = str(text)
    return text[:1].upper() + text[1:]
