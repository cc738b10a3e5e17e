"""Fields that the screens of all apps share."""

from html import escape

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ...access.roles import ROLES
from ...actions.memberships import check_may_give


class PlainSelect(forms.Select):
    """A select that writes all its options at once: a template for each of hundreds takes milliseconds."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = set(self.format_value(value))
        parts = [
            f'<optgroup label="{escape(str(key))}">{"".join(_option(*one, chosen) for one in label)}</optgroup>'
            if isinstance(label, list | tuple)
            else _option(key, label, chosen)
            for key, label in self.choices
        ]
        attrs = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        # Keys and labels are escaped where they are written.
        return format_html("<select{}>{}</select>", attrs, mark_safe("".join(parts)))


def _option(key, label, chosen):
    key, selected = str(key), " selected" if str(key) in chosen else ""
    return f'<option value="{escape(key)}"{selected}>{escape(str(label))}</option>'


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class LastDayField(DayField):
    """The last day of something that starts now: today or later."""

    def validate(self, value):
        super().validate(value)
        if value and value < timezone.localdate():
            raise ValidationError(_("The last day is in the past. Choose today or a later day."))


class RoleField(forms.ChoiceField):
    """The roles that a person may give in an organization, each with the sentence of what it gives.

    A role that is not offered is refused with its reason, whoever asked for it.
    """

    def __init__(self, *, by, organization, **kwargs):
        self.by, self.organization = by, organization
        super().__init__(choices=self._offered(), widget=forms.RadioSelect, **kwargs)

    def _offered(self):
        for key, role in ROLES.items():
            try:
                check_may_give(by=self.by, organization=self.organization, role=key)
            except ValidationError:
                continue
            yield key, format_html("<span><strong>{}.</strong> {}</span>", role.name, role.sentence)

    def validate(self, value):
        forms.Field.validate(self, value)
        check_may_give(by=self.by, organization=self.organization, role=value)
