"""Keys of the public API, and what was answered to requests that may come twice."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wellheard.foundation import clock
from wellheard.workspace.models.staff import Staff
from wellheard.workspace.scopes import allows


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> Self:
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()), revoked_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class ApiToken(models.Model):
    """A server key for the public API. Only its SHA-256 is kept, so it is looked up by index and a dump reveals none."""

    name = models.CharField(max_length=80)
    token_sha256 = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40), default=list, help_text="What it may do")
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, help_text="From when on it opens nothing")
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def may(self, scope: str) -> bool:
        """Tell whether it may do this."""
        return allows(self.scopes, scope)


class KeptAnswer(models.Model):
    """What a request with an idempotency key was answered; the same request again gets the same answer for a day."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key_sha256 = models.CharField(max_length=64)
    request_sha256 = models.CharField(max_length=64, help_text="Of method, address and body")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField(
        help_text="Sealed with the request's own key, which is not kept; empty: somebody was erased since"
    )
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key_sha256"], name="kept_answer_once")]
        indexes = [models.Index(fields=["kept_at"], name="kept_answer_age")]

    def __str__(self) -> str:
        return f"{self.status} to {self.key_sha256[:8]}"
