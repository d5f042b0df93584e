"""The vendor's product says who is signed in there; nobody else can."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.core.cache import cache

from tests.makers import make_company, make_contact
from wellheard.customers.commands import (
    CustomerError,
    IdentityKeyError,
    TokenError,
    find_or_make_contact,
    identify_by_token,
    make_identity_secret,
    revoke_identity_key,
    trust_key_set,
    trust_public_key,
)
from wellheard.customers.identity import jwks
from wellheard.customers.models import Company, Contact, IdentityKey
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.http import Answer

pytestmark = pytest.mark.django_db

AUDIENCE = "https://feedback.vendor.example"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())


def pem_of(key: Any) -> str:
    return str(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def claims(**said: Any) -> dict[str, Any]:
    now = clock.now()
    return {"sub": "u-17", "aud": AUDIENCE, "iat": now, "exp": now + timedelta(hours=1)} | said


@pytest.fixture
def sign() -> Callable[..., str]:
    """Return a signer with a shared secret, as the vendor's product has it."""
    _key, plain = make_identity_secret(name="App", audience=AUDIENCE, by=None)

    def token(headers: dict[str, str] | None = None, secret: str = plain, **said: Any) -> str:
        return jwt.encode(claims(**said), secret, algorithm="HS256", headers=headers)

    return token


def test_a_signed_token_makes_the_contact_it_names(sign: Callable[..., str]) -> None:
    contact = identify_by_token(token=sign(name="Ada Lovelace", email="Ada@Example.com", email_verified=True))

    assert contact.name == "Ada Lovelace"
    assert sorted(contact.identities.values_list("kind", "value")) == [
        ("email", "ada@example.com"),
        ("external", "u-17"),
    ]
    assert contact.identities.get(kind="email").verified_at is not None


def test_the_same_token_again_changes_nothing(sign: Callable[..., str]) -> None:
    token = sign(name="Ada", email="ada@example.com", company={"id": "c-1", "name": "Acme"})
    first = identify_by_token(token=token)
    facts = Fact.objects.count()

    assert identify_by_token(token=token) == first
    assert Fact.objects.count() == facts
    assert Contact.objects.count() == 1


def test_the_company_is_kept_but_never_what_it_pays(sign: Callable[..., str]) -> None:
    said = {"id": "c-1", "name": "Acme", "domain": "acme.example", "plan": "Pro", "mrr_minor": 999, "mrr": 999}
    contact = identify_by_token(token=sign(company=said))

    company = Company.objects.get()
    assert (company.external_id, company.name, company.plan, company.mrr_minor) == ("c-1", "Acme", "Pro", 0)
    assert list(contact.companies.all()) == [company]


def test_a_company_known_by_name_only_is_not_joined(sign: Callable[..., str]) -> None:
    make_company(name="Acme")

    assert not identify_by_token(token=sign(company={"name": "Acme"})).companies.exists()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"exp": timedelta(minutes=-5)}, "expired"),
        ({"aud": "https://elsewhere.example"}, "somebody else"),
        ({"exp": timedelta(days=3)}, "24 hours"),
        ({"iat": timedelta(days=-3)}, "24 hours"),
        ({"iat": timedelta(hours=1)}, "clocks"),
        ({"nbf": timedelta(minutes=30)}, "clocks"),
        ({"sub": ""}, "which person"),
    ],
)
def test_a_token_that_is_not_for_now_and_us_is_refused(
    said: dict[str, Any], sentence: str, sign: Callable[..., str]
) -> None:
    # Moments are counted from when the test runs: tests are read long before.
    claimed = {name: clock.now() + value if isinstance(value, timedelta) else value for name, value in said.items()}
    with pytest.raises(CustomerError, match=sentence):
        identify_by_token(token=sign(**claimed))

    assert Contact.objects.count() == 0


@pytest.mark.parametrize("missing", ["sub", "aud", "exp"])
def test_a_token_says_who_for_whom_and_until_when(missing: str) -> None:
    _key, plain = make_identity_secret(name="App", audience=AUDIENCE, by=None)
    said = claims()
    del said[missing]

    with pytest.raises(TokenError):
        identify_by_token(token=jwt.encode(said, plain, algorithm="HS256"))


def test_a_clock_that_is_half_a_minute_wrong_is_forgiven(sign: Callable[..., str]) -> None:
    assert identify_by_token(token=sign(exp=clock.now() - timedelta(seconds=30))).pk


