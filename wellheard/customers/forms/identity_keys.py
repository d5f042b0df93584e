"""The form of a key for identity tokens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import IdentityKey
from wellheard.foundation.text.fields import LineField


class IdentityKeyForm(forms.Form):
    """Which product signs, with what, and for whom. Without a key of theirs we make a shared secret."""

    name = LineField(label=_("Which product signs"), max_length=80)
    algorithm = forms.ChoiceField(label=_("How it signs"), choices=IdentityKey.Algorithm.choices)
    audience = LineField(
        label=_("Audience"), max_length=200, help_text=_("What stands in the token's aud, as a rule this address.")
    )
    issuer = LineField(
        label=_("Issuer"), max_length=200, required=False, help_text=_("What stands in its iss; empty: anything.")
    )
    pem = forms.CharField(
        label=_("Public key"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For RS256 and ES256: paste it (PEM), or give the address of the keys below."),
    )
    url = LineField(label=_("Address of the keys (JWKS)"), max_length=2000, required=False)
