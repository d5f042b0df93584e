"""Confirm by ourselves that a message arrived, and say when to expect an answer.

Once for a conversation; whom a machine may write to, and how often, `send_machine_reply` knows.
"""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands import send_machine_reply
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.filling import filled
from wellheard.listen.desk.frames import frame_for
from wellheard.listen.desk.models import AutoReply
from wellheard.listen.desk.queries.confirming import Expected, expected_answer, may_be_confirmed
from wellheard.workspace.installation import installation

CONFIRMED = names.declare("conversation.confirmed", "We told a customer by ourselves that their message is here.")

_HOUR = 3600


@transaction.atomic
def confirm_arrival(*, conversation_id: int) -> AutoReply | None:
    """Confirm a customer's first message, where its mailbox does that; nothing where it must not. Safe to repeat."""
    held = Conversation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "mailbox", "requester", "company__tier"
    )
    conversation = held.filter(pk=conversation_id).first()
    if conversation is None or AutoReply.objects.filter(conversation=conversation).exists():
        return None
    if not may_be_confirmed(conversation):
        return None
    words = confirmation(conversation, expected_answer(conversation))
    message = send_machine_reply(conversation_id=conversation.pk, words=words, key="arrived")
    if message is None:
        return None
    row = AutoReply.objects.create(conversation=conversation, message=message, made_at=clock.now())
    ledger.record(CONFIRMED, conversation, message=message.pk)
    return row


def confirmation(conversation: Conversation, expected: Expected) -> str:
    """Return what we write by ourselves, in the customer's language, with the clock of our own zone."""
    with translation.override(frame_for(conversation)), timezone.override(installation().zone):
        parts = [
            filled(_("Hello {first_name|and thank you for writing},"), conversation, None),
            _("Your message is here, and a person will answer it."),
            _when(expected),
            installation().vendor_name,
        ]
    return "\n\n".join(part for part in parts if part)


def _when(expected: Expected) -> str:
    moment = timezone.localtime(expected.by)
    by = _("You can expect an answer by %(day)s, %(time)s (%(zone)s).") % {
        "day": date_format(moment, pgettext("how a date is written: an answer is there by then", "l, j F")),
        "time": date_format(moment, "TIME_FORMAT"),
        "zone": installation().time_zone,
    }
    sentences = [by]
    if not expected.works_now:
        opens = timezone.localtime(expected.opens_at)
        # Not every language can put the name of a weekday into this sentence as it stands.
        day = date_format(opens, pgettext("how a date is written: we are back on it", "l"))
        at = {"day": day, "time": date_format(opens, "TIME_FORMAT")}
        sentences.insert(0, _("Nobody is at work now; on %(day)s at %(time)s we are back.") % at)
    elif expected.median_seconds is not None:
        sentences.insert(0, _half(expected.median_seconds))
    return " ".join(sentences)


def _half(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    if seconds < _HOUR:
        said = ngettext(
            "Half of our answers go out within %(n)d minute.",
            "Half of our answers go out within %(n)d minutes.",
            minutes,
        )
        return said % {"n": minutes}
    hours = round(seconds / _HOUR)
    said = ngettext(
        "Half of our answers go out within %(n)d hour.", "Half of our answers go out within %(n)d hours.", hours
    )
    return said % {"n": hours}
