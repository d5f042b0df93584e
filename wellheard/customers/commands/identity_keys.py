"""Keys by which the vendor's product tells us who is signed in there."""

from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.customers.commands.errors import CustomerError
from wellheard.customers.models import IdentityKey
from wellheard.customers.models.identity_keys import PURPOSE
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.keys import make_key
from wellheard.workspace.models import Staff

MADE = names.declare("identity_key.made", "A key for identity tokens was made or taken in.")
REVOKED = names.declare("identity_key.revoked", "A key for identity tokens is believed no more.")

Algorithm = IdentityKey.Algorithm
MOST_PEM = 10_000
_SMALLEST_RSA = 2048


class IdentityKeyError(CustomerError):
    """A key for identity tokens cannot be taken in so."""


@transaction.atomic
def make_identity_secret(*, name: str, audience: str, issuer: str = "", by: Staff | None) -> tuple[IdentityKey, str]:
    """Make a shared secret (HS256) and return it with its plain text, which is never shown again."""
    plain = make_key("whs_")
    key = _key(name, audience, issuer, by)
    key.algorithm, key.sealed_secret = Algorithm.HS256, seal(plain, purpose=PURPOSE)
    return _kept(key), plain


@transaction.atomic
def trust_public_key(
    *, name: str, audience: str, algorithm: str, pem: str, issuer: str = "", by: Staff | None
) -> IdentityKey:
    """Believe tokens signed by this public key, by this algorithm only. Raises IdentityKeyError when it does not fit."""
    key = _key(name, audience, issuer, by)
    key.algorithm, key.public_key = _public(algorithm), _checked_pem(pem, algorithm)
    return _kept(key)


@transaction.atomic
def trust_key_set(
    *, name: str, audience: str, algorithm: str, url: str, issuer: str = "", by: Staff | None
) -> IdentityKey:
    """Believe tokens signed by a key of the set at this address, by this algorithm only."""
    key = _key(name, audience, issuer, by)
    url = clean_line(url)
    if urlsplit(url).scheme not in {"https", "http"} or len(url) > 2000:  # noqa: PLR2004 - the column's length
        raise IdentityKeyError(_("Write the whole address of the keys, beginning with https://."))
    key.algorithm, key.jwks_url = _public(algorithm), url
    return _kept(key)


@transaction.atomic
def revoke_identity_key(*, key_id: int) -> IdentityKey:
    """Believe this key no more. Repeating it changes nothing."""
    key = IdentityKey.objects.select_for_update(no_key=True).get(pk=key_id)
    if not key.revoked_at:
        key.revoked_at, key.sealed_secret = clock.now(), ""
        key.save(update_fields=["revoked_at", "sealed_secret"])
        ledger.record(REVOKED, key)
    return key


@transaction.atomic
def note_key_used(*, key: IdentityKey) -> None:
    """Note the day a key was last used, once a day."""
    today = clock.today()
    if key.last_used_on != today:
        unnoted = IdentityKey.objects.filter(Q(last_used_on=None) | Q(last_used_on__lt=today), pk=key.pk)
        unnoted.update(last_used_on=today)


def _key(name: str, audience: str, issuer: str, by: Staff | None) -> IdentityKey:
    name, audience = clean_line(name), clean_line(audience)
    if not name or len(name) > 80:  # noqa: PLR2004 - the column's length
        raise IdentityKeyError(_("Give the key a name of 1 to 80 characters, such as the product that signs with it."))
    if not audience or len(audience) > 200:  # noqa: PLR2004
        raise IdentityKeyError(_("Write what stands in the token's aud, such as the address of this page."))
    return IdentityKey(
        name=name,
        audience=audience,
        issuer=clean_line(issuer)[:200],
        key_id=make_key("wk_")[:20],
        made_by=by,
        made_at=clock.now(),
    )


def _kept(key: IdentityKey) -> IdentityKey:
    key.save(force_insert=True)
    ledger.record(MADE, key, algorithm=key.algorithm)
    return key


def _public(algorithm: str) -> Algorithm:
    if algorithm not in {Algorithm.RS256, Algorithm.ES256}:
        raise IdentityKeyError(_("Choose RS256 or ES256 for a public key."))
    return Algorithm(algorithm)


def _checked_pem(pem: str, algorithm: str) -> str:
    """Return a public key that fits the algorithm; a private one is sent back, so that it is not kept by mistake."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    pem = pem.strip()
    if "PRIVATE KEY" in pem:
        raise IdentityKeyError(_("This is a private key. Keep it where it is, and paste the public one."))
    try:
        key = load_pem_public_key(pem[:MOST_PEM].encode())
    except (ValueError, TypeError) as problem:
        raise IdentityKeyError(
            _("This is no public key; paste it whole, from -----BEGIN PUBLIC KEY----- to the end.")
        ) from problem
    if algorithm == Algorithm.RS256 and not (isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA):
        raise IdentityKeyError(_("RS256 needs an RSA key of 2048 bits or more."))
    if algorithm == Algorithm.ES256 and not (
        isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)
    ):
        raise IdentityKeyError(_("ES256 needs a key of the curve P-256."))
    return pem
