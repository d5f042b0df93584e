"""Coming in. Of allauth's pages only those named here exist; the names are its own, since its code asks for them."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView, TemplateView

from wellheard.web.accounts import views

# These pages stand among the settings.
OWN: dict[str, Any] = {"extra_context": {"place": "settings.profile"}}
to_profile = RedirectView.as_view(pattern_name="settings_profile")
to_sign_in = RedirectView.as_view(pattern_name="account_login")

urlpatterns: list[URLPattern | URLResolver] = [
    path("set-up/<str:key>/", views.set_up, name="set_up"),
    path("invitation/<str:key>/", views.invitation, name="invitation"),
    path("accounts/", views.to_sign_in, name="accounts"),
    path("accounts/login/", views.SignIn.as_view(), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/signup/", TemplateView.as_view(template_name="account/signup_closed.html"), name="account_signup"),
    path("accounts/reauthenticate/", account.ReauthenticateView.as_view(**OWN), name="account_reauthenticate"),
    path("accounts/password/change/", account.PasswordChangeView.as_view(**OWN), name="account_change_password"),
    path("accounts/password/set/", account.PasswordSetView.as_view(**OWN), name="account_set_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/2fa/", to_profile, name="mfa_index"),
    path("accounts/2fa/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", second_step.ReauthenticateView.as_view(**OWN), name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", totp.ActivateTOTPView.as_view(**OWN), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.DeactivateTOTPView.as_view(**OWN), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/", codes.ViewRecoveryCodesView.as_view(**OWN), name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/generate/",
        codes.GenerateRecoveryCodesView.as_view(**OWN),
        name="mfa_generate_recovery_codes",
    ),
    path("accounts/2fa/passkeys/", to_profile, name="mfa_list_webauthn"),
    path("accounts/2fa/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/2fa/passkeys/add/", passkeys.AddWebAuthnView.as_view(**OWN), name="mfa_add_webauthn"),
    path(
        "accounts/2fa/passkeys/reauthenticate/",
        views.ConfirmByPasskey.as_view(**OWN),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "accounts/2fa/passkeys/<int:pk>/removal/",
        passkeys.RemoveWebAuthnView.as_view(**OWN),
        name="mfa_remove_webauthn",
    ),
    path("accounts/2fa/passkeys/<int:pk>/name/", passkeys.EditWebAuthnView.as_view(**OWN), name="mfa_edit_webauthn"),
    path("accounts/oidc/<str:provider_id>/login/", views.single_sign_on, name="openid_connect_login"),
    path(
        "accounts/oidc/<str:provider_id>/login/callback/", views.single_sign_on_return, name="openid_connect_callback"
    ),
    path("accounts/sso/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/sso/error/", social.login_error, name="socialaccount_login_error"),
    path("accounts/sso/join/", to_sign_in, name="socialaccount_signup"),
    path("accounts/sso/", to_profile, name="socialaccount_connections"),
]
