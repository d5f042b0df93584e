"""Believe an identity token (JWT, RFC 7519; practices of RFC 8725), or say in a sentence why not.

Which algorithm is used is decided by our key, never by the token: a public key can then not be taken for a shared secret,
and "none" is no algorithm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from wellheard.customers.errors import TokenError
from wellheard.customers.identity.jwks import public_key_of
from wellheard.customers.models import IdentityKey
from wellheard.customers.models.identity_keys import PURPOSE
from wellheard.foundation import clock
from wellheard.foundation.sealing import unseal

MOST_CHARACTERS = 8_000
LEEWAY = timedelta(minutes=1)
LONGEST = timedelta(hours=24)
# Without a key id each key of the algorithm is tried; an installation has one or two.
MOST_KEYS = 5


@dataclass(frozen=True)
class Claims:
    """What a believed token says, and the key that proved it."""

    key: IdentityKey
    said: dict[str, Any]


def read_token(token: str) -> Claims:
    """Return what a token says. Raises TokenError when it is not signed by a key in use, not for us, or not of now."""
    from jwt import exceptions as wrong

    header = _header(token)
    key_id = header.get("kid")
    problem = TokenError(_("The token is signed with a key that is not in use here; check the settings of both sides."))
    for key in _candidates(header.get("alg"), key_id):
        try:
            return Claims(key, _verified(token, key, str(key_id or "")))
        except wrong.InvalidSignatureError:
            continue
        except wrong.PyJWTError as refused:
            raise TokenError(_sentence(refused)) from refused
    raise problem


def _header(token: str) -> dict[str, Any]:
    import jwt

    if len(token) > MOST_CHARACTERS:
        raise TokenError(_("The token is too long; put only who somebody is into it."))
    try:
        return jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as problem:
        raise TokenError(_("This is no identity token; send the signed JWT as it was made.")) from problem


def _candidates(algorithm: object, key_id: object) -> Iterable[IdentityKey]:
    """Return the keys that may have signed: of this algorithm, and with this id where the token names one of ours."""
    keys = list(IdentityKey.objects.usable().filter(algorithm=str(algorithm)).newest_first())
    if named := [key for key in keys if key.key_id == key_id]:
        return named
    # Sets have ids of their own; a secret or a pasted key is meant only when the token names none.
    sets = [key for key in keys if key.jwks_url]
    return sets[:MOST_KEYS] if key_id else [key for key in keys if not key.jwks_url][:MOST_KEYS]


def _verified(token: str, key: IdentityKey, key_id: str) -> dict[str, Any]:
    import jwt

    said = jwt.decode(
        token,
        _material(key, key_id),
        algorithms=[key.algorithm],
        audience=key.audience,
        issuer=key.issuer or None,
        leeway=LEEWAY,
        options={"require": ["exp", "aud", "sub"]},
    )
    _check_age(said)
    return dict(said)


def _material(key: IdentityKey, key_id: str) -> Any:
    if key.jwks_url:
        return public_key_of(key, key_id)
    if key.algorithm == IdentityKey.Algorithm.HS256:
        secret = unseal(key.sealed_secret, purpose=PURPOSE)
        if not secret:
            raise TokenError(_("Our copy of the secret cannot be read any more; make a new one in the settings."))
        return secret
    return key.public_key


def _check_age(said: dict[str, Any]) -> None:
    """Refuse what would be good for ever: a token that leaks must end soon by itself."""
    now = clock.now().timestamp()
    latest = (LONGEST + LEEWAY).total_seconds()
    if float(said["exp"]) - now > latest or now - float(said.get("iat", now)) > latest:
        raise TokenError(_("The token is good for more than 24 hours; let its exp end sooner."))


def _sentence(problem: Exception) -> str:
    from jwt import exceptions as wrong

    if isinstance(problem, wrong.ExpiredSignatureError):
        return _("The token has expired; make a new one.")
    if isinstance(problem, wrong.InvalidAudienceError):
        return _("The token is meant for somebody else; its aud must be what the settings say.")
    if isinstance(problem, wrong.InvalidIssuerError):
        return _("The token comes from somebody else; its iss must be what the settings say.")
    if isinstance(problem, wrong.MissingRequiredClaimError):
        return _("The token does not say its %(claim)s; it needs sub, aud and exp.") % {"claim": problem.claim}
    if isinstance(problem, wrong.ImmatureSignatureError):
        return _("The token is not good yet; check the clocks of both sides.")
    return _("The token cannot be read: check how it is made.")
