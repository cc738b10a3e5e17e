from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Organization, Place
from ...models.organization import Kind
from .filters import Filter, named

KINDS = [(key, label) for key, label in Kind.choices if key != Kind.PARTNERSHIP]


class OrganizationFilter(Filter):
    q = forms.CharField(label=gettext_lazy("Name"), widget=forms.SearchInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Any kind")), *KINDS])
    city = forms.ModelChoiceField(
        label=gettext_lazy("City"),
        queryset=Place.objects.filter(kind="city"),
        to_field_name="code",
        empty_label=gettext_lazy("Any city"),
    )

    def narrow(self, queryset):
        if words := self.chosen("q"):
            queryset = queryset.filter(named(words, "name"))
        if kind := self.chosen("kind"):
            queryset = queryset.filter(kind=kind)
        if city := self.chosen("city"):
            queryset = queryset.filter(city=city)
        return queryset


class OrganizationForm(forms.ModelForm):
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ["name", "kind", "city", "summary", "website", "phone"]
        help_texts = {
            "kind": gettext_lazy(
                "Police, sheriff, probation and district attorney are law enforcement: no role there reaches "
                "student-level records."
            ),
            "summary": gettext_lazy("Two or three sentences for the public directory."),
        }
        labels = {
            "name": gettext_lazy("Name"),
            "kind": gettext_lazy("Kind"),
            "city": gettext_lazy("City"),
            "summary": gettext_lazy("Summary"),
            "phone": gettext_lazy("Telephone"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = Place.objects.filter(kind="city")
        self.fields["city"].empty_label = _("None in particular")
        self.fields["kind"].choices = [("", _("Choose a kind")), *KINDS]


class AddOrganizationForm(OrganizationForm):
    class Meta(OrganizationForm.Meta):
        fields = ["name", "slug", "kind", "city", "summary", "website", "phone"]
        labels = OrganizationForm.Meta.labels | {"slug": gettext_lazy("Short name for addresses")}
        help_texts = OrganizationForm.Meta.help_texts | {
            "slug": gettext_lazy(
                "Lower-case letters and hyphens; made from the name if left empty. It never changes."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))
        if Organization.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("Another organization already has the short name “%(slug)s”. Choose a different one.")
                % {"slug": slug}
            )
        return slug


class ChangeOrganizationForm(OrganizationForm):
    """The partnership itself stays a partnership."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind == Kind.PARTNERSHIP:
            del self.fields["kind"]
