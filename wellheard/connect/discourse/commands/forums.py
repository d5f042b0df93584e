"""Connect a forum, and keep what it sends before anything else is done with it."""

import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.connect.discourse.models import PURPOSE, Forum, ForumArrival
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.sealing import seal
from wellheard.foundation.text.clean import clean_line
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.models import Staff

CONNECTED = names.declare("forum.connected", "A Discourse forum was connected: its posts become feedback.")
EDITED = names.declare("forum.edited", "How a forum is reached changed.")
DISCONNECTED = names.declare("forum.disconnected", "A forum is asked nothing more, and nothing of it is taken.")
ROTATED = names.declare("forum.secret_rotated", "The webhook of a forum got a new secret; the old one holds no more.")
ARRIVED = names.declare("forum.arrived", "A signed message of a forum was kept and waits to be worked.")

MOST_FORUMS = 5
KEPT = timedelta(days=30)


class ForumError(WorkspaceError):
    """A forum cannot be connected so; the text says what to do next."""


@transaction.atomic
def connect_forum(*, url: str, key: str, username: str, by: Staff | None) -> tuple[Forum, str]:
    """Connect a forum; return the secret for its webhook, which is never shown again. Raises ForumError."""
    if Forum.objects.count() >= MOST_FORUMS:
        raise ForumError(_("Five forums are connected already; remove one first."))
    url, secret = _address(url), secrets.token_urlsafe(32)
    if Forum.objects.filter(url=url).exists():
        raise ForumError(_("This forum is connected already; change that connection."), field="url")
    forum = Forum.objects.create(
        url=url,
        path=secrets.token_urlsafe(18),
        key_sealed=seal(_key(key), purpose=PURPOSE),
        username=clean_line(username)[:100],
        webhook_secret_sealed=seal(secret, purpose=PURPOSE),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(CONNECTED, forum)
    return forum, secret


@transaction.atomic
def edit_forum(*, forum_id: int, key: str, username: str) -> Forum:
    """Change how a forum is reached; an empty key keeps the one we have."""
    forum = _locked(forum_id)
    if clean_line(key):
        forum.key_sealed = seal(_key(key), purpose=PURPOSE)
    forum.username = clean_line(username)[:100]
    forum.save(update_fields=["key_sealed", "username"])
    ledger.record(EDITED, forum)
    return forum


@transaction.atomic
def make_new_secret(*, forum_id: int) -> tuple[Forum, str]:
    """Give the webhook a new secret and return it; what is signed with the old one is refused from now on."""
    forum, secret = _locked(forum_id), secrets.token_urlsafe(32)
    forum.webhook_secret_sealed = seal(secret, purpose=PURPOSE)
    forum.save(update_fields=["webhook_secret_sealed"])
    ledger.record(ROTATED, forum)
    return forum, secret


@transaction.atomic
def disconnect_forum(*, forum_id: int) -> None:
    """Ask a forum nothing more; the feedback it brought stays. Doing so again changes nothing."""
    forum = Forum.objects.select_for_update(no_key=True).filter(pk=forum_id).first()
    if forum:
        ledger.record(DISCONNECTED, forum)
        forum.delete()


@transaction.atomic
def keep_arrival(*, forum: Forum, event_id: str, event: str, body: bytes) -> ForumArrival:
    """Keep a message that was signed; the same again is kept, and worked, once."""
    arrival, is_new = ForumArrival.objects.get_or_create(
        forum=forum,
        event_id=clean_line(event_id)[:80],
        defaults={"event": clean_line(event)[:60], "body": body, "arrived_at": clock.now()},
    )
    if is_new:
        Forum.objects.filter(pk=forum.pk).update(heard_at=clock.now())
        ledger.record(ARRIVED, arrival)
    return arrival


@transaction.atomic
def note_worked(*, arrival_id: int, state: ForumArrival.State) -> None:
    """Note what became of a message."""
    ForumArrival.objects.filter(pk=arrival_id).update(state=state)


@transaction.atomic
def note_check(*, forum_id: int, problem: str = "") -> None:
    """Note that a forum could be asked, or why not."""
    Forum.objects.filter(pk=forum_id).update(problem=problem[:1000])


@transaction.atomic
def note_read_until(*, forum_id: int, number: int) -> None:
    """Note up to which post a forum was read."""
    Forum.objects.filter(pk=forum_id).update(read_until=number)


def forget_old_arrivals() -> int:
    """Delete messages of more than a month ago; return how many rows went."""
    return ForumArrival.objects.filter(arrived_at__lt=clock.now() - KEPT).delete()[0]


def _address(url: str) -> str:
    parts = urlsplit(clean_line(url))
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.username:
        raise ForumError(_("Write the address of your forum, such as https://forum.example.com."), field="url")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _key(key: str) -> str:
    key = clean_line(key)
    if not key:
        raise ForumError(_("Paste the API key that an admin of the forum made."), field="key")
    return key


def _locked(forum_id: int) -> Forum:
    forum = Forum.objects.select_for_update(no_key=True).filter(pk=forum_id).first()
    if forum is None:
        raise ForumError(_("This forum is not connected any more; go back to the list."))
    return forum
