"""Join conversations that are one, part them again, and take a message into one of its own."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.commands.draft_files import join_drafts
from wellheard.listen.conversations.commands.errors import ConversationError
from wellheard.listen.conversations.commands.hearing import REOPENED
from wellheard.listen.conversations.commands.locking import (
    keep,
    locked_conversations,
    locked_with_part,
    message_and_conversation,
    message_in_its_conversation,
)
from wellheard.listen.conversations.models import (
    Conversation,
    ConversationMerge,
    Message,
    MessageQuerySet,
    Participant,
    Tag,
)
from wellheard.listen.conversations.standing import (
    COUNTED_COLUMNS,
    STANDING_COLUMNS,
    count_again,
    note_filing,
    settle,
    wake,
)
from wellheard.workspace.models import Staff

MERGED = names.declare("conversation.merged", "A conversation was joined to another one.")
UNMERGED = names.declare("conversation.unmerged", "A conversation that had been joined is one of its own again.")
SPLIT = names.declare("conversation.split", "Messages were taken out of a conversation into another one.")

_COLUMNS = (
    *STANDING_COLUMNS, *COUNTED_COLUMNS, "news_at", "news_outcome", "closed_at", "closed_by", "reopened_count",
)  # fmt: skip


@transaction.atomic
def merge_conversations(*, kept_id: int, gone_id: int, by: Staff) -> Conversation:
    """Join one conversation to another: its messages stand among the others', and what is written to it comes here.

    Joining again changes nothing. Raises ConversationError for a conversation and itself.
    """
    kept, gone = locked_conversations(kept_id, gone_id)
    if kept.pk == gone.pk:
        if kept_id == gone_id:
            raise ConversationError(_("A conversation cannot be joined to itself; choose another."))
        return kept
    moved = {
        "messages": _ids(gone.messages.all()),
        "participants": _move_participants(kept, gone),
        "copied": _copy_in_who_asked(kept, gone),
        "tags": _move_tags(kept, gone),
        "waits": _move_waits(kept, gone),
        "news": _take_news_over(kept, gone),
    }
    _move_drafts(kept, gone)
    gone.messages.update(conversation=kept)
    gone.merged_into = kept
    keep(gone, "merged_into")
    if gone.waiting_since or gone.news_at:
        _open(kept)
    _settle_again(kept)
    ConversationMerge.objects.create(kept=kept, gone=gone, made_by=by, made_at=clock.now(), moved=moved)
    ledger.record(MERGED, gone, into=kept.pk)
    return kept


@transaction.atomic
def unmerge_conversation(*, gone_id: int) -> Conversation:
    """Part a conversation from the one it was joined to: what it brought goes back; what came since stays where it came."""
    merge = ConversationMerge.objects.select_for_update(no_key=True).filter(gone=gone_id, undone_at=None).first()
    if merge is None:
        raise ConversationError(_("This conversation is one of its own already."))
    kept, gone = locked_with_part(kept_id=merge.kept_id, gone_id=gone_id)
    moved = merge.moved
    Message.objects.filter(pk__in=moved["messages"], conversation=kept).update(conversation=gone)
    Participant.objects.filter(pk__in=moved["participants"]).update(conversation=gone)
    Participant.objects.filter(pk__in=moved["copied"], conversation=kept).delete()
    _give_news_back(kept, gone, moved["news"])
    _give_tags_back(kept, gone, moved["tags"])
    kept.product_waits.filter(pk__in=moved["waits"]).update(conversation=gone)
    gone.merged_into = None
    keep(gone, "merged_into")
    _settle_again(kept)
    _settle_again(gone)
    merge.undone_at = clock.now()
    merge.save(update_fields=["undone_at"])
    ledger.record(UNMERGED, gone, was=kept.pk)
    return gone


@transaction.atomic
def split_conversation(*, message_id: int, by: Staff) -> Conversation:
    """Take a message and all that came after it into a conversation of its own, of who wrote it.

    Raises ConversationError for the first message: nothing would be left.
    """
    message = message_in_its_conversation(message_id)
    whole = message.conversation
    _require_heard(message)
    later = [one for one in whole.messages.in_order() if (one.recorded_at, one.pk) >= (message.recorded_at, message.pk)]
    # A reply that has not gone out is written to who is here.
    parting = [one for one in later if one.state != Message.State.SCHEDULED]
    if len(parting) == whole.messages.count():
        raise ConversationError(_("This is the first message; there is nothing to split it from."))
    part = Conversation.objects.create(
        subject=whole.subject,
        channel=whole.channel,
        mailbox=whole.mailbox,
        requester=message.contact or whole.requester,
        company=whole.company,
        assignee=by,
        team=whole.team,
        language=message.language or whole.language,
        started_at=message.recorded_at,
        last_message_at=message.recorded_at,
        split_from=whole,
    )
    _let_take_part(part, message, whole)
    _move(parting, part)
    _settle_again(whole)
    _settle_again(part)
    ledger.record(SPLIT, whole, into=part.pk, messages=len(parting))
    return part


@transaction.atomic
def move_message(*, message_id: int, conversation_id: int) -> Message:
    """Put a message that was placed wrongly where it belongs. Raises ConversationError when nothing would be left."""
    message, wanted = message_and_conversation(message_id=message_id, conversation_id=conversation_id)
    whole = message.conversation
    _require_heard(message)
    if whole.pk == wanted.pk:
        return message
    if whole.messages.count() == 1:
        raise ConversationError(_("It is the only message there; join the two conversations instead."))
    _let_take_part(wanted, message, whole)
    _move([message], wanted)
    if message.is_heard and not message.is_automatic:
        _open(wanted)
    _settle_again(whole)
    _settle_again(wanted)
    ledger.record(SPLIT, whole, into=wanted.pk, messages=1)
    return message


def _require_heard(message: Message) -> None:
    """What we wrote belongs to whom it was written to; it stays."""
    if not message.is_heard:
        raise ConversationError(_("Only what a customer wrote can be moved; choose the message it answers."))


def _move(messages: list[Message], to: Conversation) -> None:
    ids = [one.pk for one in messages]
    Message.objects.filter(pk__in=ids).update(conversation=to)
    Message.objects.filter(pk=ids[0]).update(placed_by=Message.PlacedBy.STAFF)


def _let_take_part(conversation: Conversation, message: Message, whole: Conversation) -> None:
    known = whole.participants.filter(address=message.author_address).first() if message.author_address else None
    known = known or whole.participants.filter(role=Participant.Role.REQUESTER).first()
    if known is None or conversation.participants.filter(address=known.address).exists():
        return
    has_requester = conversation.participants.filter(role=Participant.Role.REQUESTER).exists()
    Participant.objects.create(
        conversation=conversation,
        contact=known.contact,
        address=known.address,
        name=known.name,
        role=Participant.Role.COPIED if has_requester else Participant.Role.REQUESTER,
        joined_at=clock.now(),
    )


def _settle_again(conversation: Conversation) -> None:
    count_again(conversation)
    note_filing(conversation)
    settle(conversation)
    keep(conversation, *_COLUMNS)


def _move_participants(kept: Conversation, gone: Conversation) -> list[int]:
    there = set(kept.participants.values_list("address", flat=True))
    moving = [
        one for one in gone.participants.all() if one.role != Participant.Role.REQUESTER and one.address not in there
    ]
    ids = [one.pk for one in moving]
    Participant.objects.filter(pk__in=ids).update(conversation=kept)
    return ids


def _copy_in_who_asked(kept: Conversation, gone: Conversation) -> list[int]:
    """Write to who asked there here as well, as long as the two are one; there they stay who asked."""
    asked = gone.participants.filter(role=Participant.Role.REQUESTER).exclude(address="").first()
    if asked is None or kept.participants.filter(address=asked.address).exists():
        return []
    copied = Participant.objects.create(
        conversation=kept,
        contact=asked.contact,
        address=asked.address,
        name=asked.name,
        role=Participant.Role.COPIED,
        joined_at=clock.now(),
    )
    return [copied.pk]


def _take_news_over(kept: Conversation, gone: Conversation) -> str:
    """Let what is to be told there be told here; return the outcome that came over, to be given back."""
    if not gone.news_at or kept.news_at:
        return ""
    kept.news_at, kept.news_outcome = gone.news_at, gone.news_outcome
    return gone.news_outcome


def _give_news_back(kept: Conversation, gone: Conversation, outcome: str) -> None:
    """Tell no longer here what is told there again; what was told meanwhile is told in both."""
    if not outcome:
        return
    if kept.news_outcome == outcome:
        kept.news_at, kept.news_outcome = None, ""
    else:
        gone.news_at, gone.news_outcome = None, ""


def _open(conversation: Conversation) -> None:
    """Open what was closed or put off: what came into it waits for us."""
    was = conversation.state
    if was != Conversation.State.OPEN:
        conversation.reopened_count += conversation.is_closed
        wake(conversation)
        ledger.record(REOPENED, conversation, why="merge", was=was)


def _move_tags(kept: Conversation, gone: Conversation) -> list[int]:
    confirmed = gone.tags.exclude(confirmed_at=None)
    if confirmed:
        # What somebody said counts more than what was suggested.
        Tag.objects.filter(conversation=kept).suggested().delete()
    there = set(kept.tags.values_list("area_id", "category_id"))
    ids = [tag.pk for tag in confirmed if (tag.area_id, tag.category_id) not in there]
    Tag.objects.filter(pk__in=ids).update(conversation=kept)
    return ids


def _give_tags_back(kept: Conversation, gone: Conversation, ids: list[int]) -> None:
    """Give back what the other one was about; one that was closed by it still says so."""
    theirs = Tag.objects.filter(pk__in=ids, conversation=kept)
    has_own = Tag.objects.filter(conversation=kept).confirmed().exclude(pk__in=ids).exists()
    if kept.is_closed and not has_own:
        copies = [_copy_of(tag, gone) for tag in theirs]
        Tag.objects.bulk_create(copies, ignore_conflicts=True)
    else:
        theirs.update(conversation=gone)


def _copy_of(tag: Tag, conversation: Conversation) -> Tag:
    return Tag(
        conversation=conversation,
        area_id=tag.area_id,
        category_id=tag.category_id,
        arrived_at=conversation.started_at,
        made_by=tag.made_by,
        confirmed_at=tag.confirmed_at,
        confirmed_by_id=tag.confirmed_by_id,
    )


def _move_waits(kept: Conversation, gone: Conversation) -> list[int]:
    there = set(kept.product_waits.values_list("subject_type", "subject_id"))
    ids = [wait.pk for wait in gone.product_waits.all() if (wait.subject_type, wait.subject_id) not in there]
    gone.product_waits.filter(pk__in=ids).update(conversation=kept)
    return ids


def _move_drafts(kept: Conversation, gone: Conversation) -> None:
    """Let what somebody has begun to write there stand where they can go on with it; begun in both, below the other."""
    for draft in gone.drafts.all():
        there = kept.drafts.filter(staff=draft.staff_id, kind=draft.kind).first()
        if there:
            join_drafts(draft=draft, below=there)
        else:
            draft.conversation = kept
            draft.save(update_fields=["conversation"])


def _ids(rows: MessageQuerySet) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
