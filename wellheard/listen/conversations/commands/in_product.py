"""What customers do with a conversation inside the product: say where they are, read what we replied."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wellheard.customers.models import Contact
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.models import Message, Participant, Surroundings

SEEN = names.declare("message.seen", "A customer read in the product what we replied.")


@transaction.atomic
def note_surroundings(*, message: Message, url: str, version: str, attributes: Mapping[str, Any]) -> None:
    """Keep where in the product a message was written; the first word counts, nothing at all is not kept."""
    values = {"url": clean_line(url)[:2000], "version": clean_line(version)[:60], "attributes": dict(attributes)}
    if any(values.values()):
        Surroundings.objects.get_or_create(message=message, defaults=values)


@transaction.atomic
def note_seen(*, conversation_id: int, contact: Contact, until: int) -> None:
    """Note how far a customer has read in the product. An earlier message than they had read changes nothing."""
    conversation = locked_conversation(conversation_id)
    newest = conversation.messages.public().standing().filter(pk__lte=until).order_by("-pk").first()
    if newest is None:
        return
    theirs = Participant.objects.filter(conversation=conversation, contact=contact, left_at=None)
    if theirs.exclude(seen_message__gte=newest.pk).update(seen_message=newest):
        ledger.record(SEEN, conversation, message=newest.pk)
