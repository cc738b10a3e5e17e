from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Membership
from .fields import LastDayField


class AdmissionForm(forms.Form):
    evaluator = forms.EmailField(
        label=gettext_lazy("Evaluator's e-mail address"),
        help_text=gettext_lazy("The address with which the evaluator signs in here."),
    )
    project = forms.CharField(
        label=gettext_lazy("Project"),
        max_length=200,
        help_text=gettext_lazy("What is evaluated, in the words of the agreement."),
    )
    ends_on = LastDayField(label=gettext_lazy("Last day"))

    def clean_evaluator(self):
        """The person, found only among those who hold the role of an evaluator today."""
        email = self.cleaned_data["evaluator"].lower()
        evaluators = Membership.objects.in_force().filter(role="evaluator", user__is_active=True)
        found = evaluators.filter(user__email=email).select_related("user").first()
        if found is None:
            raise forms.ValidationError(
                _(
                    "No evaluator of the partnership signs in with this address. Check the spelling with the evaluator."
                )
            )
        return found.user
