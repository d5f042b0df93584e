"""Speak with GitHub: the few calls we need of its REST description (docs.github.com/rest, version 2022-11-28)."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from django.utils.translation import gettext as _

from wellheard.foundation.http import Answer, FetchError, fetch

VERSION = "2022-11-28"
SECONDS = 15.0
MOST_BYTES = 5_000_000
# How long a call that only reads waits before it is tried again, in seconds.
PAUSES = (0.5, 2.0)
# A pause asked for is kept here when it is this short; a longer one is left to the job's queue.
MOST_PAUSE = 5
PER_PAGE = 100
MOST_PAGES = 50
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


class GitHubError(RuntimeError):
    """GitHub did not do what it was asked; the text says why and what to do next. `status` is 0 without an answer."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class CredentialsError(GitHubError):
    """GitHub does not accept our token or key."""


class AbsentError(GitHubError):
    """What was asked for is not there, or not for us to see (404, 410)."""


class MovedError(GitHubError):
    """What was asked for is elsewhere now (301)."""

    def __init__(self, sentence: str, to: str) -> None:
        super().__init__(sentence, 301)
        self.to = to


class PaceError(GitHubError):
    """GitHub wants us to wait so many seconds (its primary and secondary rate limits)."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence, 429)
        self.seconds = seconds


@dataclass(frozen=True)
class Said:
    """What GitHub answered: its JSON, and the tag to ask again with. `is_same`: nothing changed since that tag."""

    body: Any
    etag: str = ""
    is_same: bool = False


class Credentials(Protocol):
    """What identifies us: the value of the Authorization header, and a new one when GitHub does not take it any more."""

    def header(self) -> str: ...

    def renew(self) -> None: ...


@dataclass(frozen=True)
class GitHub:
    """GitHub at one address, as somebody it knows."""

    api_url: str
    credentials: Credentials

    def read_issue(self, repository: str, number: int, *, etag: str = "") -> Said:
        """Read an issue or pull request. Raises MovedError after a transfer and AbsentError after a deletion."""
        return self._ask("GET", f"/repos/{quote(repository)}/issues/{number}", etag=etag)

    def issues_since(self, repository: str, since: str, *, etag: str = "") -> Iterator[Said]:
        """Read the issues that changed since a moment (ISO 8601), oldest change first, page by page."""
        asked = {"state": "all", "sort": "updated", "direction": "asc", "per_page": PER_PAGE, "since": since}
        return self._pages(f"/repos/{quote(repository)}/issues?{urlencode(asked)}", etag=etag)

    def create_issue(self, repository: str, title: str, body: str) -> Any:
        """Make an issue; not tried twice by itself, as an answer that was lost may have made it."""
        return self._ask("POST", f"/repos/{quote(repository)}/issues", {"title": title, "body": body}).body

    def comments(self, repository: str, number: int) -> Iterator[Any]:
        """Read the comments of an issue, oldest first."""
        for page in self._pages(f"/repos/{quote(repository)}/issues/{number}/comments?per_page={PER_PAGE}"):
            yield from page.body or []

    def create_comment(self, repository: str, number: int, words: str) -> Any:
        """Write a comment below an issue."""
        return self._ask("POST", f"/repos/{quote(repository)}/issues/{number}/comments", {"body": words}).body

    def edit_comment(self, repository: str, comment_id: int, words: str) -> Any:
        """Write one of our comments anew."""
        return self._ask("PATCH", f"/repos/{quote(repository)}/issues/comments/{comment_id}", {"body": words}).body

    def read_repository(self, repository: str) -> Any:
        """Read a repository, also one that has another name by now: its name as GitHub spells it, and whether it is private."""
        try:
            return self._ask("GET", f"/repos/{quote(repository)}").body
        except MovedError as moved:
            return self.follow(moved.to)

    def follow(self, address: str) -> Any:
        """Read what GitHub sends us on to, at GitHub's own address only."""
        return self._ask("GET", _beside(self.api_url, address)).body

    def whoami(self) -> str:
        """Return the login of whose token we have."""
        return str(self._ask("GET", "/user").body.get("login", ""))

    def issues_made_by(self, repository: str, login: str) -> Iterator[Any]:
        """Read the newest issues somebody made, one page of them."""
        asked = urlencode({"state": "all", "creator": login, "per_page": 30})
        yield from self._ask("GET", f"/repos/{quote(repository)}/issues?{asked}").body or []

    def token_of_installation(self, installation_id: str) -> Any:
        """Get a token of an App's installation and when it ends; only the App itself may ask."""
        return self._ask("POST", f"/app/installations/{quote(installation_id)}/access_tokens", {}).body

    def app_login(self) -> str:
        """Return the login an App writes under; only the App itself may ask."""
        return f"{self._ask('GET', '/app').body.get('slug', '')}[bot]"

    def duplicate_of(self, repository: str, number: int) -> str:
        """Return the address of the issue this one is a duplicate of, which only the GraphQL description has; else empty."""
        owner, _slash, name = repository.partition("/")
        asked = {"query": _DUPLICATE, "variables": {"owner": owner, "name": name, "number": number}}
        try:
            body = self._ask("POST", _graphql(self.api_url), asked).body
            return str(body["data"]["repository"]["issue"]["duplicateOf"]["url"])
        except (AbsentError, KeyError, TypeError):
            return ""

    def _pages(self, path: str, *, etag: str = "") -> Iterator[Said]:
        for _page in range(MOST_PAGES):
            answer = self._answer("GET", path, None, etag)
            said = _said(answer)
            yield said
            following = _NEXT.search(answer.headers.get("link", ""))
            if following is None:
                return
            # What GitHub names next must be GitHub's own.
            path, etag = _beside(self.api_url, following[1]), ""

    def _ask(self, method: str, path: str, body: Any = None, *, etag: str = "") -> Said:
        return _said(self._answer(method, path, body, etag))

    def _answer(self, method: str, path: str, body: Any, etag: str) -> Answer:
        pauses = list(PAUSES) if method in {"GET", "PATCH"} else []
        is_renewed = False
        while True:
            try:
                return self._once(method, path, body, etag)
            except CredentialsError:
                # A token of an installation lives for an hour, and may end sooner.
                if is_renewed:
                    raise
                is_renewed = True
                self.credentials.renew()
            except PaceError as pace:
                if pace.seconds > MOST_PAUSE or not pauses:
                    raise
                time.sleep(max(pace.seconds, pauses.pop(0)))
            except GitHubError as problem:
                if not (problem.status == 0 or problem.status >= 500) or not pauses:  # noqa: PLR2004 - RFC 9110 15.6
                    raise
                time.sleep(pauses.pop(0))

    def _once(self, method: str, path: str, body: Any, etag: str) -> Answer:
        headers = {
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": VERSION,
            "Authorization": self.credentials.header(),
            **({"If-None-Match": etag} if etag else {}),
            **({"Content-Type": "application/json"} if body is not None else {}),
        }
        try:
            answer = fetch(
                path if "://" in path else self.api_url + path,
                method=method,
                headers=headers,
                body=json.dumps(body).encode() if body is not None else None,
                seconds=SECONDS,
                most_bytes=MOST_BYTES,
            )
        except FetchError as problem:
            raise GitHubError(str(problem)) from problem
        return _checked(answer)


