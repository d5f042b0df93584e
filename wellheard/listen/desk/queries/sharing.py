"""Saved replies and macros, as those who may use them find them."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.models import Macro, SavedReply, SavedReplyText
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

MOST_SHOWN = 20
MOST_WORDS = 6


def replies_for(staff: Staff, words: str = "") -> "QuerySet[SavedReply]":
    """Return the saved replies somebody may use whose name or text holds all these words, the most used first."""
    rows = SavedReply.objects.open_to(staff).select_related("team").prefetch_related("texts")
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(Q(name__icontains=word) | Q(texts__words__icontains=word))
    return rows.distinct().most_used_first()


def macros_for(staff: Staff, words: str = "") -> "QuerySet[Macro]":
    """Return the macros somebody may use whose name holds all these words, the most used first."""
    rows = Macro.objects.open_to(staff).select_related("team")
    for word in words.split()[:MOST_WORDS]:
        rows = rows.filter(name__icontains=word)
    return rows.most_used_first()


def text_in(reply: SavedReply, language: str) -> SavedReplyText | None:
    """Return a saved reply's text in a language; else in the installation's, else in English, else in any."""
    texts = {text.language: text for text in reply.texts.all()}
    for code in _closest([language, installation().language, "en"]):
        if code in texts:
            return texts[code]
    return next(iter(texts.values()), None)


def conversation_for_filling(conversation_id: int) -> Conversation | None:
    """Return a conversation with who asked, for filling in words."""
    return Conversation.objects.select_related("requester", "company").filter(pk=conversation_id).first()


def _closest(wanted: Iterable[str]) -> Iterable[str]:
    """Yield the codes to try: as wanted, then without its region, then Chinese as most read it."""
    for code in wanted:
        plain = code.lower().replace("_", "-")
        yield plain
        base = plain.split("-")[0]
        yield "zh-hans" if base == "zh" else base
