from django import forms
from django.db.models import Case, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Organization, Place
from ...models.place import PlaceKind
from .fields import DayField
from .filters import Filter, named

# What a place of a kind lies in.
PARENT_KIND = {
    PlaceKind.SCHOOL: PlaceKind.DISTRICT,
    PlaceKind.DISTRICT: PlaceKind.COUNTY,
    PlaceKind.CITY: PlaceKind.COUNTY,
}


class PlaceFilter(Filter):
    q = forms.CharField(label=gettext_lazy("Name or code"), widget=forms.SearchInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("Any kind")), *PlaceKind.choices]
    )
    within = forms.ModelChoiceField(
        label=gettext_lazy("Within"),
        queryset=Place.objects.filter(kind__in=["county", "district"]),
        to_field_name="code",
        empty_label=gettext_lazy("Anywhere"),
    )

    def narrow(self, queryset):
        if words := self.chosen("q"):
            queryset = queryset.filter(named(words, "name", "code"))
        if kind := self.chosen("kind"):
            queryset = queryset.filter(kind=kind)
        if within := self.chosen("within"):
            queryset = queryset.filter(Q(parent=within) | Q(parent__parent=within))
        return queryset


class PlaceForm(forms.ModelForm):
    opened_on = DayField(label=gettext_lazy("Opened on"), required=False)
    other_names = forms.CharField(
        label=gettext_lazy("Other names that files use"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line. A file that uses one of them is matched to this place."),
    )

    class Meta:
        model = Place
        fields = ["name", "parent", "city", "steward", "grades", "opened_on", "in_partnership"] + [
            "latitude",
            "longitude",
        ]
        labels = {
            "name": gettext_lazy("Name"),
            "parent": gettext_lazy("Lies in"),
            "city": gettext_lazy("City"),
            "steward": gettext_lazy("Organization that answers for it"),
            "grades": gettext_lazy("Grades"),
            "in_partnership": gettext_lazy("Part of the partnership"),
            "latitude": gettext_lazy("Latitude"),
            "longitude": gettext_lazy("Longitude"),
        }
        help_texts = {
            "steward": gettext_lazy(
                "Its data coordinators hand in data for this place and everything in it."
            ),
            "in_partnership": gettext_lazy(
                "Leave it off for a place that only stands beside ours for comparison."
            ),
            "latitude": gettext_lazy("Of a city, for the map of the directory: degrees such as 33.74550."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Place.objects.filter(kind__in=["county", "district"])
        self.fields["city"].queryset = Place.objects.filter(kind="city")
        self.fields["steward"].queryset = Organization.objects.all()
        for name in ("parent", "city", "steward"):
            self.fields[name].empty_label = _("None")
        if self.instance.pk and not self.instance._state.adding:
            known = self.instance.other_names.order_by("name").values_list("name", flat=True)
            self.initial["other_names"] = "\n".join(known)

    def clean_other_names(self):
        lines = (" ".join(line.split()) for line in self.cleaned_data["other_names"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind") or self.instance.kind
        parent = cleaned.get("parent")
        wanted = PARENT_KIND.get(kind)
        if parent and parent.kind != wanted:
            if wanted is None:
                self.add_error("parent", _("A county lies in no other place. Choose “None”."))
            else:
                self.add_error(
                    "parent",
                    _("A place of this kind lies in a place of the kind “%(kind)s”. Choose one of those.")
                    % {"kind": PlaceKind(wanted).label},
                )
        opened, closed = cleaned.get("opened_on"), self.instance.closed_on
        if opened and closed and closed < opened:
            self.add_error("opened_on", _("The place closed before it opened. Correct one of the two days."))
        return cleaned


class AddPlaceForm(PlaceForm):
    class Meta(PlaceForm.Meta):
        fields = ["kind", "code", *PlaceForm.Meta.fields]
        labels = PlaceForm.Meta.labels | {"kind": gettext_lazy("Kind"), "code": gettext_lazy("Code")}
        help_texts = PlaceForm.Meta.help_texts | {
            "code": gettext_lazy(
                "Text with all its zeros: 2 digits for a county, 7 for a district, 14 for a school (CDS code), "
                "a short name for a city. It never changes."
            )
        }


class ChangePlaceForm(PlaceForm):
    pass


class ClosePlaceForm(forms.Form):
    closed_on = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy(
            "Nothing is asked of the place for later periods, and nothing is taken for it."
        ),
    )


class MergePlaceForm(forms.Form):
    into = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Merged into"),
        help_text=gettext_lazy("Files that use the old code or names are read as this place, with a notice."),
    )
    merged_on = DayField(
        label=gettext_lazy("From"),
        help_text=gettext_lazy(
            "The first day as one place. What was reported for the time before stays with the old place."
        ),
    )

    def __init__(self, *args, place, **kwargs):
        super().__init__(*args, **kwargs)
        others = Place.objects.filter(kind=place.kind, closed_on=None).exclude(pk=place.pk)
        # The nearest first: those of the same district.
        self.fields["into"].queryset = others.order_by(
            Case(When(parent=place.parent_id, then=0), default=1), "name", "code"
        )
        self.fields["into"].label_from_instance = lambda other: f"{other.name} ({other.code})"
