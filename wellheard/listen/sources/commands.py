"""Make and change sources; keep what could not be understood, try it again, let it go."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.sources import queries
from wellheard.listen.sources.models import DeadLetter, Source
from wellheard.listen.sources.replaying import UnreadableError, reader_of
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.commands.locking import name_of, require_version
from wellheard.workspace.keys import hash_of, make_key
from wellheard.workspace.models import Product, Staff

MADE = names.declare("source.made", "A product of ours can send events from now on.")
CHANGED = names.declare("source.changed", "A source's name, product, sites or limit changed.")
PAUSED = names.declare("source.paused", "Nothing is taken from a source until it is resumed; its clients keep trying.")
RESUMED = names.declare("source.resumed", "A source is listened to again.")
REVOKED = names.declare("source.revoked", "A source's key opens nothing any more.")
REPLAYED = names.declare("dead_letter.replayed", "An event that could not be understood was tried again and kept.")
DISCARDED = names.declare("dead_letter.discarded", "An event that could not be understood was let go.")

PREFIXES = {Source.Kind.BROWSER: "wb_", Source.Kind.SERVER: "ws_"}
HINT = 8
MOST_SOURCES, MOST_ORIGINS, MOST_PER_MINUTE = 200, 50, 10_000_000
# So many wait per source; who sends more of what cannot be read adds nothing.
MOST_LETTERS = 10_000
# When a source was last seen is written down at most so often.
SEEN = timedelta(minutes=1)
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]*")


class SourceError(WorkspaceError):
    """A source cannot be so; the text says what to do next."""


class ReplayError(WorkspaceError):
    """A dead letter still cannot be understood; the text says why."""


@transaction.atomic
def make_source(
    *,
    name: str,
    kind: str,
    by: Staff | None,
    product: Product | None = None,
    origins: Sequence[str] = (),
    per_minute: int = 60_000,
) -> tuple[Source, str]:
    """Let a product send events; return its key, which for a server is never shown again. Raises SourceError."""
    if Source.objects.known().count() >= MOST_SOURCES:
        raise SourceError(_("There are 200 sources already; revoke one first."))
    kind = Source.Kind(kind)
    key = make_key(PREFIXES[kind])
    source = Source.objects.create(
        name=name_of(name),
        kind=kind,
        key=key if kind == Source.Kind.BROWSER else "",
        key_sha256=hash_of(key),
        key_hint=key[:HINT],
        product=product,
        origins=_sites(origins) if kind == Source.Kind.BROWSER else [],
        per_minute=_limit(per_minute),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(MADE, source, kind=kind)
    transaction.on_commit(queries.forget)
    return source, key


@transaction.atomic
def change_source(
    *, source_id: int, version: int, name: str, product: Product | None, origins: Sequence[str], per_minute: int
) -> Source:
    """Change what a source is called, what it belongs to and what it may do; the same again changes nothing.

    Raises SourceError, StaleError after another's edit.
    """
    source = _held(source_id)
    new = {
        "name": name_of(name),
        "product": product,
        "origins": _sites(origins) if source.is_public else [],
        "per_minute": _limit(per_minute),
    }
    if all(getattr(source, field) == value for field, value in new.items()):
        return source
    require_version(source, version)
    for field, value in new.items():
        setattr(source, field, value)
    source.save(update_fields=[*new, "version"])
    ledger.record(CHANGED, source)
    transaction.on_commit(queries.forget)
    return source


@transaction.atomic
def pause_source(*, source_id: int) -> Source:
    """Take nothing from a source for now. Its clients are told to try again later, and keep what they have meanwhile."""
    source = _held(source_id)
    if not source.paused_at:
        _note(source, PAUSED, paused_at=clock.now())
    return source


@transaction.atomic
def resume_source(*, source_id: int) -> Source:
    """Listen to a paused source again."""
    source = _held(source_id)
    if source.paused_at:
        _note(source, RESUMED, paused_at=None)
    return source


@transaction.atomic
def revoke_source(*, source_id: int) -> Source:
    """Let a source's key open nothing any more, for good. What it sent stays. Repeating it changes nothing."""
    source = Source.objects.select_for_update(no_key=True).get(pk=source_id)
    if not source.revoked_at:
        _note(source, REVOKED, revoked_at=clock.now())
    return source