@pytest.mark.parametrize("name", ["none", "None", "NONE"])
def test_an_unsigned_token_is_refused(name: str, sign: Callable[..., str]) -> None:
    """RFC 8725, 3.1: “none” is no algorithm."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": name, "typ": "JWT"}).encode()).rstrip(b"=").decode()
    body = sign().split(".")[1]

    for token in (f"{head}.{body}.", f"{head}.{body}.{sign().split('.')[2]}"):
        with pytest.raises(TokenError):
            identify_by_token(token=token)


def test_a_public_key_is_never_taken_for_a_shared_secret() -> None:
    """RFC 8725, 2.1: an attacker signs with HS256 and the public key, which everybody knows."""
    trust_public_key(name="App", audience=AUDIENCE, algorithm="RS256", pem=pem_of(RSA), by=None)
    forged = _hs256_with(pem_of(RSA).encode(), claims(sub="admin"))

    with pytest.raises(TokenError, match="not in use"):
        identify_by_token(token=forged)


def _hs256_with(secret: bytes, said: dict[str, Any]) -> str:
    """Sign as an attacker would: the library itself refuses to."""
    said = said | {"iat": int(said["iat"].timestamp()), "exp": int(said["exp"].timestamp())}
    parts = [json.dumps({"alg": "HS256", "typ": "JWT"}), json.dumps(said)]
    signed = ".".join(base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts)
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_a_key_is_good_for_its_own_algorithm_only(sign: Callable[..., str]) -> None:
    _key, plain = make_identity_secret(name="Other", audience=AUDIENCE, by=None)

    with pytest.raises(TokenError, match="not in use"):
        identify_by_token(token=jwt.encode(claims(), plain * 2, algorithm="HS512"))


def test_another_secret_is_refused(sign: Callable[..., str]) -> None:
    with pytest.raises(TokenError, match="not in use"):
        identify_by_token(token=sign(secret="s" * 40))


def test_a_changed_token_is_refused(sign: Callable[..., str]) -> None:
    head, _body, mac = sign().split(".")
    other = sign(sub="u-18").split(".")[1]

    with pytest.raises(TokenError):
        identify_by_token(token=f"{head}.{other}.{mac}")


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é.é.é", "." * 20, "\x00", "[" * 2000, "x" * 1_000_000])
def test_what_is_no_token_is_refused_in_a_sentence(token: str) -> None:
    with pytest.raises(TokenError):
        identify_by_token(token=token)


def test_a_key_id_that_is_not_ours_is_refused(sign: Callable[..., str]) -> None:
    with pytest.raises(TokenError, match="not in use"):
        identify_by_token(token=sign(headers={"kid": "wk_unknown"}))


def test_a_revoked_key_is_believed_no_more(sign: Callable[..., str]) -> None:
    token = sign()
    revoke_identity_key(key_id=IdentityKey.objects.get().pk)

    with pytest.raises(TokenError):
        identify_by_token(token=token)
    assert IdentityKey.objects.get().sealed_secret == ""


def test_the_secret_is_not_readable_in_the_database() -> None:
    key, plain = make_identity_secret(name="App", audience=AUDIENCE, by=None)

    assert plain not in json.dumps(IdentityKey.objects.filter(pk=key.pk).values().get(), default=str)


@pytest.mark.parametrize(("algorithm", "key"), [("RS256", RSA), ("ES256", EC)])
def test_a_pasted_public_key_is_believed(algorithm: str, key: Any) -> None:
    trust_public_key(name="App", audience=AUDIENCE, algorithm=algorithm, pem=pem_of(key), by=None)

    assert identify_by_token(token=jwt.encode(claims(), key, algorithm=algorithm)).identities.get().value == "u-17"


def test_the_issuer_is_checked_where_one_is_named() -> None:
    trust_public_key(
        name="App", audience=AUDIENCE, algorithm="ES256", pem=pem_of(EC), issuer="https://id.example", by=None
    )

    assert identify_by_token(token=jwt.encode(claims(iss="https://id.example"), EC, algorithm="ES256")).pk
    with pytest.raises(TokenError, match="iss"):
        identify_by_token(token=jwt.encode(claims(iss="https://evil.example"), EC, algorithm="ES256"))


@pytest.mark.parametrize(
    ("algorithm", "pem"),
    [
        ("RS256", pem_of(EC)),
        ("ES256", pem_of(RSA)),
        ("RS256", "no key"),
        ("RS256", ""),
        ("HS256", pem_of(RSA)),
        ("RS256", RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()),
        ("RS256", pem_of(rsa.generate_private_key(public_exponent=65537, key_size=1024))),  # noqa: S505 - to be refused
        ("ES256", pem_of(ec.generate_private_key(ec.SECP384R1()))),
    ],
)
def test_a_key_that_does_not_fit_is_sent_back(algorithm: str, pem: str) -> None:
    with pytest.raises(IdentityKeyError):
        trust_public_key(name="App", audience=AUDIENCE, algorithm=algorithm, pem=pem, by=None)


# --- sets of keys -----------------------------------------------------------------------------------------------------


def jwk_of(key: Any, key_id: str, **more: str) -> dict[str, Any]:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return dict(json.loads(algorithm.to_jwk(key.public_key()))) | {"kid": key_id} | more


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what the identity provider's address of keys answers, and how often it was asked."""
    cache.clear()
    state: dict[str, Any] = {"keys": [jwk_of(RSA, "one")], "asked": 0, "status": 200}

    def answer(_url: str, **_limits: object) -> Answer:
        state["asked"] += 1
        return Answer(state["status"], {}, state.get("body") or json.dumps({"keys": state["keys"]}).encode())

    monkeypatch.setattr(jwks, "fetch", answer)
    trust_key_set(name="SSO", audience=AUDIENCE, algorithm="RS256", url="https://id.example/jwks", by=None)
    return state


