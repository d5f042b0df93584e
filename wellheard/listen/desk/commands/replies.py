"""Keep saved replies, and count how often each is used."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.commands.sharing import Whose, checked_words, held_row, require_room
from wellheard.listen.desk.models import SavedReply, SavedReplyText
from wellheard.workspace.commands.locking import name_of, require_version
from wellheard.workspace.models import Staff

MADE = names.declare("saved_reply.made", "Somebody saved a reply to use again.")
EDITED = names.declare("saved_reply.edited", "A saved reply reads differently, or is somebody else’s.")
REMOVED = names.declare("saved_reply.removed", "A saved reply was removed.")
USED = names.declare("saved_reply.used", "A saved reply was put into an answer.")

# Its words by the code of their language.
Texts = Mapping[str, str]


@transaction.atomic
def make_saved_reply(*, name: str, whose: Whose, texts: Texts, by: Staff) -> SavedReply:
    """Save a reply to use again, in one language or several. Raises DeskError."""
    require_room(SavedReply)
    reply = SavedReply.objects.create(
        name=name_of(name)[:120], owner=whose.owner, team=whose.team, made_by=by, made_at=clock.now()
    )
    _keep_texts(reply, _checked(texts))
    ledger.record(MADE, reply)
    return reply


@transaction.atomic
def edit_saved_reply(*, reply_id: int, version: int, name: str, whose: Whose, texts: Texts, by: Staff) -> SavedReply:
    """Write a saved reply anew. Raises DeskError, or StaleError after another's edit."""
    reply = held_row(SavedReply, reply_id, by)
    require_version(reply, version)
    reply.name, reply.owner, reply.team = name_of(name)[:120], whose.owner, whose.team
    reply.save(update_fields=["name", "owner", "team", "version"])
    _keep_texts(reply, _checked(texts))
    ledger.record(EDITED, reply)
    return reply


@transaction.atomic
def remove_saved_reply(*, reply_id: int, by: Staff) -> None:
    """Remove a saved reply; what was sent with it stays as it is. Removing it again changes nothing."""
    if SavedReply.objects.filter(pk=reply_id).exists():
        reply = held_row(SavedReply, reply_id, by)
        ledger.record(REMOVED, reply)
        reply.delete()


@transaction.atomic
def note_saved_reply_used(*, reply_id: int) -> None:
    """Count that a saved reply was put into an answer."""
    reply = SavedReply.objects.filter(pk=reply_id).first()
    if reply:
        SavedReply.objects.filter(pk=reply.pk).update(use_count=F("use_count") + 1, last_used_at=clock.now())
        ledger.record(USED, reply)


def _checked(texts: Texts) -> dict[str, str]:
    kept = {language: checked_words(words, field=f"words_{language}") for language, words in texts.items()}
    kept = {language: words for language, words in kept.items() if words}
    if not kept:
        raise DeskError(_("Write the reply in at least one language."))
    return kept


def _keep_texts(reply: SavedReply, texts: dict[str, str]) -> None:
    reply.texts.exclude(language__in=texts).delete()
    for language, words in texts.items():
        SavedReplyText.objects.update_or_create(reply=reply, language=language, defaults={"words": words})
