"""Coming in: invitations, sign-in and its second factor (allauth), the language of the screens."""

from allauth.account import urls as account
from django.urls import include, path

from . import views

# The mailbox that was invited is the account: an address changes by a new invitation, never by typing another.
CLOSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
}

urlpatterns = [
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
    path("language/<slug:code>/", views.choose_language, name="choose_language"),
    path("accounts/", include([entry for entry in account.urlpatterns if entry.name not in CLOSED])),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