def hear_of_source(*, source_id: int, at: datetime) -> None:
    """Note when a source last sent something, to a minute: it sends a hundred times a second. It is no fact."""
    lately = Q(last_seen_at=None) | Q(last_seen_at__lt=at - SEEN)
    Source.objects.filter(lately, pk=source_id).update(last_seen_at=at)


@transaction.atomic
def keep_dead_letter(*, source_id: int | None, protocol: str, body: bytes, reason: str, received_at: datetime) -> None:
    """Keep an event that could not be understood, with the reason. The same again adds nothing."""
    keep_dead_letters(source_id=source_id, protocol=protocol, letters=[(body, reason)], received_at=received_at)


@transaction.atomic
def keep_dead_letters(
    *, source_id: int | None, protocol: str, letters: Iterable[tuple[bytes, str]], received_at: datetime
) -> None:
    """Keep events of one request that could not be understood: each body with its reason."""
    room = MOST_LETTERS - DeadLetter.objects.waiting().filter(source=source_id).count()
    rows = [
        DeadLetter(
            source_id=source_id,
            protocol=protocol,
            received_at=received_at,
            reason=clean_line(reason),
            body=body[: DeadLetter.MOST_BYTES],
            body_sha256=hashlib.sha256(body).hexdigest(),
            is_cut=len(body) > DeadLetter.MOST_BYTES,
        )
        for body, reason in letters
    ]
    DeadLetter.objects.bulk_create(rows[: max(0, room)], ignore_conflicts=True)


@transaction.atomic
def replay_dead_letter(*, letter_id: int) -> DeadLetter:
    """Try an event again that could not be understood; once kept, it is gone from the list. Raises ReplayError."""
    letter = DeadLetter.objects.select_for_update(no_key=True, of=("self",)).select_related("source").get(pk=letter_id)
    if letter.replayed_at or letter.discarded_at:
        return letter
    reader = reader_of(letter.protocol)
    if reader is None or letter.source is None:
        raise ReplayError(_("Nothing here reads this any more; discard it."))
    if letter.is_cut:
        raise ReplayError(_("It was too large to be kept whole, so it cannot be tried again; discard it."))
    try:
        reader(queries.known(letter.source), bytes(letter.body), letter.received_at)
    except UnreadableError as problem:
        raise ReplayError(str(problem)) from problem
    letter.replayed_at = clock.now()
    letter.save(update_fields=["replayed_at"])
    ledger.record(REPLAYED, letter)
    return letter


@transaction.atomic
def discard_dead_letter(*, letter_id: int) -> DeadLetter:
    """Let an event go that could not be understood. Its words are deleted at once."""
    letter = DeadLetter.objects.select_for_update(no_key=True).get(pk=letter_id)
    if not letter.replayed_at and not letter.discarded_at:
        letter.discarded_at, letter.body = clock.now(), b""
        letter.save(update_fields=["discarded_at", "body"])
        ledger.record(DISCARDED, letter)
    return letter


def _note(source: Source, what: str, **fields: datetime | None) -> None:
    for field, value in fields.items():
        setattr(source, field, value)
    source.save(update_fields=list(fields))
    ledger.record(what, source)
    transaction.on_commit(queries.forget)


def _held(source_id: int) -> Source:
    source = Source.objects.known().select_for_update(no_key=True).filter(pk=source_id).first()
    if source is None:
        raise SourceError(_("This source was revoked; make a new one."))
    return source


def _limit(per_minute: int) -> int:
    if not 0 <= per_minute <= MOST_PER_MINUTE:
        raise SourceError(
            _("Choose a limit between 0 (any number) and 10,000,000 events a minute."), field="per_minute"
        )
    return per_minute


def _sites(origins: Sequence[str]) -> list[str]:
    """Return sites as browsers name them (RFC 6454): scheme and host, the port where it is unusual."""
    sites = sorted({_site(origin.strip()) for origin in origins if origin.strip()})
    if len(sites) > MOST_ORIGINS:
        raise SourceError(_("At most 50 sites fit here."), field="origins")
    return sites


def _site(origin: str) -> str:
    try:
        parts = urlsplit(origin if "://" in origin else f"https://{origin}")
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(host) or parts.path not in {"", "/"}:
        raise SourceError(
            _("“%(site)s” is no site; write one such as https://app.example.com.") % {"site": origin[:100]},
            field="origins",
        )
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")
