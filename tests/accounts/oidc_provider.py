"""A stand-in for a company's own sign-in, written from OpenID Connect Core 1.0, Discovery 1.0 and RFC 7636 (PKCE).

It keeps state as a real provider does: it knows its one client and where that may be sent back to, gives out codes that work
once, checks secret, address and PKCE when they are exchanged, and signs ID tokens with a key it publishes.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID = "wellheard"
CLIENT_SECRET = "a secret only the two know"


@dataclass
class Grant:
    """What a code stands for until it is exchanged."""

    redirect_uri: str
    challenge: str
    claims: dict[str, Any]
    nonce: str | None


@dataclass
class Provider:
    """The provider's memory, and how it should behave."""

    port: int = 0
    person: dict[str, Any] = field(default_factory=dict)
    callbacks: set[str] = field(default_factory=set)
    # How it may go wrong: "denied", "down", "garbage", "wrong audience", "wrong issuer", "expired", "no email_verified".
    trouble: str = ""
    grants: dict[str, Grant] = field(default_factory=dict)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where the browser is sent back to (Core 3.1.2.5, 3.1.2.6); "" when the client is not to be trusted at all."""
        back = asked.get("redirect_uri", "")
        if asked.get("client_id") != CLIENT_ID or back not in self.callbacks:
            self.problems.append("unknown client or redirect_uri")
            return ""
        if self.trouble == "denied":
            return f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}"
        is_complete = asked.get("response_type") == "code" and "openid" in asked.get("scope", "").split()
        if not is_complete or asked.get("code_challenge_method") != "S256":
            self.problems.append(f"incomplete request: {asked}")
            return f"{back}?{urlencode({'error': 'invalid_request', 'state': asked.get('state', '')})}"
        code = secrets.token_urlsafe(24)
        self.grants[code] = Grant(back, asked["code_challenge"], dict(self.person), asked.get("nonce"))
        return f"{back}?{urlencode({'code': code, 'state': asked['state']})}"

    def exchange(self, asked: dict[str, str], authorization: str) -> dict[str, Any]:
        """Return the tokens for a code (Core 3.1.3.3), or the error of RFC 6749 5.2."""
        if not self._is_our_client(asked, authorization):
            return self._refuse("invalid_client")
        grant = self.grants.pop(asked.get("code", ""), None)
        if asked.get("grant_type") != "authorization_code" or grant is None:
            return self._refuse("invalid_grant")
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked.get("redirect_uri") != grant.redirect_uri or not hmac.compare_digest(challenge, grant.challenge):
            return self._refuse("invalid_grant")
        token = secrets.token_urlsafe(24)
        self.sessions[token] = grant.claims
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._id_token(grant),
        }

    def _is_our_client(self, asked: dict[str, str], authorization: str) -> bool:
        name, secret = asked.get("client_id", ""), asked.get("client_secret", "")
        if authorization.startswith("Basic "):
            name, _colon, secret = base64.b64decode(authorization[6:]).decode().partition(":")
        return name == CLIENT_ID and hmac.compare_digest(secret, CLIENT_SECRET)

    def _refuse(self, error: str) -> dict[str, Any]:
        self.problems.append(error)
        return {"error": error}

    def _id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims = {
            "iss": "https://evil.example" if self.trouble == "wrong issuer" else self.issuer,
            "aud": "somebody-else" if self.trouble == "wrong audience" else CLIENT_ID,
            "sub": grant.claims["sub"],
            "iat": now - 7200 if self.trouble == "expired" else now,
            "exp": now - 3600 if self.trouble == "expired" else now + 300,
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})

    def userinfo(self, authorization: str) -> dict[str, Any] | None:
        """Return the claims of the person a token stands for (Core 5.3.2)."""
        return self.sessions.get(authorization.removeprefix("Bearer "))

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                back = provider.authorize({name: values[0] for name, values in parse_qs(parts.query).items()})
                self._redirect(back) if back else self._json({"error": "invalid_request"}, 400)
                return
            answers: dict[str, Any] = {
                "/.well-known/openid-configuration": provider.configuration(),
                "/keys": provider.keys(),
                "/userinfo": provider.userinfo(self.headers.get("Authorization", "")),
            }
            found = answers.get(parts.path)
            self._json(found, 200) if found is not None else self._json({"error": "not found"}, 401)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            answer = provider.exchange(asked, self.headers.get("Authorization", ""))
            self._json(answer, 400 if "error" in answer else 200)

        def _json(self, answer: object, status: int) -> None:
            if provider.trouble == "down":
                status = 503
            body = b"<html>oops" if provider.trouble == "garbage" else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _redirect(self, address: str) -> None:
            self.send_response(302)
            self.send_header("Location", address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    return Handler


@contextmanager
def running() -> Iterator[Provider]:
    """Run the provider on a free port of this machine."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
