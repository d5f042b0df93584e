"""What is said in the product: kept as feedback or as a conversation, with the page, the version and a picture of the screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wellheard.answer.commands import acknowledge
from wellheard.customers.commands import join_device
from wellheard.customers.models import Contact
from wellheard.customers.queries import anonymous
from wellheard.foundation import clock
from wellheard.foundation.pictures import Picture
from wellheard.foundation.text.clean import clean_words, shorten
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen import commands as listen
from wellheard.listen.commands import MOST_CHARACTERS, FeedbackError
from wellheard.listen.conversations import commands as conversations
from wellheard.listen.conversations.commands import Beginning, Heard
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.conversations.said import NewFile, Said
from wellheard.listen.models import Feedback, FeedbackPicture, Suspect
from wellheard.listen.sources.models import Source
from wellheard.web.portal.commands import origin_key, settle
from wellheard.web.portal.suspicion import suspicion_of

ORIGIN = "widget"
SEEN = timedelta(minutes=1)
_SUBJECT = 80


@dataclass(frozen=True)
class Telling:
    """What somebody said in the product, and from where. `once` makes the same sending the same."""

    words: str
    once: str
    url: str = ""
    version: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    screenshot: str = ""

    @property
    def key(self) -> str:
        return origin_key(self.once, self.words)


@transaction.atomic
def tell(*, telling: Telling, by: Contact | None) -> Feedback | Suspect:
    """Keep what somebody tells us; what looks like advertising is kept apart until a person has read it.

    The same sending again returns what is there. Raises FeedbackError for no words and for too many.
    """
    if by is None or anonymous([by.pk]):
        reason = suspicion_of(telling.words, trap="", origin_key=telling.key)
        if reason and not _known(telling):
            return _set_apart(telling, by, reason)
    feedback = listen.record_feedback(
        words=telling.words,
        source=Feedback.Source.WIDGET,
        contact=by,
        origin=ORIGIN,
        origin_key=telling.key,
        url=telling.url,
        version=telling.version,
        attributes=dict(telling.context),
    )
    if telling.screenshot:
        listen.attach_pictures(once=telling.screenshot, feedback=feedback)
    return feedback


@transaction.atomic
def ask(*, telling: Telling, by: Contact) -> Heard:
    """Begin a conversation with what somebody asks; the same sending again returns what is there. Raises FeedbackError."""
    heard = conversations.open_conversation(
        beginning=Beginning(
            channel=Conversation.Channel.IN_APP,
            subject=shorten(telling.words, limit=_SUBJECT),
            contact=by,
            origin=ORIGIN,
            origin_key=telling.key,
        ),
        said=_said(telling, by),
    )
    return _with_surroundings(heard, telling)


@transaction.atomic
def answer_back(*, conversation_id: int, telling: Telling, by: Contact) -> Heard:
    """Keep what a customer replies in a conversation of theirs; it is open again. Raises FeedbackError."""
    heard = conversations.hear_message(conversation_id=conversation_id, contact=by, said=_said(telling, by))
    return _with_surroundings(heard, telling)


@transaction.atomic
def hear_back(*, contact: Contact, key: str, device: str, visitor: Contact | None) -> None:
    """Let what was said here under no name belong to who proved an address, and tell them there that we have heard; repeatable.

    `key` names what they left the address for. Without a device number it is all that is known to be theirs.
    """
    if device and visitor is None:
        join_device(contact=contact, device_id=device)
    kind, _dot, number = key.partition(".")
    said = [int(number)] if is_whole_number(number) else []
    if kind == "f":
        for feedback_id in Feedback.objects.filter(pk__in=said, contact=None, origin=ORIGIN).values_list(
            "pk", flat=True
        ):
            acknowledge(feedback=listen.place_feedback(feedback_id=feedback_id, contact=contact))
    settle(contact=contact, suspects=said if kind == "s" else (), device=visitor)


@transaction.atomic
def keep_screenshot(*, once: str, device: str, picture: Picture) -> FeedbackPicture:
    """Keep a picture of the screen until something is said with it; the same sending again keeps it once."""
    return listen.keep_picture(once=_picture_key(once, device), picture=picture)


@transaction.atomic
def note_seen(*, source_id: int) -> None:
    """Note that a page of the vendor's product asked, to a minute: staff see that the snippet is at work."""
    before = clock.now() - SEEN
    rows = Source.objects.filter(Q(last_seen_at=None) | Q(last_seen_at__lt=before), pk=source_id)
    rows.update(last_seen_at=clock.now())


def _picture_key(once: str, device: str) -> str:
    """Return under which number a picture waits: who knows it may send it along."""
    return salted_hmac("wellheard.widget.picture", f"{device} {once}", algorithm="sha256").hexdigest()


def _known(telling: Telling) -> bool:
    return Feedback.objects.filter(origin=ORIGIN, origin_key=telling.key).exists()


def _set_apart(telling: Telling, by: Contact | None, reason: str) -> Suspect:
    suspect = listen.hold_suspect(
        words=telling.words,
        quotable=Feedback.Quotable.NO,
        origin=ORIGIN,
        origin_key=telling.key,
        reason=reason,
        contact=by,
    )
    if telling.screenshot:
        listen.attach_pictures(once=telling.screenshot, suspect=suspect)
    return suspect


def _said(telling: Telling, by: Contact) -> Said:
    words = clean_words(telling.words)
    if not words:
        raise FeedbackError(_("There are no words in this; write what you need."))
    if len(words) > MOST_CHARACTERS:
        raise FeedbackError(
            _("This is %(count)d characters long, the most is %(most)d; shorten it or send it in parts.")
            % {"count": len(words), "most": MOST_CHARACTERS}
        )
    return Said(
        words=words,
        author_name=by.name,
        files=tuple(_files(telling.screenshot)),
        origin=ORIGIN,
        origin_key=telling.key,
    )


def _files(screenshot: str) -> list[NewFile]:
    """Return what was taken of the screen as files of a message."""
    kept = listen.waiting_pictures(screenshot) if screenshot else ()
    return [
        NewFile(name=f"screenshot.{one.file.rpartition('.')[2]}", media_type=one.media_type, data=_bytes(one.file))
        for one in kept
    ]


def _bytes(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        return bytes(file.read())


def _with_surroundings(heard: Heard, telling: Telling) -> Heard:
    if heard.is_new:
        conversations.note_surroundings(
            message=heard.message, url=telling.url, version=telling.version, attributes=telling.context
        )
    return heard
