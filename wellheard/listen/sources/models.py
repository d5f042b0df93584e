"""Who sends us events and asks on behalf of a product, and what of it could not be understood."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Product, Staff
from wellheard.workspace.models.versions import VERSION_HELP

_CLIENTS = {"segment": "Segment, RudderStack", "posthog": "PostHog"}


class SourceQuerySet(models.QuerySet["Source"]):
    def known(self) -> Self:
        """Those whose key still opens: also while they are paused."""
        return self.filter(revoked_at=None)

    def at_work(self) -> Self:
        """Those that take what is sent."""
        return self.known().filter(paused_at=None)

    def of_browsers(self) -> Self:
        return self.filter(kind=Source.Kind.BROWSER)


class Source(models.Model):
    """A key by which a product of ours sends events.

    A browser's key stands in every page and is known to everybody: what it says of people, companies and money is believed by
    nobody. A server's key is a secret, and what it says is taken as true.
    """

    class Kind(models.TextChoices):
        BROWSER = "browser", _("Browser")
        SERVER = "server", _("Server")

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=7, choices=Kind)
    key = models.CharField(max_length=60, blank=True, help_text="Of a browser; a server's is shown once and not kept")
    key_sha256 = models.CharField(max_length=64, unique=True)
    key_hint = models.CharField(max_length=12, help_text="How the key begins, to tell it from others")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    origins = ArrayField(
        models.CharField(max_length=255),
        default=list,
        blank=True,
        help_text="Sites whose pages may use a browser's key; empty: any",
    )
    per_minute = models.PositiveIntegerField(default=60_000, help_text="Events it may send within a minute; 0: any")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True, help_text="To a minute")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind="browser") | Q(key=""), name="secret_key_is_not_kept"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Whether anybody can read its key off a page."""
        return self.kind == self.Kind.BROWSER


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    def waiting(self) -> Self:
        """Those nobody has replayed or discarded."""
        return self.filter(replayed_at=None, discarded_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-pk")

    def most_frequent_reasons(self, *, most: int = 5) -> list[tuple[str, int]]:
        """Return why, with how many for each reason: thousands of letters have few."""
        counted = self.values_list("reason").annotate(n=models.Count("pk")).order_by("-n", "reason")
        return list(counted[:most])


class DeadLetter(models.Model):
    """One event that arrived and could not be understood, with the reason, as it came. It can be tried again."""

    # So much of one is kept.
    MOST_BYTES = 64 * 1024

    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="+")
    protocol = models.CharField(max_length=20, help_text="Whose language it speaks, such as segment or posthog")
    received_at = models.DateTimeField()
    reason = models.TextField(help_text="A sentence")
    body = models.BinaryField()
    body_sha256 = models.CharField(max_length=64, help_text="A client that sends it again adds nothing")
    is_cut = models.BooleanField(default=False, help_text="It was larger than what is kept")
    replayed_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "body_sha256"], name="dead_letter_once", nulls_distinct=False)
        ]
        indexes = [
            models.Index(
                fields=["-received_at", "-id"],
                condition=Q(replayed_at=None, discarded_at=None),
                name="dead_letter_waiting",
            ),
            models.Index(fields=["received_at"], name="dead_letter_age"),
        ]

    def __str__(self) -> str:
        return f"{self.protocol}: {self.reason}"

    @property
    def client(self) -> str:
        """Whose clients speak so, and which call it was where that is known: segment.track."""
        name, _dot, call = self.protocol.partition(".")
        return f"{_CLIENTS.get(name, name)} · {call}" if call else _CLIENTS.get(name, name)

    @property
    def words(self) -> str:
        """What can be read of the body."""
        return bytes(self.body).decode("utf-8", "replace")
