"""Ask for a piece of work to be made in a tracker; whoever is connected to it makes it a moment later."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.deliver.work_items.commands.links import attach_conversation, attach_idea, attach_spike
from wellheard.deliver.work_items.commands.spots import WorkItemError, add_item
from wellheard.deliver.work_items.models import WantedItem
from wellheard.deliver.work_items.trackers import Spot, places
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.conversations.models import Conversation
from wellheard.understand.trends.models import Spike
from wellheard.workspace.models import Staff

WANTED = names.declare("workitem.wanted", "Somebody asked for a piece of work to be made in a tracker.")
MADE = names.declare("workitem.made", "A piece of work that was asked for is in the tracker.")
NOT_MADE = names.declare("workitem.not_made", "A piece of work could not be made; a person has to look.")

MOST_BODY, MOST_QUOTES = 60_000, 10
State = WantedItem.State


@dataclass(frozen=True)
class Wish:
    """What is to be made, and where. `key` comes with the form: the same again asks for nothing more."""

    key: str
    tracker: str
    place: str
    title: str
    body: str = ""
    quotes: tuple[tuple[str, int], ...] = ()


@transaction.atomic
def ask_for_item(
    *,
    wish: Wish,
    by: Staff,
    idea: Idea | None = None,
    conversation: Conversation | None = None,
    spike: Spike | None = None,
) -> WantedItem:
    """Ask for a piece of work for an idea, a conversation or something unusual; a double click asks once.

    Raises WorkItemError without a title, or for a place that is not connected.
    """
    title, body = clean_line(wish.title), clean_words(wish.body)
    _require_sendable(title, body)
    if (wish.tracker, wish.place) not in {(known.key, there.value) for known, there in places()}:
        raise WorkItemError(_("This repository is not connected any more. Choose another one."))
    wanted, is_new = WantedItem.objects.get_or_create(
        key=clean_line(wish.key)[:40],
        defaults={
            "tracker": wish.tracker,
            "place": wish.place,
            "title": title,
            "body": body,
            "idea": idea,
            "conversation": conversation,
            "spike": spike,
            "quotes": [list(key) for key in wish.quotes[:MOST_QUOTES]],
            "made_by": by,
            "asked_at": clock.now(),
        },
    )
    if is_new:
        ledger.record(WANTED, wanted)
    return wanted


@transaction.atomic
def note_try(*, wanted_id: int) -> WantedItem:
    """Note that a piece of work is being made now: a try whose end nobody saw may have made it."""
    wanted = _locked(wanted_id)
    wanted.tries += 1
    wanted.save(update_fields=["tries"])
    return wanted


@transaction.atomic
def note_made(*, wanted_id: int, spot: Spot) -> WantedItem:
    """Note that a piece of work is there now, and link what it was asked for; safe to repeat."""
    wanted = _locked(wanted_id)
    if wanted.state == State.MADE:
        return wanted
    wanted.item, wanted.state, wanted.problem = add_item(spot=spot, by=wanted.made_by), State.MADE, ""
    wanted.save(update_fields=["item", "state", "problem"])
    ledger.record(MADE, wanted, item=wanted.item.pk)
    if wanted.idea:
        attach_idea(item=wanted.item, idea=wanted.idea, by=wanted.made_by)
    if wanted.conversation_id:
        attach_conversation(item=wanted.item, conversation_id=wanted.conversation_id)
    if wanted.spike:
        attach_spike(item=wanted.item, spike=wanted.spike, by=wanted.made_by)
    return wanted


@transaction.atomic
def note_not_made(*, wanted_id: int, problem: str) -> WantedItem:
    """Note why the tracker does not take a piece of work; nothing that was typed is lost."""
    wanted = _locked(wanted_id)
    if wanted.state == State.WAITING:
        wanted.state, wanted.problem = State.FAILED, clean_words(problem)[:1000]
        wanted.save(update_fields=["state", "problem"])
        ledger.record(NOT_MADE, wanted)
    return wanted


@transaction.atomic
def try_again(*, wanted_id: int) -> WantedItem:
    """Ask again for what could not be made; what is on its way or made already stays as it is."""
    wanted = _locked(wanted_id)
    if wanted.state == State.FAILED:
        wanted.state, wanted.problem = State.WAITING, ""
        wanted.save(update_fields=["state", "problem"])
        ledger.record(WANTED, wanted)
    return wanted


def _require_sendable(title: str, body: str) -> None:
    if not title:
        raise WorkItemError(_("Write a title, such as “Keep drafts while offline”."))
    if len(title) > 250 or len(body) > MOST_BODY:  # noqa: PLR2004 - the column's length
        raise WorkItemError(_("The title has at most 250 characters and the text 60,000; shorten them."))


def _locked(wanted_id: int) -> WantedItem:
    return (
        WantedItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("idea", "spike", "made_by")
        .get(pk=wanted_id)
    )
