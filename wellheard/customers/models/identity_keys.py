"""Keys by which the vendor's own product tells us who is signed in there."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Staff

# What their secrets are sealed for.
PURPOSE = "identity keys"


class IdentityKeyQuerySet(models.QuerySet["IdentityKey"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class IdentityKey(models.Model):
    """A key that verifies identity tokens (JWT, RFC 7519), pinned to exactly one algorithm.

    Either a secret of ours (HS256, sealed with a key outside the database), a pasted public key, or the address of a set of
    public keys (JWKS, RFC 7517).
    """

    class Algorithm(models.TextChoices):
        HS256 = "HS256", _("HS256, a shared secret")
        RS256 = "RS256", _("RS256, a public key (RSA)")
        ES256 = "ES256", _("ES256, a public key (P-256)")

    name = models.CharField(max_length=80)
    key_id = models.CharField(max_length=40, unique=True, help_text="The token's kid header may name it")
    algorithm = models.CharField(max_length=5, choices=Algorithm)
    audience = models.CharField(max_length=200, help_text="What the token's aud must be")
    issuer = models.CharField(max_length=200, blank=True, help_text="What the token's iss must be; empty: anything")
    sealed_secret = models.TextField(blank=True)
    public_key = models.TextField(blank=True, help_text="PEM")
    jwks_url = models.CharField(max_length=2000, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = IdentityKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
