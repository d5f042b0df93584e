"""Every setting of Wellheard; those of mail stand beside this file. Owners set WELLHEARD_*; the defaults work with none."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from wellheard.database_url import embedded, server_of
from wellheard.environment import (
    SettingError,
    env_flag,
    env_int,
    env_list,
    env_networks,
    env_secret,
    env_text,
)
from wellheard.foundation import database
from wellheard.foundation.logs import logging_of
from wellheard.installed_apps import INSTALLED_APPS, WITH_TASKS  # noqa: F401 - Django reads the first here
from wellheard.mail_settings import *  # noqa: F403 - they are settings like those below

CHECKOUT = Path(__file__).resolve().parent.parent

DATA = Path(
    env_text("WELLHEARD_DATA", default=str(CHECKOUT / "data"), help="Folder for the database, files and keys.")
).resolve()

DEBUG = env_flag("WELLHEARD_DEBUG", default="no", help="Show error details in the browser; for developers only.")
BASE_URL = env_text(
    "WELLHEARD_URL",
    default="http://127.0.0.1:8000",
    help="The address people open; it stands in every mail.",
)
_base = urlsplit(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname:
    raise SettingError(f"WELLHEARD_URL is {BASE_URL!r}; write a whole address such as https://feedback.example.com")
ALLOWED_HOSTS = [
    _base.hostname,
    "127.0.0.1",
    "localhost",
    *env_list("WELLHEARD_HOSTS", help="Further host names this installation answers to, separated by commas."),
]
IS_HTTPS = _base.scheme == "https"


def _own_secret_key(path: Path) -> str:
    """Make the installation's key at its first start; it stays outside the database, so a stolen dump signs nothing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


SECRET_KEY = env_secret(
    "WELLHEARD_SECRET_KEY", help="Signs sessions and links; made in the data folder when not set."
) or _own_secret_key(DATA / "keys" / "secret_key")

# --- Parts -----------------------------------------------------------------------------------------------------------

MIDDLEWARE = [
    "wellheard.web.middleware.requests.log_requests",
    "wellheard.web.middleware.portal_host.portal_on_its_own_host",
    "django.middleware.security.SecurityMiddleware",
    "wellheard.web.middleware.policy.content_security_policy",
    "wellheard.web.middleware.programs.api_by_token_alone",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wellheard.web.middleware.viewer.viewers_language_and_zone",
    "wellheard.web.middleware.portal_host.nothing_but_the_portal",
    "wellheard.web.middleware.actor.name_the_actor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "wellheard.web.urls"
WSGI_APPLICATION = "wellheard.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the folders of the apps, so that our pages of signing in stand in front of allauth's.
        "DIRS": [CHECKOUT / "wellheard" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "wellheard.web.templatetags.kit",
                "wellheard.web.templatetags.figures",
                "wellheard.web.templatetags.forms",
                "wellheard.web.templatetags.charts",
                "wellheard.web.templatetags.navigation",
                "wellheard.web.templatetags.waiting",
                "wellheard.web.templatetags.letters",
                "wellheard.web.templatetags.customers",
                "wellheard.web.templatetags.brand",
                "wellheard.web.templatetags.kept",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wellheard.web.context.shell",
            ],
        },
    },
]
FORM_RENDERER = "wellheard.web.controls.Controls"

# --- Database --------------------------------------------------------------------------------------------------------

DATABASE_URL = env_secret(
    "DATABASE_URL",
    help="PostgreSQL 15 or newer, postgresql://user:password@host:port/name; embedded when not set.",
)
PG_BIN = env_text(
    "WELLHEARD_PG_BIN",
    help="Folder with the PostgreSQL programs for the embedded database; found when not set.",
)

