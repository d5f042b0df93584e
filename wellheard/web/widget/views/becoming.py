"""What became of what somebody said, and their conversations with us."""

import re

from django.http import Http404, HttpRequest, HttpResponse

from wellheard.answer.commands import note_answers_read
from wellheard.listen.conversations.commands import note_seen
from wellheard.listen.conversations.models import Conversation
from wellheard.web.widget import commands, limits
from wellheard.web.widget.asking import Asked
from wellheard.web.widget.queries import becoming
from wellheard.web.widget.queries import conversations as queries
from wellheard.web.widget.views.answering import body, told
from wellheard.web.widget.views.saying import telling_of

MOST_CURSOR, MOST_KEYS = 300, 100
_KEY = re.compile(r"([cfv])\.([0-9]{1,18})")
_NEWEST = 2**62


def mine(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give what became of it."""
    return told(becoming.mine(asked.reader, cursor=request.GET.get("after", "")[:MOST_CURSOR]))


def read(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Note what of it was read; what is somebody else's is left alone."""
    keys = body(request).texts("keys", most=MOST_KEYS)
    if reader := asked.reader:
        found = [(parts[1], int(parts[2])) for key in keys if (parts := _KEY.fullmatch(key))]
        note_answers_read(
            contact=reader,
            feedback_ids=[pk for kind, pk in found if kind == "f"],
            idea_ids=[pk for kind, pk in found if kind == "v"],
        )
        theirs = queries.of_contact(reader).filter(pk__in=[pk for kind, pk in found if kind == "c"])
        for conversation_id in theirs.order_by("pk").values_list("pk", flat=True):
            note_seen(conversation_id=conversation_id, contact=reader, until=_NEWEST)
    return told({"unread": becoming.unread(asked.reader)})


def conversations(_request: HttpRequest, asked: Asked) -> HttpResponse:
    """Give somebody's conversations."""
    return told({"conversations": queries.listed(asked.reader) if asked.reader else []})


def conversation(_request: HttpRequest, asked: Asked, *, conversation_id: int) -> HttpResponse:
    """Give one conversation with its messages."""
    found = _theirs(conversation_id, asked)
    assert asked.reader is not None  # noqa: S101 - nobody has no conversations
    return told(queries.whole(found, asked.reader))


def reply(request: HttpRequest, asked: Asked, *, conversation_id: int) -> HttpResponse:
    """Keep what a customer replies."""
    found, once, writer = _theirs(conversation_id, asked), asked.required_once(), asked.reader
    assert writer is not None  # noqa: S101 - as above
    limits.keep_within(limits.WORDS, asked)
    heard = commands.answer_back(conversation_id=found.pk, telling=telling_of(body(request), once), by=writer)
    return told({"message": queries.message(heard.message)}, status=201 if heard.is_new else 200)


def seen(request: HttpRequest, asked: Asked, *, conversation_id: int) -> HttpResponse:
    """Note how far a conversation was read."""
    found, until = _theirs(conversation_id, asked), body(request).number("until")
    if asked.reader:
        note_seen(conversation_id=found.pk, contact=asked.reader, until=until)
    return told({"unread": becoming.unread(asked.reader)})


def _theirs(conversation_id: int, asked: Asked) -> Conversation:
    found = queries.visible(conversation_id, asked.reader) if asked.reader else None
    if found is None:
        raise Http404
    return found
