"""A district uploads its list of ids and receives it back with answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from outcomes.participation.links import places_of
from partnership.access.decorators import signed_in
from partnership.access.rights import fetch
from partnership.models import Organization
from partnership.screens.common import refused, show_form
from programs.models import Challenge

from ..own_file import RIGHT, answer_file


class OwnFileForm(forms.Form):
    challenge = forms.ModelChoiceField(
        Challenge.objects.none(),
        label=gettext_lazy("Incentive challenge"),
        empty_label=gettext_lazy("Choose a challenge"),
    )
    file = forms.FileField(
        label=gettext_lazy("Your list of students"),
        help_text=gettext_lazy(
            "CSV or Excel, with a column “student_id” (or “SSID”). Further columns come back as they are. No row of it is "
            "kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        serving = Challenge.objects.filter(program__sites__in=places_of(organization)).distinct()
        self.fields["challenge"].queryset = serving


@sensitive_variables()
@signed_in
def own_file(request, slug):
    organization = fetch(request.user, RIGHT, Organization.objects.all(), slug=slug)
    form = OwnFileForm(request.POST or None, request.FILES or None, organization=organization)
    if getattr(request, "upload_too_large", False):
        form.add_error(None, _("The file is too large. Split it and upload the parts; nothing was kept."))
    elif request.method == "POST" and form.is_valid():
        try:
            answered = answer_file(
                by=request.user,
                organization=organization,
                challenge=form.cleaned_data["challenge"],
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
            )
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            return HttpResponse(
                answered.content,
                content_type=answered.content_type,
                headers={"Content-Disposition": content_disposition_header(True, answered.name)},
            )
    return show_form(
        request,
        form,
        title=_("Your own file back, with answers"),
        lead=_(
            "Upload a list of your students' ids. The same file comes back at once, with who earned the challenge, who did "
            "not, who could not be measured and why. Only students of %(organization)s are answered for; nothing of the "
            "file is kept."
        )
        % {"organization": organization},
        submit=_("Hand my file back with answers"),
        steps=[
            (organization.name, reverse("workspace:organization", args=[organization.slug])),
            (_("Your own file back"), ""),
        ],
    )
