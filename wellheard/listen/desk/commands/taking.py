"""Take the steps of a macro or an automation in a conversation, through the commands everybody uses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.listen.conversations import commands as conversations
from wellheard.listen.conversations.commands import ConversationError, Reply
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.listen.desk.commands.dealing import deal_conversation
from wellheard.listen.desk.commands.replies import note_saved_reply_used
from wellheard.listen.desk.filling import filled
from wellheard.listen.desk.models import SavedReply
from wellheard.listen.desk.queries.sharing import conversation_for_filling, text_in
from wellheard.listen.desk.steps import ME, NOBODY, TURN, Steps
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Team


@dataclass(frozen=True)
class Taker:
    """Who takes steps: somebody, or, without a name, Wellheard by itself; `key` makes a second time the same.

    `seen_message_id` is the last message they have seen: an answer is not sent past what others wrote since.
    """

    staff: Staff | None
    key: str
    seen_message_id: int | None = None

    @property
    def made_by(self) -> str:
        return str(Tag.MadeBy.STAFF if self.staff else Tag.MadeBy.RULE)


@transaction.atomic
def take_steps(*, conversation_id: int, steps: Steps, taker: Taker) -> Conversation:
    """Take all steps or none. Raises ConversationError (UntaggedError, UnseenPartsError) as each step by itself would.

    The order is fixed: what a conversation is about, who has it, notes, the answer, and only then putting it off or closing.
    """
    # Held for all of them: what one step has read, such as the team, is still so when the next is taken.
    conversation_id = locked_conversation(conversation_id).pk
    for area_id, category_id in steps.tags:
        conversations.tag_conversation(
            conversation_id=conversation_id,
            area_id=area_id,
            category_id=category_id,
            by=taker.staff,
            made_by=taker.made_by,
        )
    _assign(conversation_id, steps, taker)
    if steps.priority is not None:
        conversations.set_priority(conversation_id=conversation_id, priority=steps.priority)
    conversation = _required(conversation_id)
    if steps.note:
        words = filled(steps.note, conversation, taker.staff)
        conversations.write_note(conversation_id=conversation.pk, by=taker.staff, words=words, key=f"{taker.key}:note")
    if steps.idea is not None:
        conversations.wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=steps.idea)
    _answer(conversation, steps, taker)
    _put_away(conversation.pk, steps, taker)
    return _required(conversation.pk)


def words_of(steps: Steps, conversation: Conversation, staff: Staff | None) -> str:
    """Return the answer that steps hold, filled in, in the customer's language where it is saved in it."""
    words = steps.reply
    if steps.saved:
        reply = SavedReply.objects.prefetch_related("texts").filter(pk=steps.saved).first()
        text = text_in(reply, conversation.language) if reply else None
        if text is None:
            raise ConversationError(_("The saved reply of this is gone; choose another one in its settings."))
        words = text.words
    return filled(words, conversation, staff)


def _assign(conversation_id: int, steps: Steps, taker: Taker) -> None:
    if not steps.assign and steps.team is None:
        return
    conversation = _required(conversation_id)
    team = conversation.team if steps.team is None else Team.objects.filter(pk=steps.team).first()
    chosen = {ME: taker.staff, NOBODY: None, TURN: None, "": conversation.assignee}
    staff = chosen[steps.assign] if steps.assign in chosen else Staff.objects.filter(pk=int(steps.assign)).first()
    conversations.assign_conversation(conversation_id=conversation.pk, staff=staff, team=team)
    if steps.assign == TURN:
        deal_conversation(conversation_id=conversation.pk)


def _answer(conversation: Conversation, steps: Steps, taker: Taker) -> None:
    if not steps.answers:
        return
    words = words_of(steps, conversation, taker.staff)
    if taker.staff is None:
        conversations.send_machine_reply(conversation_id=conversation.pk, words=words, key=taker.key)
    elif steps.drafts:
        conversations.save_draft(
            conversation_id=conversation.pk,
            staff=taker.staff,
            kind=Message.Kind.REPLY,
            words=words,
            seen_message_id=taker.seen_message_id,
        )
    else:
        conversations.reply_to_conversation(
            conversation_id=conversation.pk,
            by=taker.staff,
            reply=Reply(words, key=taker.key),
            seen_message_id=taker.seen_message_id,
        )
    if steps.saved:
        note_saved_reply_used(reply_id=steps.saved)


def _put_away(conversation_id: int, steps: Steps, taker: Taker) -> None:
    if steps.aside:
        conversations.set_conversation_aside(conversation_id=conversation_id, reason=steps.aside, by=taker.staff)
    elif steps.closes:
        conversations.close_conversation(conversation_id=conversation_id, by=taker.staff)
    elif steps.snooze:
        conversations.snooze_conversation(conversation_id=conversation_id, until=snoozed_until(steps.snooze))


def snoozed_until(code: str) -> datetime | None:
    """Return until when a conversation is put off; None is until they reply. Mornings are those of our working days."""
    if code == "reply":
        return None
    kind, _colon, hours = code.partition(":")
    if kind == "hours":
        return clock.now() + timedelta(hours=int(hours))
    local = clock.now().astimezone(installation().zone)
    days = 1 if kind == "morning" else 7 - local.weekday()
    midnight = (local + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
    return installation().business_hours.after(midnight, 0)


def _required(conversation_id: int) -> Conversation:
    conversation = conversation_for_filling(conversation_id)
    if conversation is None:
        raise ConversationError(_("This conversation does not exist any more; go back to the inbox."))
    return conversation
