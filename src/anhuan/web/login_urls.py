"""Signing in and out, passwords, second factor: allauth's views at addresses of the house."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path

from anhuan.web import login

urlpatterns = [
    path("login/", login.Login.as_view(), name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("login/inactive/", account.account_inactive, name="account_inactive"),
    path("login/signup/", login.signup_closed, name="account_signup"),
    path("logout/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/on/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "account/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
]
