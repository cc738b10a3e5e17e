from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .fields import LastDayField, RoleField
from .filters import Filter, named

DORMANT = timedelta(days=90)
NO_LAST_DAY = _("Leave it empty for a role that goes on until somebody ends it.")


def is_dormant(user):
    """Whether an open account has not been signed in to for long."""
    return user.is_active and (user.last_login or user.date_joined) < timezone.now() - DORMANT


class PersonFilter(Filter):
    q = forms.CharField(label=_("Name or e-mail address"), widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=_("Account"),
        choices=[
            ("", _("Any")),
            ("open", _("Open")),
            ("dormant", _("Open, without a sign-in for 90 days")),
            ("closed", _("Closed")),
        ],
    )

    def narrow(self, queryset):
        if words := self.chosen("q"):
            queryset = queryset.filter(named(words, "name", "email"))
        if state := self.chosen("state"):
            queryset = queryset.filter(is_active=state != "closed")
        if state == "dormant":
            since = timezone.now() - DORMANT
            queryset = queryset.filter(Q(last_login__lt=since) | Q(last_login=None, date_joined__lt=since))
        return queryset


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person's own mailbox at work. Shared mailboxes hide who did what."),
    )
    ends_on = LastDayField(label=_("Last day of the role"), required=False, help_text=NO_LAST_DAY)

    def __init__(self, *args, by, organization, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["role"] = RoleField(by=by, organization=organization, label=_("Role"))
        self.order_fields(["email", "role", "ends_on"])

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class LastDayForm(forms.Form):
    ends_on = LastDayField(label=_("Last day of the role"), required=False, help_text=NO_LAST_DAY)
