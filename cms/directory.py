"""Finding partners in the directory, and what the directory says of each."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization, Place
from partnership.models.organization import Kind

from .calendar.coming import coming
from .models.events import Event
from .models.listening import Commitment
from .models.policies import FeedbackWays


class DirectoryFilter(forms.Form):
    """Search by name, city and kind. What is not understood is left out rather than refused."""

    q = forms.CharField(label=_("Name or keyword"), required=False, max_length=100)
    city = forms.ChoiceField(label=_("City"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        cities = Place.objects.filter(kind="city", in_partnership=True).values_list("code", "name")
        self.fields["city"].choices = [("", _("All cities")), *cities]
        kinds = [choice for choice in Kind.choices if choice[0] != Kind.PARTNERSHIP]
        self.fields["kind"].choices = [
            ("", _("All kinds")),
            *sorted(kinds, key=lambda choice: str(choice[1])),
        ]

    def found(self):
        """The organizations that match, with their city, by name."""
        self.is_valid()
        wanted = getattr(self, "cleaned_data", {})
        organizations = Organization.objects.exclude(kind=Kind.PARTNERSHIP).select_related("city")
        if wanted.get("q"):
            for word in wanted["q"].split():
                organizations = organizations.filter(Q(name__icontains=word) | Q(summary__icontains=word))
        if wanted.get("city"):
            organizations = organizations.filter(city__kind="city", city__code=wanted["city"])
        if wanted.get("kind"):
            organizations = organizations.filter(kind=wanted["kind"])
        return organizations.order_by("name")


def facts_of(organization):
    """What the directory says of an organization: {organization, programs, occurrences, commitments, feedback}."""
    return {
        "organization": organization,
        "programs": organization.programs.order_by("name"),
        "occurrences": coming(Event.objects.filter(organization=organization)),
        "commitments": Commitment.objects.in_public_order().filter(organization=organization)[:3],
        "feedback": FeedbackWays.objects.published().filter(organization=organization).first(),
    }