# Words of answers 403 by which a token or App is shut out altogether, and not only from what was asked (docs.github.com:
# suspending an installation; single sign-on and fine-grained tokens; policies for tokens of an organization).
_SHUT_OUT = ("suspended", "saml enforcement", "forbids access via")
# `Issue.duplicateOf` (“the original issue that this issue has been marked as a duplicate of”, null for any other) stands in
# GitHub's published GraphQL description (schema.graphql at docs.github.com/graphql, also kept in octokit/graphql-schema); an
# Enterprise Server whose description does not have it yet answers with errors and no data. REST says `state_reason: duplicate`.
_DUPLICATE = """query($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { issue(number: $number) { duplicateOf { url } } } }"""


def _said(answer: Answer) -> Said:
    if answer.status == 304:  # noqa: PLR2004 - RFC 9110 15.4.5
        return Said(None, is_same=True)
    try:
        return Said(json.loads(answer.body or b"null"), answer.headers.get("etag", ""))
    except ValueError as problem:
        raise GitHubError(
            _("GitHub’s answer cannot be read; is this the address of a GitHub?"), answer.status
        ) from problem


def _checked(answer: Answer) -> Answer:
    """Return an answer that is good. Raises what its status means, with what GitHub says about it."""
    if answer.is_good or answer.status == 304:  # noqa: PLR2004
        return answer
    if answer.status in {301, 302, 307, 308}:
        raise MovedError(_("This is elsewhere now."), answer.headers.get("location", ""))
    if (seconds := _pause(answer)) is not None:
        raise PaceError(_("GitHub wants us to wait %(seconds)d seconds.") % {"seconds": seconds}, seconds)
    why = _why(answer)
    if answer.status == 401:  # noqa: PLR2004
        raise CredentialsError(_("GitHub does not accept the token or key: %(why)s") % {"why": why}, 401)
    if answer.status in {404, 410}:
        raise AbsentError(
            _("GitHub does not have this, or does not show it to us: %(why)s") % {"why": why}, answer.status
        )
    if answer.status == 403:  # noqa: PLR2004
        if any(words in why.lower() for words in _SHUT_OUT):
            raise CredentialsError(_("GitHub does not accept the token or key: %(why)s") % {"why": why}, 403)
        raise GitHubError(_("GitHub does not allow this to our token: %(why)s") % {"why": why}, 403)
    raise GitHubError(_("GitHub answered %(status)d: %(why)s") % {"status": answer.status, "why": why}, answer.status)


def _pause(answer: Answer) -> int | None:
    """Return how long GitHub wants us to wait (docs.github.com/rest, best practices); None when it does not."""
    if answer.status not in {403, 429}:
        return None
    said = answer.headers.get("retry-after", "")
    if said.isascii() and said.isdecimal():
        return min(int(said), 86_400)
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.headers.get("x-ratelimit-remaining") == "0" and reset.isascii() and reset.isdecimal():
        return max(1, min(int(reset) - int(time.time()), 86_400))
    is_limit = answer.status == 429 or b"rate limit" in answer.body.lower()  # noqa: PLR2004 - RFC 6585 4
    return 60 if is_limit else None


def _why(answer: Answer) -> str:
    try:
        said = json.loads(answer.body)
        return str(said["message"])[:300]
    except (ValueError, KeyError, TypeError):
        return f"{answer.status}"


def _graphql(api_url: str) -> str:
    return api_url.removesuffix("/v3") + "/graphql"


def _beside(api_url: str, url: str) -> str:
    ours, theirs = urlsplit(api_url), urlsplit(url)
    if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
        raise GitHubError(_("GitHub’s next page is not at GitHub’s own address."))
    return url
