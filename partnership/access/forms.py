from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.utils.translation import gettext_lazy as _

from ..models import User


class NewAccountForm(SetPasswordMixin, forms.Form):
    """Name and password of a person whose mailbox was invited and who has no account yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues know you. It stands beside what you do in the audit log."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1, password2 = SetPasswordMixin.create_password_fields()

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        self.validate_passwords()
        self.validate_password_for_user(
            User(email=self.email, name=self.cleaned_data.get("name", "")), "password1"
        )
        return super().clean()