DATABASES = {
    "default": {
        "ENGINE": "wellheard.foundation.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **(server_of(DATABASE_URL) if DATABASE_URL else embedded(database.address(DATA))),
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs live in the same database; every stage's reactions.py is found by name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "reactions"
PROCRASTINATE_IMPORT_PATHS = [
    *(f"wellheard.{stage}.tasks" for stage in WITH_TASKS),
    "wellheard.web.notifications.tasks",
    "wellheard.web.goals.tasks",
]

# --- Sign-in ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "workspace.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "wellheard.web.accounts.adapters.StaffAdapter"
SOCIALACCOUNT_ADAPTER = "wellheard.web.accounts.adapters.SingleSignOnAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "wellheard.web.accounts.forms.SignInForm",
    "change_password": "wellheard.web.accounts.forms.ChangePasswordForm",
    "set_password": "wellheard.web.accounts.forms.SetPasswordForm",
    "reset_password": "wellheard.web.accounts.forms.ResetForm",
    "reset_password_from_key": "wellheard.web.accounts.forms.ResetKeyForm",
    "reauthenticate": "wellheard.web.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "wellheard.web.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "wellheard.web.accounts.forms.CodeForm",
    "reauthenticate": "wellheard.web.accounts.forms.ConfirmCodeForm",
    "activate_totp": "wellheard.web.accounts.forms.AddAppForm",
    "login_webauthn": "wellheard.web.accounts.forms.PasskeySignInForm",
    "authenticate_webauthn": "wellheard.web.accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "wellheard.web.accounts.forms.ConfirmPasskeyForm",
    "add_webauthn": "wellheard.web.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "wellheard.web.accounts.forms.PasskeyNameForm",
}
# The invitation was mailed to the address or handed over by an admin: there is nothing left to verify.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers call plain http on loopback a secure context; anywhere else passkeys need https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
SOCIALACCOUNT_ONLY = False
OIDC_ISSUER = env_text(
    "WELLHEARD_OIDC_ISSUER", help="Address of your OpenID Connect provider; empty: no single sign-on."
)
OIDC_NAME = env_text("WELLHEARD_OIDC_NAME", default="Single sign-on", help="What the single sign-on button says.")
OIDC_CLIENT_ID = env_text("WELLHEARD_OIDC_CLIENT_ID", help="The client id your provider gave Wellheard.")
OIDC_CLIENT_SECRET = env_secret("WELLHEARD_OIDC_CLIENT_SECRET", help="The client secret your provider gave Wellheard.")
OIDC_TRUST_EMAIL = env_flag(
    "WELLHEARD_OIDC_TRUST_EMAIL",
    default="no",
    help="Your provider vouches for every mail address, although it does not send email_verified (Entra ID does not).",
)
OIDC_DOMAINS = env_list(
    "WELLHEARD_OIDC_DOMAINS",
    help="Mail domains whose people may join by single sign-on without an invitation, as viewers.",
)
SOCIALACCOUNT_PROVIDERS: dict[str, object] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- Trust -----------------------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "wellheard_session"
CSRF_COOKIE_NAME = "wellheard_csrf"
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]
CSRF_FAILURE_VIEW = "wellheard.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = env_networks(
    "WELLHEARD_TRUSTED_PROXIES",
    help="Addresses or networks of your own proxies, separated by commas, such as 127.0.0.1: what they say in "
    "X-Forwarded-For and X-Forwarded-Proto is believed, and nobody else's.",
)
# The listener has put the address of who asks in its place before Django sees the request.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The listener refuses larger bodies with a sentence before Django sees them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
API_PER_MINUTE = env_int(
    "WELLHEARD_API_PER_MINUTE", default=600, help="Requests one API token may make within a minute; 0: any number."
)
HTTP_ALLOWED_NETWORKS = env_networks(
    "WELLHEARD_HTTP_ALLOW",
    help="Private networks that our own requests (key sets, webhooks) may reach, such as 10.0.0.0/8; else public ones only.",
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",
        # Rate limits live here; a small cache would forget them at random.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Language, time, money -------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = env_text(
    "WELLHEARD_TIME_ZONE",
    default="UTC",
    help="Days, weeks and quarters of the installation begin in this zone.",
)
LANGUAGE_CODE = env_text(
    "WELLHEARD_LANGUAGE", default="en", help="Language of pages for people who have not chosen one."
)
USE_I18N = True
LOCALE_PATHS = [CHECKOUT / "wellheard" / "locale"]
CURRENCY = env_text(
    "WELLHEARD_CURRENCY",
    default="USD",
    help="Currency of the figures (ISO 4217); amounts are kept in their own.",
)

