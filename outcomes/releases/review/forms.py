from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import LONGEST_STORY


class StoryForm(forms.Form):
    text = forms.CharField(
        label=_("Story behind the curve"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST_STORY,
        help_text=_(
            "What a reader should know before judging these numbers: a change of rules, a late start, a hard year. Name "
            "no child and describe none. Left empty: no story."
        ),
    )


class ReviewForm(forms.Form):
    until = forms.DateField(
        label=_("Organizations sign until"), widget=forms.DateInput(attrs={"type": "date"})
    )


class ScheduleForm(forms.Form):
    at = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Until then only those who read the draft see it. Left empty: no moment is set."),
    )
