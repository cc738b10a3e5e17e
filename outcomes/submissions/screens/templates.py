"""The workbooks to fill in, for those who have no export."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from outcomes.datasets import DATASETS
from outcomes.submissions.template import template
from partnership.access.decorators import signed_in
from partnership.access.rights import holds_anywhere, organizations_with
from partnership.models import Organization

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TemplateForm(forms.Form):
    """Which workbook, with whose schools and programs in it."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Organization"), to_field_name="slug", empty_label=None
    )
    dataset = forms.ChoiceField(label=_("What the file holds"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="template_%s", **kwargs)
        self.fields["organization"].queryset = organizations_with(user, "submit_data")
        self.fields["dataset"].choices = [(key, dataset.title) for key, dataset in DATASETS.items()]


@signed_in
@require_safe
def download(request):
    if not holds_anywhere(request.user, "submit_data"):
        raise PermissionDenied
    form = TemplateForm(request.GET, user=request.user)
    if not form.is_valid():
        return redirect("workspace:submit")
    key, organization = form.cleaned_data["dataset"], form.cleaned_data["organization"]
    response = HttpResponse(template(DATASETS[key], organization), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{key}-{organization.slug}.xlsx"'
    return response
