"""What Northwind's customers ask by mail in the demo story, and what its support answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from wellheard.customers.models import ContactIdentity
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.foundation import clock
from wellheard.listen.conversations import commands
from wellheard.listen.conversations.commands import Beginning, Reply
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.mailboxes.commands import add_mailbox
from wellheard.listen.mailboxes.commands.mailboxes import Given
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.understand.commands import file_feedback
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import ORIGIN, Story
from wellheard.workspace.models import Team

TALKS: list[dict[str, Any]] = chapters("talks")["talk"]
MAILBOX = "Support"
_OUT = timedelta(seconds=commands.UNDO_SECONDS + 1)


@dataclass(frozen=True)
class Turn:
    """One thing that happens in a talk, so many minutes after it began."""

    after: int
    happen: Callable[..., object]


def open_mailbox() -> None:
    """Let customers write to support."""
    given = Given(
        name=MAILBOX,
        address="support@northwind.example",
        from_name="Northwind support",
        team=Team.objects.filter(name="Office team").first(),
        signature="Northwind Field Service",
    )
    add_mailbox(given=given)


def turns_of(told: dict[str, Any], number: int) -> list[Turn]:
    """Return what happens in a talk, in order."""
    turns, after = [Turn(0, partial(_begin, told=told, number=number))], 0
    for place, said in enumerate(told.get("message", [])):
        after += said["after"]
        turns.append(Turn(after, partial(_write, said=said, number=number, place=place)))
    # What it was about is known as soon as it was answered.
    turns.append(Turn(after + 1, partial(_file, told=told, number=number)))
    ends = told.get("end", [])
    return turns + [Turn(after + 1 + end["after"], partial(_end, end=end, number=number)) for end in ends]


def _begin(story: Story, told: dict[str, Any], number: int) -> None:
    contact = story.people[told["who"]]
    address = contact.identities.filter(kind=ContactIdentity.Kind.EMAIL).values_list("value", flat=True).first() or ""
    beginning = Beginning(
        channel=Conversation.Channel.EMAIL,
        subject=told["subject"],
        contact=contact,
        mailbox=Mailbox.objects.get(name=MAILBOX),
        origin=ORIGIN,
        origin_key=f"talk-{number}",
    )
    words = told["words"].strip()
    said = Said(words, author_name=contact.name, author_address=address, placed_by=Message.PlacedBy.NEW)
    conversation = commands.open_conversation(beginning=beginning, said=said).conversation
    if area_and_category := told.get("suggest"):
        area, category = area_and_category
        commands.suggest_tag(
            conversation_id=conversation.pk, area_id=story.areas[area].pk, category_id=story.categories[category].pk
        )
    if assignee := told.get("assignee"):
        staff = story.staff[assignee]
        commands.assign_conversation(conversation_id=conversation.pk, staff=staff, team=conversation.team)


def _write(story: Story, said: dict[str, Any], number: int, place: int) -> None:
    conversation = _conversation(number)
    words = said["words"].strip()
    by = story.staff.get(said.get("by", ""))
    if by is None:
        asked = conversation.participants.get(role="requester")
        heard = Said(words, author_name=asked.name, author_address=asked.address, placed_by=Message.PlacedBy.TOKEN)
        commands.hear_message(conversation_id=conversation.pk, contact=asked.contact, said=heard)
    elif said.get("note"):
        mentioned = [story.staff[name] for name in said.get("mentions", [])]
        commands.write_note(conversation_id=conversation.pk, by=by, words=words, mentioned=mentioned)
    else:
        last = conversation.messages.order_by("-pk").first()
        message = commands.reply_to_conversation(
            conversation_id=conversation.pk,
            by=by,
            reply=Reply(words, key=f"talk-{place}"),
            seen_message_id=last.pk if last else None,
        )
        with clock.at(clock.now() + _OUT):
            commands.send_reply(message_id=message.pk)


def _file(story: Story, told: dict[str, Any], number: int) -> None:
    """Say what it was about, and let what asks for an idea wait for it."""
    if "tag" not in told:
        return
    conversation = _conversation(number)
    area, category = story.areas[told["tag"][0]], story.categories[told["tag"][1]]
    by = story.staff[told["assignee"]]
    commands.tag_conversation(conversation_id=conversation.pk, area_id=area.pk, category_id=category.pk, by=by)
    if key := told.get("idea"):
        first = conversation.messages.in_order()[0]
        feedback = commands.make_feedback_of(message_id=first.pk)
        file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=category.pk, by=by)
        idea: Idea = story.ideas[key]
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=by)
        commands.wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=idea.pk)


def _end(story: Story, end: dict[str, Any], number: int) -> None:
    conversation = _conversation(number)
    if "close" in end:
        commands.close_conversation(conversation_id=conversation.pk, by=story.staff[end["close"]])
    else:
        until = story.now + timedelta(days=end["snooze"])
        commands.snooze_conversation(conversation_id=conversation.pk, until=until)


def _conversation(number: int) -> Conversation:
    return Conversation.objects.get(origin=ORIGIN, origin_key=f"talk-{number}")