def signed_by(key: Any, key_id: str, algorithm: str = "RS256") -> str:
    return jwt.encode(claims(), key, algorithm=algorithm, headers={"kid": key_id})


def test_a_key_of_the_set_is_believed_and_the_set_fetched_once(provider: dict[str, Any]) -> None:
    for _time in range(3):
        assert identify_by_token(token=signed_by(RSA, "one")).pk

    assert provider["asked"] == 1


def test_new_keys_are_fetched_when_one_is_unknown_but_not_as_often_as_a_stranger_likes(
    provider: dict[str, Any],
) -> None:
    identify_by_token(token=signed_by(RSA, "one"))
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    provider["keys"].append(jwk_of(other, "two"))

    assert identify_by_token(token=signed_by(other, "two")).pk
    for _time in range(5):
        with pytest.raises(TokenError, match="set of keys"):
            identify_by_token(token=signed_by(other, "three"))

    assert provider["asked"] == 2


@pytest.mark.parametrize(
    "row",
    [
        {"kty": "oct", "kid": "one", "k": base64.urlsafe_b64encode(b"s" * 40).decode(), "alg": "HS256"},
        jwk_of(EC, "one"),
        jwk_of(RSA, "one", use="enc"),
        jwk_of(RSA, "one", alg="RS512"),
        {"kty": "RSA", "kid": "one", "n": "!!", "e": "AQAB"},
        "not a key",
    ],
)
def test_a_key_that_is_not_of_the_pinned_kind_is_not_used(row: Any, provider: dict[str, Any]) -> None:
    provider["keys"] = [row]

    with pytest.raises(TokenError):
        identify_by_token(token=signed_by(RSA, "one"))


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"keys": 7}', b"\xff", b"[" * 100_000])
def test_what_is_no_set_of_keys_is_told_in_a_sentence(body: bytes, provider: dict[str, Any]) -> None:
    provider["body"] = body or b" "

    with pytest.raises(TokenError, match="something else"):
        identify_by_token(token=signed_by(RSA, "one"))


def test_a_provider_that_is_down_or_redirects_lets_nobody_in(provider: dict[str, Any]) -> None:
    for provider["status"] in (302, 404, 500):
        cache.clear()
        with pytest.raises(TokenError, match="answered"):
            identify_by_token(token=signed_by(RSA, "one"))


def test_a_set_on_loopback_is_not_fetched() -> None:
    cache.clear()
    trust_key_set(name="SSO", audience=AUDIENCE, algorithm="RS256", url="https://127.0.0.1/jwks", by=None)

    with pytest.raises(TokenError, match="not public"):
        identify_by_token(token=signed_by(RSA, "one"))


# --- whose address is it ----------------------------------------------------------------------------------------------


def test_an_unproved_claim_does_not_come_into_what_somebody_else_told_us(sign: Callable[..., str]) -> None:
    victim = make_contact(email="ada@example.com")

    attacker = identify_by_token(token=sign(sub="mallory", email="ada@example.com"))

    assert attacker != victim
    assert list(attacker.identities.values_list("kind", flat=True)) == ["external"]


def test_an_unproved_claim_does_not_come_into_an_imported_contact_either(sign: Callable[..., str]) -> None:
    imported = find_or_make_contact(email="ada@example.com", name="Ada")

    assert identify_by_token(token=sign(sub="mallory", email="ada@example.com")) != imported


def test_a_proved_address_joins_what_was_told_under_it(sign: Callable[..., str]) -> None:
    ada = make_contact(email="ada@example.com")

    assert identify_by_token(token=sign(email="ada@example.com", email_verified=True)) == ada


def test_who_proves_an_address_does_not_come_into_the_account_of_who_claimed_it(sign: Callable[..., str]) -> None:
    """Otherwise somebody could claim an address before its owner comes, and later read what the owner writes."""
    attacker = identify_by_token(token=sign(sub="mallory", email="ada@example.com"))
    assert attacker.identities.filter(value="ada@example.com").exists()

    ada = find_or_make_contact(email="ada@example.com", verified_at=clock.now())

    assert ada != attacker
    assert not attacker.identities.filter(value="ada@example.com").exists()


def test_a_token_with_a_proved_address_takes_it_from_who_only_claimed_it(sign: Callable[..., str]) -> None:
    attacker = identify_by_token(token=sign(sub="mallory", email="ada@example.com"))

    ada = identify_by_token(token=sign(sub="ada", email="ada@example.com", email_verified=True))

    assert ada != attacker
    assert ada.identities.get(kind="email").verified_at is not None
    assert not attacker.identities.filter(kind="email").exists()


def test_an_address_nobody_could_write_to_does_not_keep_anybody_out(sign: Callable[..., str]) -> None:
    assert identify_by_token(token=sign(email="not an address")).identities.get().kind == "external"
