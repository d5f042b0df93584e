"""Signing in to mail servers of Google and Microsoft with OAuth 2 (RFC 6749): consent once, access tokens from then on."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.http import FetchError, fetch
from wellheard.foundation.mail.servers import SignInError
from wellheard.listen.mailboxes.access import FETCHING, SENDING, TO_FETCH, TO_SEND, Access, accesses_by
from wellheard.listen.mailboxes.commands import keep_tokens, note_let_in, note_shut_out
from wellheard.listen.mailboxes.models import Mailbox

# A token that ends within the next minutes is not begun with.
MARGIN = timedelta(minutes=2)
MOST_SECONDS = 86_400


class OAuthError(RuntimeError):
    """The provider gives us no access. `is_final` when somebody has to consent again."""

    def __init__(self, sentence: str, *, is_final: bool) -> None:
        super().__init__(sentence)
        self.is_final = is_final


@dataclass(frozen=True)
class Provider:
    """Where a provider asks for consent and gives tokens, what each access is called there, and who we are there."""

    consent_url: str
    token_url: str
    scopes: dict[str, str]
    client_id: str
    client_secret: str
    consent: dict[str, str]
    lasting: str = ""

    @property
    def is_set_up(self) -> bool:
        return bool(self.client_id and self.client_secret)

    def scope_of(self, accesses: Iterable[Access]) -> str:
        """Return what is asked for, for these accesses together."""
        scopes = dict.fromkeys(self.scopes[access.purpose] for access in accesses)
        return " ".join([*scopes, *filter(None, [self.lasting])])


def provider_of(sign_in: str) -> Provider:
    """Return the provider of a way to sign in."""
    if sign_in == Mailbox.SignIn.GOOGLE:
        return Provider(
            f"{settings.GOOGLE_CONSENT_URL}/o/oauth2/v2/auth",
            f"{settings.GOOGLE_TOKEN_URL}/token",
            dict.fromkeys((FETCHING, SENDING), "https://mail.google.com/"),
            settings.GOOGLE_CLIENT_ID,
            settings.GOOGLE_CLIENT_SECRET,
            {"access_type": "offline", "prompt": "consent"},
        )
    base = f"{settings.MICROSOFT_LOGIN_URL}/{settings.MICROSOFT_TENANT}/oauth2/v2.0"
    outlook = "https://outlook.office.com"
    return Provider(
        f"{base}/authorize",
        f"{base}/token",
        {FETCHING: f"{outlook}/IMAP.AccessAsUser.All", SENDING: f"{outlook}/SMTP.Send"},
        settings.MICROSOFT_CLIENT_ID,
        settings.MICROSOFT_CLIENT_SECRET,
        {"prompt": "select_account"},
        lasting="offline_access",
    )


def consent_address(mailbox: Mailbox, sign_in: str, *, back: str, state: str) -> str:
    """Return where the owner of a mailbox agrees that we fetch its mail, send in its name, or both."""
    provider = provider_of(sign_in)
    asked = {
        "client_id": provider.client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": provider.scope_of(accesses_by(mailbox, sign_in)),
        "state": state,
        "login_hint": mailbox.imap_user or mailbox.address,
        **provider.consent,
    }
    return f"{provider.consent_url}?{urlencode(asked)}"


def finish_consent(mailbox: Mailbox, sign_in: str, *, code: str, back: str) -> None:
    """Change the code that came back from the consent for tokens. Raises OAuthError."""
    accesses = accesses_by(mailbox, sign_in)
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    given = _tokens(provider_of(sign_in), asked, accesses)
    if not given.get("refresh_token"):
        raise OAuthError(_("The provider gave no lasting access; agree once more."), is_final=True)
    for access in accesses:
        _keep(mailbox, access, given)


def access_token(mailbox: Mailbox, to: Access = TO_FETCH) -> str:
    """Return a token that the mail server takes now, a new one when the last has ended. Raises OAuthError."""
    kept, until = to.token_of(mailbox), getattr(mailbox, to.until)
    if kept and until and until > clock.now() + MARGIN:
        return kept
    return renewed_token(mailbox, to)


def renewed_token(mailbox: Mailbox, to: Access = TO_FETCH) -> str:
    """Return a new token: the mail server does not take the one before any more. Raises OAuthError."""
    refresh = to.refresh_of(mailbox)
    if not refresh:
        raise OAuthError(_("Nobody has agreed to this yet; press “Agree with the provider”."), is_final=True)
    asked = {"grant_type": "refresh_token", "refresh_token": refresh}
    return _keep(mailbox, to, _tokens(provider_of(to.sign_in_of(mailbox)), asked, [to]))


@dataclass(frozen=True)
class SendingTokens:
    """Signs a mailbox in to the mail server that sends for it, and notes on it when it is not let in."""

    mailbox: Mailbox
    user: str

    def current(self) -> str:
        return self._asked(access_token)

    def renewed(self) -> str:
        return self._asked(renewed_token)

    def note_refused(self, problem: str) -> None:
        note_shut_out(mailbox_id=self.mailbox.pk, problem=problem)

    def note_taken(self) -> None:
        if self.mailbox.sending_failing_since:
            note_let_in(mailbox_id=self.mailbox.pk)

    def _asked(self, ask: Callable[[Mailbox, Access], str]) -> str:
        try:
            return ask(self.mailbox, TO_SEND)
        except OAuthError as problem:
            raise SignInError(str(problem)) from problem


def _keep(mailbox: Mailbox, to: Access, given: dict[str, object]) -> str:
    token, lasts = str(given["access_token"]), given.get("expires_in")
    seconds = min(int(lasts), MOST_SECONDS) if isinstance(lasts, int | float) else 3600
    refresh = str(given.get("refresh_token") or "")
    keep_tokens(mailbox_id=mailbox.pk, to=to, token=token, seconds=seconds, refresh=refresh)
    mailbox.refresh_from_db(fields=[to.token, to.until, to.refresh])
    return token


def _tokens(provider: Provider, asked: dict[str, str], accesses: Iterable[Access]) -> dict[str, object]:
    us = {"client_id": provider.client_id, "client_secret": provider.client_secret}
    form = {**asked, **us, "scope": provider.scope_of(accesses)}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    try:
        answer = fetch(provider.token_url, method="POST", body=urlencode(form).encode(), headers=headers)
    except FetchError as problem:
        raise OAuthError(str(problem), is_final=False) from problem
    given = _read(answer.body)
    if answer.is_good and isinstance(given.get("access_token"), str):
        return given
    # RFC 6749, 5.2: consent was withdrawn, or the password changed.
    is_final = given.get("error") in {"invalid_grant", "invalid_client", "unauthorized_client"}
    why = str(given.get("error_description") or given.get("error") or answer.status)[:300]
    raise OAuthError(_("The provider gives us no access: %(why)s") % {"why": why}, is_final=is_final)


def _read(body: bytes) -> dict[str, object]:
    try:
        given = json.loads(body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
