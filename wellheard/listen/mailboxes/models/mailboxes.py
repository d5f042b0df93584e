"""The addresses customers write to."""

from email.utils import formataddr
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Area, Team
from wellheard.workspace.models.versions import VERSION_HELP


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def open(self) -> Self:
        """Those that take and send mail."""
        return self.filter(closed_at=None)

    def fetched(self) -> Self:
        """Those whose mail we fetch ourselves."""
        return self.open().filter(intake=Mailbox.Intake.IMAP)

    def by_name(self) -> Self:
        return self.order_by("name", "pk")


class Mailbox(models.Model):
    """An address of ours that customers write to, with how its mail comes in and how answers go out.

    Passwords, tokens and keys are sealed. A mailbox is closed, never deleted: conversations came through it.
    """

    class Intake(models.TextChoices):
        HANDED_OVER = "handed", _("Mail is handed to us: forwarded, routed here, or posted by a program")
        IMAP = "imap", _("We fetch mail from the mail server (IMAP)")

    class Tls(models.TextChoices):
        TLS = "tls", _("Encrypted from the start (TLS)")
        STARTTLS = "starttls", _("Encrypted after a greeting (STARTTLS)")
        NONE = "none", _("Not encrypted, for servers on this machine")

    class SignIn(models.TextChoices):
        PASSWORD = "password", _("With a password")
        GOOGLE = "google", _("With Google (OAuth 2)")
        MICROSOFT = "microsoft", _("With Microsoft 365 (OAuth 2)")

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=254, unique=True, help_text="In lower case")
    aliases = ArrayField(
        models.CharField(max_length=254),
        default=list,
        blank=True,
        help_text="Further addresses whose mail is this mailbox's",
    )
    from_name = models.CharField(max_length=120, blank=True, help_text="Whom answers come from; empty: the name")
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    default_area = models.ForeignKey(Area, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    signature = models.TextField(blank=True)
    auto_replies_since = models.DateTimeField(null=True, blank=True, help_text="Empty: it confirms nothing by itself")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    intake = models.CharField(max_length=6, choices=Intake, default=Intake.HANDED_OVER)
    imap_host = models.CharField(max_length=253, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_tls = models.CharField(max_length=8, choices=Tls, default=Tls.TLS)
    imap_user = models.CharField(max_length=254, blank=True)
    imap_folder = models.CharField(max_length=200, default="INBOX")
    imap_since = models.DateField(
        null=True, blank=True, help_text="Mail from this day on is fetched; empty: only new mail"
    )
    sign_in = models.CharField(max_length=9, choices=SignIn, default=SignIn.PASSWORD)
    secret_sealed = models.TextField(blank=True, help_text="The password, or the refresh token of OAuth 2")
    access_sealed = models.TextField(blank=True, help_text="The access token the refresh token gave last")
    access_until = models.DateTimeField(null=True, blank=True)

    smtp_url_sealed = models.TextField(blank=True, help_text="Empty: the installation's mail server")
    smtp_sign_in = models.CharField(max_length=9, choices=SignIn, default=SignIn.PASSWORD)
    smtp_secret_sealed = models.TextField(blank=True, help_text="The refresh token of OAuth 2 for sending")
    smtp_access_sealed = models.TextField(blank=True)
    smtp_access_until = models.DateTimeField(null=True, blank=True)
    sending_error = models.TextField(
        blank=True, help_text="Why its mail server does not let us in to send, in a sentence"
    )
    sending_failing_since = models.DateTimeField(null=True)
    dkim_selector = models.CharField(max_length=63, blank=True)
    dkim_key_sealed = models.TextField(blank=True)

    uid_validity = models.BigIntegerField(null=True, help_text="The IMAP folder's UIDVALIDITY (RFC 3501, 2.3.1.1)")
    last_uid = models.BigIntegerField(default=0, help_text="Everything up to this UID is kept here")
    to_fetch = models.PositiveIntegerField(default=0, help_text="How many mails are known to be still on their server")
    broke_at_uid = models.BigIntegerField(default=0, help_text="At which mail the connection ended last")
    broke_times = models.PositiveIntegerField(default=0, help_text="How many times in a row it ended there")
    last_fetched_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, help_text="Why the last try to fetch failed, in a sentence")
    failing_since = models.DateTimeField(null=True)
    failed_tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, help_text="Not before then is the mail server asked again")

    objects = MailboxQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def auto_replies(self) -> bool:
        return self.auto_replies_since is not None

    @property
    def sender(self) -> str:
        """Whom answers come from, as name and address in one line."""
        return formataddr((self.from_name or self.name, self.address))

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]
