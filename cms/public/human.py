"""Forms for people without an account, and what keeps machines away: a field nobody sees, the time it takes to
write, and a limit by the hour. No picture puzzles, no script, nothing from elsewhere.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.knock import Knock

LONGEST = timedelta(days=1)


class HumanForm(forms.Form):
    """A form that is sent by a person: `HumanForm(request, key="question")`. `is_valid()` counts the knock."""

    website = forms.CharField(
        label=gettext_lazy("Leave this field blank"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    per_hour = 10

    def __init__(self, request, *, key, **kwargs):
        super().__init__(request.POST if request.method == "POST" else None, **kwargs)
        self.key = key
        self.who = _who(request)
        self.initial["opened"] = signing.dumps(key, salt="form", compress=False)
        self.fields["website"].widget.attrs["class"] = "nobody"
        self.order_fields([name for name in self.fields if name != "website"] + ["website"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            raise ValidationError(_("This looks like it was sent by a machine. Call us instead."))
        self._check_time(cleaned.get("opened", ""))
        if not self.errors:
            self._check_rate()
        return cleaned

    def _check_time(self, opened):
        try:
            key = signing.loads(opened, salt="form", max_age=LONGEST)
        except signing.BadSignature:
            key = None
        if key != self.key:
            raise ValidationError(_("This form was open for very long. Nothing is lost; send it again."))
        if not settings.SHORTEST_FORM_SECONDS:
            return
        try:
            signing.loads(opened, salt="form", max_age=settings.SHORTEST_FORM_SECONDS)
        except signing.SignatureExpired:
            return
        raise ValidationError(_("That was very quick. Read it once more, then send it again."))

    def _check_rate(self):
        since = timezone.now() - timedelta(hours=1)
        if Knock.objects.filter(form=self.key, who=self.who, at__gte=since).count() >= self.per_hour:
            raise ValidationError(_("A lot was sent from your connection. Wait an hour, or call us instead."))
        Knock.objects.create(form=self.key, who=self.who)


def forget_knocks():
    """Delete what was counted more than an hour ago (`manage.py tick`)."""
    return Knock.objects.filter(at__lt=timezone.now() - timedelta(hours=1)).delete()[0]


def _who(request):
    # Behind a proxy the connection is the proxy's; whose it was, the request says (partnership.web.requests).
    address = getattr(request, "client_address", None) or request.META.get("REMOTE_ADDR", "")
    return salted_hmac("knock", f"{address} {timezone.localdate()}").hexdigest()
