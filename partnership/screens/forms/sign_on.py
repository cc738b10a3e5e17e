from django import forms
from django.utils.translation import gettext_lazy as _

from ...models import SignOn


class SignOnForm(forms.ModelForm):
    domains = forms.CharField(
        label=_("Mail domains"),
        help_text=_(
            "Separated by commas. Whoever has a mailbox there signs in at the identity provider only."
        ),
    )
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("OpenID Connect. It rests encrypted; leave it empty to keep the earlier one."),
    )

    class Meta:
        model = SignOn
        fields = [
            "kind",
            "domains",
            "server_url",
            "client_id",
            "client_secret",
            "entity_id",
            "sso_url",
            "certificate",
            "assures_second_factor",
        ]
        help_texts = {
            "server_url": _("OpenID Connect. For example https://login.microsoftonline.com/your-tenant/v2.0"),
            "client_id": _("OpenID Connect."),
            "entity_id": _("SAML."),
            "sso_url": _("SAML. Where the identity provider takes requests to sign in."),
            "certificate": _("SAML. In Base64, as the identity provider shows it."),
            "assures_second_factor": _(
                "Only where it asks everybody for a second factor. Otherwise this platform asks for one itself."
            ),
        }
        widgets = {"certificate": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["domains"] = ", ".join(
                self.instance.domains.order_by("domain").values_list("domain", flat=True)
            )

    def clean_domains(self):
        return [domain for domain in self.cleaned_data["domains"].replace(",", " ").split() if domain]

    def _post_clean(self):
        """The action checks and writes; nothing is put onto the instance here."""
