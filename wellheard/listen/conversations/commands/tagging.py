"""Say what a conversation was about: an area and a category, several where several things were asked."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.commands.locking import locked_conversation
from wellheard.listen.conversations.models import Conversation, Tag
from wellheard.listen.conversations.standing import note_filing
from wellheard.workspace.models import Area, Category, Staff

TAGGED = names.declare(
    "conversation.tagged", "A conversation was given an area and a category; `by` no one by a program."
)
UNTAGGED = names.declare("conversation.untagged", "An area and category were taken from a conversation.")
SUGGESTED = names.declare("conversation.suggested", "An area and category were suggested for a conversation.")

# An area and a category, by their ids.
Pair = tuple[int, int]
MOST_TAGS = 12


@transaction.atomic
def tag_conversation(
    *, conversation_id: int, area_id: int, category_id: int, by: Staff | None, made_by: str = Tag.MadeBy.STAFF
) -> Conversation:
    """Say one thing a conversation was about. Saying it again changes nothing. Raises ConversationError."""
    conversation = locked_conversation(conversation_id)
    confirm_tags(conversation=conversation, pairs=[(area_id, category_id)], by=by, made_by=made_by)
    return conversation


@transaction.atomic
def untag_conversation(*, conversation_id: int, area_id: int, category_id: int) -> Conversation:
    """Take an area and category back. Raises ConversationError for the last one of a closed conversation."""
    conversation = locked_conversation(conversation_id)
    theirs = Tag.objects.filter(conversation=conversation, area=area_id, category=category_id)
    others = Tag.objects.filter(conversation=conversation).confirmed().exclude(pk__in=theirs)
    if conversation.is_closed and not conversation.aside_reason and theirs.confirmed().exists() and not others.exists():
        raise ConversationError(_("A closed conversation says what it was about: add another area and category first."))
    if theirs.delete()[0]:
        note_filing(conversation)
        conversation.save(update_fields=["awaits_filing"])
        ledger.record(UNTAGGED, conversation, area=area_id, category=category_id)
    return conversation


@transaction.atomic
def suggest_tag(*, conversation_id: int, area_id: int, category_id: int) -> Conversation:
    """Suggest what a conversation is about, instead of what was suggested before; what somebody confirmed stays alone."""
    conversation = locked_conversation(conversation_id)
    if Tag.objects.filter(conversation=conversation).confirmed().exists():
        return conversation
    tag, is_new = Tag.objects.get_or_create(
        conversation=conversation,
        confirmed_at=None,
        defaults={
            "area_id": area_id,
            "category_id": category_id,
            "arrived_at": conversation.started_at,
            "made_by": Tag.MadeBy.SUGGESTED,
        },
    )
    if not is_new and (tag.area_id, tag.category_id) == (area_id, category_id):
        return conversation
    tag.area_id, tag.category_id = area_id, category_id
    tag.save(update_fields=["area", "category"])
    ledger.record(SUGGESTED, conversation, area=area_id, category=category_id)
    return conversation


@transaction.atomic
def confirm_tags(
    *, conversation: Conversation, pairs: Iterable[Pair], by: Staff | None, made_by: str = Tag.MadeBy.STAFF
) -> None:
    """Say what a conversation that is held was about; what was only suggested goes. Raises ConversationError."""
    wanted = list(dict.fromkeys(pairs))
    if not wanted:
        return
    _require_known(wanted)
    confirmed = set(Tag.objects.filter(conversation=conversation).confirmed().values_list("area_id", "category_id"))
    new = [pair for pair in wanted if pair not in confirmed]
    if len(confirmed) + len(new) > MOST_TAGS:
        raise ConversationError(_("A conversation has at most %(most)d areas and categories.") % {"most": MOST_TAGS})
    if not new:
        return
    Tag.objects.filter(conversation=conversation).suggested().delete()
    for area_id, category_id in new:
        Tag.objects.create(
            conversation=conversation,
            area_id=area_id,
            category_id=category_id,
            arrived_at=conversation.started_at,
            made_by=made_by,
            confirmed_at=clock.now(),
            confirmed_by=by,
        )
        ledger.record(TAGGED, conversation, area=area_id, category=category_id, by=by.pk if by else None)
    conversation.awaits_filing = False
    conversation.save(update_fields=["awaits_filing"])


def _require_known(pairs: list[Pair]) -> None:
    areas, categories = {area for area, _category in pairs}, {category for _area, category in pairs}
    if Area.objects.filter(pk__in=areas).count() != len(areas):
        raise ConversationError(_("This area does not exist any more; choose another."))
    if Category.objects.filter(pk__in=categories).count() != len(categories):
        raise ConversationError(_("This category does not exist any more; choose another."))