# --- Files -----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "wellheard.web.static_files.HashedFiles"
    },
}
MEDIA_ROOT = DATA / "files"
# As root the data folder can be walked through by the database's user; what customers sent is for us alone.
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
WHITENOISE_MAX_AGE = 3600
IMPORT_MEGABYTES = env_int(
    "WELLHEARD_IMPORT_MEGABYTES", default=200, help="The largest file to upload for an import, in MB."
)
IMPORT_UNDO_DAYS = env_int("WELLHEARD_IMPORT_UNDO_DAYS", default=90, help="Days for which an import can be taken back.")

# --- Usage events ----------------------------------------------------------------------------------------------------

LAKE = env_text(
    "WELLHEARD_LAKE",
    help="Folder, or s3://bucket/folder, for the usage events of your product; in the data folder when not set.",
) or str(DATA / "lake")
LAKE_S3_KEY_ID = env_text("WELLHEARD_LAKE_S3_KEY_ID", help="The id of the access key to the bucket of WELLHEARD_LAKE.")
LAKE_S3_SECRET = env_secret("WELLHEARD_LAKE_S3_SECRET", help="The secret of that access key.")
LAKE_S3_REGION = env_text("WELLHEARD_LAKE_S3_REGION", help="The region of the bucket, such as eu-central-1.")
LAKE_S3_ENDPOINT = env_text(
    "WELLHEARD_LAKE_S3_ENDPOINT", help="Address of an S3 server other than Amazon's, such as http://minio:9000."
)

# --- Mail ------------------------------------------------------------------------------------------------------------

HOLD_MINUTES = env_int(
    "WELLHEARD_HOLD_MINUTES", default=30, help="Minutes an answer is held, editable, before it goes out."
)
ANSWER_WITHIN_HOURS = env_int(
    "WELLHEARD_ANSWER_WITHIN_HOURS",
    default=24,
    help="Hours within which a person reads what a customer wrote; the acknowledgement says so until real figures exist.",
)

SOLVED_REMINDER_DAYS = env_int(
    "WELLHEARD_SOLVED_REMINDER_DAYS", default=10, help="Days until we ask once more whether it helped; 0: never."
)

# --- Backups ---------------------------------------------------------------------------------------------------------

_backups = env_text(
    "WELLHEARD_BACKUPS",
    help="Folder for the nightly backups, best on another disk; backups in the data folder when not set, none when “off”.",
)
BACKUPS = None if _backups == "off" else Path(_backups).resolve() if _backups else DATA / "backups"

# --- Monitoring ------------------------------------------------------------------------------------------------------

METRICS_TOKEN = env_secret(
    "WELLHEARD_METRICS_TOKEN", help="Opens /metrics to a monitor as its bearer token; without it there is no such page."
)
# The processes for pages count together in files there; empty in a process that counts alone.
METRICS_FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")

# --- Logs ------------------------------------------------------------------------------------------------------------

LOGGING = logging_of(
    kind=env_text(
        "WELLHEARD_LOG_FORMAT",
        default="json",
        help="json: one object a line, for collectors; text: short lines for people, as bin/run shows in a terminal.",
    ),
    level=env_text("WELLHEARD_LOG_LEVEL", default="INFO", help="How much is logged: DEBUG, INFO, WARNING or ERROR."),
    file=env_text(
        "WELLHEARD_LOG_FILE",
        help="File for the log; standard error when not set. Rotate it with logrotate: a moved file is noticed.",
    ),
)
