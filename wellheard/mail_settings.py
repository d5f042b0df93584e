"""The settings of mail, out and in; they are Django's settings like all others."""

from wellheard.environment import env_door, env_int, env_secret, env_text

__all__ = [
    "CLAMD",
    "GOOGLE_CLIENT_ID",
    "GOOGLE_CLIENT_SECRET",
    "GOOGLE_CONSENT_URL",
    "GOOGLE_TOKEN_URL",
    "LMTP_LISTEN",
    "MAIL_FROM",
    "MAIL_LISTEN",
    "MAIL_MEGABYTES",
    "MICROSOFT_CLIENT_ID",
    "MICROSOFT_CLIENT_SECRET",
    "MICROSOFT_LOGIN_URL",
    "MICROSOFT_TENANT",
    "SMTP_URL",
]

SMTP_URL = env_secret(
    "WELLHEARD_SMTP_URL",
    help="smtp://user:password@host:587 (STARTTLS), smtps://…:465, smtp+plain:// for loopback; empty: mail stays in the "
    "built-in mailbox.",
)
MAIL_FROM = env_text(
    "WELLHEARD_MAIL_FROM",
    default="Wellheard <wellheard@localhost>",
    help="Sender of every mail, such as Northwind listens <feedback@northwind.example>.",
)
MAIL_LISTEN = env_door(
    "WELLHEARD_MAIL_LISTEN",
    help="Where mail is taken by SMTP, such as 127.0.0.1:2525, for a mail server of yours; empty: nowhere.",
)
LMTP_LISTEN = env_door(
    "WELLHEARD_LMTP_LISTEN", help="Where mail is taken by LMTP, such as 127.0.0.1:2424; empty: nowhere."
)
MAIL_MEGABYTES = env_int("WELLHEARD_MAIL_MEGABYTES", default=30, help="The largest mail that is taken in, in MB.")
CLAMD = env_door(
    "WELLHEARD_CLAMD", help="A virus scanner (clamd) that looks through mail, such as 127.0.0.1:3310; empty: none does."
)
GOOGLE_CLIENT_ID = env_text("WELLHEARD_GOOGLE_CLIENT_ID", help="OAuth client of yours at Google, to fetch mail there.")
GOOGLE_CLIENT_SECRET = env_secret("WELLHEARD_GOOGLE_CLIENT_SECRET", help="The secret of that client.")
MICROSOFT_CLIENT_ID = env_text(
    "WELLHEARD_MICROSOFT_CLIENT_ID", help="App registration of yours at Microsoft, to fetch mail from Microsoft 365."
)
MICROSOFT_CLIENT_SECRET = env_secret("WELLHEARD_MICROSOFT_CLIENT_SECRET", help="The secret of that registration.")
MICROSOFT_TENANT = env_text(
    "WELLHEARD_MICROSOFT_TENANT", default="common", help="The tenant whose mailboxes are fetched from Microsoft 365."
)
# Where both are asked; other addresses are for national clouds, and for tests.
GOOGLE_CONSENT_URL = env_text(
    "WELLHEARD_GOOGLE_CONSENT_URL", default="https://accounts.google.com", help="Where Google asks for consent."
)
GOOGLE_TOKEN_URL = env_text(
    "WELLHEARD_GOOGLE_TOKEN_URL", default="https://oauth2.googleapis.com", help="Where Google gives tokens."
)
MICROSOFT_LOGIN_URL = env_text(
    "WELLHEARD_MICROSOFT_LOGIN_URL",
    default="https://login.microsoftonline.com",
    help="Where Microsoft asks for consent and gives tokens; national clouds have others.",
)
