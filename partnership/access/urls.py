"""Coming in: invitations, sign-in and its second factor (allauth), the language of the screens."""

from allauth.account import urls as account
from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import include, path

from . import views

# The mailbox that was invited is the account: an address changes by a new invitation, never by typing another.
CLOSED = {
    "account_email",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    # Ours stands before it (views.sign_in).
    "account_login",
}

urlpatterns = [
    path("invitation/<str:token>/", views.accept, name="accept_invitation"),
    path("language/<slug:code>/", views.choose_language, name="choose_language"),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/act-for/<slug:slug>/", views.act_for, name="act_for"),
    path("accounts/", include([entry for entry in account.urlpatterns if entry.name not in CLOSED])),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="end_session"),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("accounts/", include("allauth.socialaccount.providers.saml.urls")),
    path("accounts/sign-on/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/sign-on/error/", login_error, name="socialaccount_login_error"),
]
