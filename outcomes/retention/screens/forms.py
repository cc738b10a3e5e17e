from django import forms
from django.utils.translation import gettext_lazy as _

from outcomes.submissions.identity import LOCAL_ID, STATE_ID

KINDS = [(LOCAL_ID, _("The district's own id")), (STATE_ID, _("The state's id"))]


class EraseForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of id"), choices=KINDS, initial=LOCAL_ID, widget=forms.RadioSelect)
    # Never shown again, not even beside an error, and never kept by the browser.
    student_id = forms.CharField(
        label=_("Student id"),
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
        help_text=_("It is not stored and not logged. It is hidden as you type, like a password."),
    )
    again = forms.CharField(
        label=_("Student id once more"),
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=False),
    )
    certified = forms.BooleanField(
        label=_("The family has asked for this, and I know that it cannot be undone."),
        error_messages={"required": _("Confirm that the family has asked for this.")},
    )

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, **kwargs)
        if not organization.is_source_for_many:
            del self.fields["kind"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("student_id", "").strip() != cleaned.get("again", "").strip():
            self.add_error("again", _("The two ids differ. Type both again; nothing was erased."))
        return cleaned
