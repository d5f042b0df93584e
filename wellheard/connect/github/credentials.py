"""How we identify ourselves to GitHub: a fine-grained token, or an App that gets a token for an hour at a time."""

import time
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from django.utils.translation import gettext as _

from wellheard.connect.github.client import CredentialsError, GitHub, GitHubError
from wellheard.connect.github.models import PURPOSE, Connection
from wellheard.foundation.sealing import unseal

# GitHub takes ten minutes at most, and clocks differ (docs.github.com/apps, generating a JSON Web Token).
JWT_SECONDS, JWT_EARLIER = 540, 60
# A token is renewed so long before its end.
EARLY_SECONDS = 120
# An App gets no token for an installation that was removed or suspended.
_NO_INSTALLATION = {403, 404, 410}

_lock = Lock()
_tokens: dict[str, tuple[str, float]] = {}


@dataclass(frozen=True)
class Token:
    """A token somebody made for us; there is no other to be had."""

    token: str

    def header(self) -> str:
        return f"Bearer {self.token}"

    def renew(self) -> None:
        """Leave it: only a person can make another."""


@dataclass(frozen=True)
class AppItself:
    """An App, which may only ask about itself and get tokens of its installations."""

    app_id: str
    key: str

    def header(self) -> str:
        return f"Bearer {self._signed()}"

    def renew(self) -> None:
        """Leave it: each call is signed anew."""

    def _signed(self) -> str:
        import jwt

        now = int(time.time())
        claims = {"iat": now - JWT_EARLIER, "exp": now + JWT_SECONDS, "iss": self.app_id}
        try:
            return jwt.encode(claims, self.key, algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError) as problem:
            raise CredentialsError(
                _("This is not the App’s private key; paste the whole .pem file that GitHub gave you.")
            ) from problem


@dataclass(frozen=True)
class Installation:
    """An App where it is installed. Its token is kept in memory until shortly before its end."""

    api_url: str
    app: AppItself
    installation_id: str

    def header(self) -> str:
        with _lock:
            token, until = _tokens.get(self._name, ("", 0.0))
            if time.time() > until - EARLY_SECONDS:
                token, until = self._new()
                _tokens[self._name] = token, until
        return f"Bearer {token}"

    def renew(self) -> None:
        with _lock:
            _tokens.pop(self._name, None)

    @property
    def _name(self) -> str:
        return f"{self.api_url} {self.app.app_id} {self.installation_id}"

    def _new(self) -> tuple[str, float]:
        try:
            said = GitHub(self.api_url, self.app).token_of_installation(self.installation_id)
        except GitHubError as problem:
            if problem.status not in _NO_INSTALLATION:
                raise
            # Of whoever asked for an issue: that the App is gone says nothing about the issue.
            raise CredentialsError(
                _("The App is not installed there any more, or it is suspended: %(why)s") % {"why": problem},
                problem.status,
            ) from problem
        try:
            return str(said["token"]), datetime.fromisoformat(str(said["expires_at"])).timestamp()
        except (KeyError, TypeError, ValueError) as problem:
            raise CredentialsError(
                _("GitHub gave the App no token for this installation; check the installation’s number.")
            ) from problem


def github_of(connection: Connection) -> GitHub:
    """Return GitHub as this connection reaches it."""
    secret = unseal(connection.secret_sealed, purpose=PURPOSE)
    if connection.kind == Connection.Kind.TOKEN:
        return GitHub(connection.api_url, Token(secret))
    app = AppItself(connection.app_id, secret)
    return GitHub(connection.api_url, Installation(connection.api_url, app, connection.installation_id))


def login_of(connection: Connection) -> str:
    """Return as whom we write there."""
    if connection.kind == Connection.Kind.TOKEN:
        return github_of(connection).whoami()
    app = AppItself(connection.app_id, unseal(connection.secret_sealed, purpose=PURPOSE))
    return GitHub(connection.api_url, app).app_login()


def forget_tokens() -> None:
    """Ask for new tokens the next time."""
    with _lock:
        _tokens.clear()
