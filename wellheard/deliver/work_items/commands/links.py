"""Let ideas and conversations wait for pieces of work."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.decide.queries import standing_for
from wellheard.deliver.work_items.commands.spots import WorkItemError, add_item, locked, spot_at
from wellheard.deliver.work_items.models import WORK_ITEM, SpikeLink, WorkItem, WorkItemLink
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import ConversationError, stop_waiting_for_product, wait_for_product
from wellheard.listen.conversations.models import ProductWait
from wellheard.listen.conversations.models.product_waits import ProductWaitQuerySet
from wellheard.understand.trends.models import Spike
from wellheard.understand.trends.queries.incident import conversations_of as conversations_of_spike
from wellheard.workspace.models import Staff

LINKED = names.declare(
    "workitem.linked", "An idea, a conversation or something unusual waits for a piece of work in a tracker."
)
UNLINKED = names.declare(
    "workitem.unlinked", "An idea, a conversation or something unusual waits for a piece of work no more."
)


@transaction.atomic
def link_idea(*, idea_id: int, address: str, by: Staff | None) -> WorkItem:
    """Let an idea wait for the piece of work at an address; linking it again changes nothing. Raises WorkItemError."""
    idea = Idea.objects.filter(pk=standing_for(idea_id)).first()
    if idea is None:
        raise WorkItemError(_("This idea does not exist any more. Go back to the list of ideas."))
    return attach_idea(item=add_item(spot=spot_at(address), by=by), idea=idea, by=by)


@transaction.atomic
def link_conversation(*, conversation_id: int, address: str, by: Staff | None) -> WorkItem:
    """Park a conversation on the piece of work at an address: it comes back by itself when that is over.

    Linking it again changes nothing. Raises WorkItemError.
    """
    return attach_conversation(item=add_item(spot=spot_at(address), by=by), conversation_id=conversation_id)


@transaction.atomic
def link_spike(*, spike_id: int, address: str, by: Staff | None) -> WorkItem:
    """Let the conversations of something unusual wait for the piece of work at an address. Raises WorkItemError."""
    spike = Spike.objects.filter(pk=spike_id).first()
    if spike is None:
        raise WorkItemError(_("This is not there any more; look for it in the list of what was unusual."))
    return attach_spike(item=add_item(spot=spot_at(address), by=by), spike=spike, by=by)


@transaction.atomic
def attach_idea(*, item: WorkItem, idea: Idea, by: Staff | None) -> WorkItem:
    """Let an idea wait for a piece of work that is known here."""
    _link, is_new = WorkItemLink.objects.get_or_create(
        item=item, idea=idea, defaults={"made_by": by, "made_at": clock.now()}
    )
    if is_new:
        ledger.record(LINKED, item, idea=idea.pk)
    return item


@transaction.atomic
def attach_conversation(*, item: WorkItem, conversation_id: int) -> WorkItem:
    """Let a conversation wait for a piece of work that is known here. Raises WorkItemError."""
    if not _waits_of(item.pk).filter(conversation=conversation_id).exists():
        try:
            there = wait_for_product(conversation_id=conversation_id, subject_type=WORK_ITEM, subject_id=item.pk)
        except ConversationError as problem:
            raise WorkItemError(str(problem)) from problem
        ledger.record(LINKED, item, conversation=there.pk)
    return item


@transaction.atomic
def attach_spike(*, item: WorkItem, spike: Spike, by: Staff | None) -> WorkItem:
    """Let something unusual wait for a piece of work that is known here; its conversations follow in a moment."""
    _link, is_new = SpikeLink.objects.get_or_create(
        item=item, spike=spike, defaults={"made_by": by, "made_at": clock.now()}
    )
    if is_new:
        ledger.record(LINKED, item, spike=spike.pk)
    return item


def attach_conversations_of(link: SpikeLink) -> int:
    """Let the conversations of something unusual wait for its work, and return how many are new. Safe to repeat.

    One that somebody unlinked by hand stays unlinked.
    """
    gone = Fact.objects.filter(name=UNLINKED, subject_type=WORK_ITEM, subject_id=link.item_id)
    unlinked = {details.get("conversation") for details in gone.values_list("details", flat=True)}
    waiting = set(_waits_of(link.item_id).values_list("conversation", flat=True))
    new = [
        key
        for key in conversations_of_spike(link.spike).order_by("pk").values_list("pk", flat=True)
        if key not in waiting and key not in unlinked
    ]
    for key in new:
        attach_conversation(item=link.item, conversation_id=key)
    return len(new)


@transaction.atomic
def unlink_spike(*, item_id: int, spike_id: int) -> None:
    """Let something unusual, and its conversations, wait for a piece of work no more; a second click changes nothing."""
    link = SpikeLink.objects.select_related("spike").filter(item=item_id, spike=spike_id).first()
    if link is None:
        return
    link.delete()
    ledger.record(UNLINKED, locked(item_id), spike=spike_id)
    for key in conversations_of_spike(link.spike).order_by("pk").values_list("pk", flat=True):
        unlink_conversation(item_id=item_id, conversation_id=key)


@transaction.atomic
def unlink_idea(*, item_id: int, idea_id: int) -> None:
    """Let an idea wait for a piece of work no more; a second click changes nothing."""
    item = locked(item_id)
    if WorkItemLink.objects.filter(item=item, idea=idea_id).delete()[0]:
        ledger.record(UNLINKED, item, idea=idea_id)


@transaction.atomic
def unlink_conversation(*, item_id: int, conversation_id: int) -> None:
    """Let a conversation wait for a piece of work no more: there is nothing to tell. A second click changes nothing."""
    # Held before the conversation, as by whoever links one.
    item = locked(item_id)
    if _waits_of(item.pk).filter(conversation=conversation_id).exists():
        stop_waiting_for_product(conversation_id=conversation_id, subject_type=WORK_ITEM, subject_id=item.pk)
        ledger.record(UNLINKED, item, conversation=conversation_id)


@transaction.atomic
def follow(*, item_id: int, by: Staff | None) -> WorkItem:
    """Let everything that waits for a piece of work that was moved wait for it where it is now. Raises WorkItemError."""
    old = locked(item_id)
    if not old.moved_to:
        raise WorkItemError(_("The tracker does not say where it went. Link it by its new address instead."))
    new = add_item(spot=spot_at(old.moved_to), by=by)
    for link in old.links.select_related("idea"):
        attach_idea(item=new, idea=link.idea, by=by)
        unlink_idea(item_id=old.pk, idea_id=link.idea_id)
    for spiked in old.spike_links.select_related("spike"):
        attach_spike(item=new, spike=spiked.spike, by=by)
        spiked.delete()
    for wait in _waits_of(old.pk).standing().order_by("conversation_id"):
        attach_conversation(item=new, conversation_id=wait.conversation_id)
        unlink_conversation(item_id=old.pk, conversation_id=wait.conversation_id)
    return new


def _waits_of(item_id: int) -> ProductWaitQuerySet:
    return ProductWait.objects.filter(subject_type=WORK_ITEM, subject_id=item_id)
