"""Released numbers and charts within a page: chosen from public releases, never typed, pinned to their release.

What a block keeps is a reference (outcomes.releases.quoting). The page shows the number as it was released and
the day of the release; a newer release changes nothing until an editor accepts it (cms.actions.newer_numbers).
"""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter

from outcomes.releases import quoting


class ReleasedChooser(forms.HiddenInput):
    """Shows what is chosen in words, and opens the list to choose from (cms/released.js, cms.choose_released)."""

    is_hidden = False

    def __init__(self, *, of_charts=False):
        self.of_charts = of_charts
        super().__init__()


class ReleasedChooserAdapter(WidgetAdapter):
    js_constructor = "cms.ReleasedChooser"

    def js_args(self, widget):
        address = f"{reverse('cms_choose_released')}?kind={'chart' if widget.of_charts else 'number'}"
        words = {
            "choose": _("Choose what was released"),
            "change": _("Choose another one"),
            "nothing": _("Nothing is chosen yet."),
            "close": _("Close"),
            "failed": _("The list could not be read. Try again; what is on the page is kept."),
        }
        return [address, words]

    def get_media(self, widget):
        return forms.Media(js=["cms/released.js"])


register(ReleasedChooserAdapter(), ReleasedChooser)


class ReleasedField(forms.CharField):
    """A reference to what is public; what was chosen before stays valid when its release is superseded."""

    def __init__(self, *, of_charts=False, **kwargs):
        self.of_charts = of_charts
        super().__init__(widget=ReleasedChooser(of_charts=of_charts), **kwargs)

    def validate(self, value):
        super().validate(value)
        quote = quoting.quotes([value]).get(value) if value else None
        if value and (quote is None or bool(quote.chart) is not self.of_charts):
            raise ValidationError(_("This was not released to everybody. Choose from the list."))


class ReleasedChoice(blocks.FieldBlock):
    """A reference to a released number or chart."""

    def __init__(self, of_charts=False, required=True, help_text=None, **kwargs):
        self.field = ReleasedField(of_charts=of_charts, required=required, help_text=help_text)
        super().__init__(**kwargs)

    def get_form_state(self, value):
        quote = quoting.quotes([value]).get(value) if value else None
        return {"reference": value or "", "words": f"{quote.in_words} ({quote.release})" if quote else ""}

    class Meta:
        icon = "history"


class QuotingBlock(blocks.StructBlock):
    """A block around one reference, `quoted`; all such blocks of a page are looked up together."""

    def bulk_to_python(self, values):
        made = super().bulk_to_python(values)
        found = quoting.quotes([value["quoted"] for value in made])
        for value in made:
            value.quote = found.get(value["quoted"])
        return made

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        known = getattr(value, "quote", None)
        # A preview's value was made by the form, and never looked up.
        context["quote"] = known or quoting.quotes([value["quoted"]]).get(value["quoted"])
        return context


class ReleasedNumberBlock(QuotingBlock):
    before = blocks.CharBlock(
        label=gettext_lazy("Words before it"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example “Last year mentored students came to school on”."),
    )
    quoted = ReleasedChoice(label=gettext_lazy("Released number"))
    after = blocks.CharBlock(
        label=gettext_lazy("Words after it"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example “of their school days.”"),
    )

    class Meta:
        icon = "decimal"
        label = gettext_lazy("Released number")
        template = "cms/blocks/released_number.html"


class ReleasedChartBlock(QuotingBlock):
    quoted = ReleasedChoice(of_charts=True, label=gettext_lazy("Released chart"))
    caption = blocks.CharBlock(label=gettext_lazy("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = gettext_lazy("Released chart")
        template = "cms/blocks/released_chart.html"


QUOTING = ("released_number", "released_chart")
