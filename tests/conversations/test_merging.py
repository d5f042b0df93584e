"""Conversations that are one are joined, and parted again exactly."""

from datetime import timedelta

import pytest
from django.db import transaction

from tests.makers import make_area, make_category, make_contact, make_conversation, make_staff
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import (
    ConversationError,
    Reply,
    close_conversation,
    end_product_waits,
    hear_message,
    merge_conversations,
    move_message,
    reopen_conversation,
    reply_to_conversation,
    save_draft,
    snooze_conversation,
    split_conversation,
    tag_conversation,
    unmerge_conversation,
    wait_for_product,
)
from wellheard.listen.conversations.commands.errors import UnknownConversationError
from wellheard.listen.conversations.commands.locking import locked_with_part
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.workspace.commands import remove_area

pytestmark = pytest.mark.django_db


def _words(conversation: Conversation) -> list[str]:
    return [message.words for message in Message.objects.filter(conversation=conversation).in_order()]


def test_what_somebody_had_begun_to_write_there_stands_in_the_joined_conversation() -> None:
    kept, gone, writer, other = make_conversation(), make_conversation(), make_staff(), make_staff()
    for place, staff, words in ((kept, writer, "Here."), (gone, writer, "There."), (gone, other, "Mine.")):
        save_draft(conversation_id=place.pk, staff=staff, kind="reply", words=words, seen_message_id=None)
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=writer)
    assert dict(kept.drafts.values_list("staff", "words")) == {writer.pk: "Here.\n\nThere.", other.pk: "Mine."}


def test_what_is_written_to_a_joined_conversation_comes_to_the_one_it_was_joined_to() -> None:
    kept, gone = make_conversation("Printing fails."), make_conversation("Printing fails, again.")
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())

    heard = hear_message(conversation_id=gone.pk, contact=gone.requester, said=Said("Any news?"))

    assert heard.conversation.pk == kept.pk
    assert _words(kept) == ["Printing fails.", "Printing fails, again.", "Any news?"]
    assert list(Conversation.objects.standing()) == [kept]


def test_parting_gives_back_what_was_brought_and_leaves_what_came_since() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    area, category = make_area(), make_category()
    tag_conversation(conversation_id=gone.pk, area_id=area.pk, category_id=category.pk, by=staff)
    wait_for_product(conversation_id=gone.pk, subject_type="idea", subject_id=9)
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    hear_message(conversation_id=kept.pk, contact=kept.requester, said=Said("Three."))
    assert kept.tags.count() == 1

    unmerge_conversation(gone_id=gone.pk)

    assert (_words(kept), _words(gone)) == (["One.", "Three."], ["Two."])
    assert (kept.tags.count(), gone.tags.count(), gone.product_waits.count()) == (0, 1, 1)
    with pytest.raises(ConversationError, match="of its own already"):
        unmerge_conversation(gone_id=gone.pk)


def test_after_parting_nobody_reads_the_others_answers() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    unmerge_conversation(gone_id=gone.pk)

    last = kept.messages.latest("pk")
    sent = reply_to_conversation(conversation_id=kept.pk, by=staff, reply=Reply("Hi"), seen_message_id=last.pk)

    assert sent.cc == []


def test_what_waits_for_us_is_not_buried_in_a_closed_conversation() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    close_conversation(conversation_id=kept.pk, by=staff, tags=[(make_area().pk, make_category().pk)])

    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)

    kept.refresh_from_db()
    assert (kept.state, kept.waits_for, kept.closed_at) == ("open", "us", None)


def test_what_is_to_be_told_there_is_told_here_and_back_there_after_parting() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    wait_for_product(conversation_id=gone.pk, subject_type="idea", subject_id=1)
    end_product_waits(subject_type="idea", subject_id=1, outcome="shipped")

    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    kept.refresh_from_db()
    assert kept.news_outcome == "shipped"

    unmerge_conversation(gone_id=gone.pk)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.news_outcome, gone.news_outcome) == ("", "shipped")


def test_what_was_told_while_they_were_one_is_told_in_both() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    wait_for_product(conversation_id=gone.pk, subject_type="idea", subject_id=1)
    end_product_waits(subject_type="idea", subject_id=1, outcome="shipped")
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    last = kept.messages.latest("pk")
    reply_to_conversation(conversation_id=kept.pk, by=staff, reply=Reply("It is live."), seen_message_id=last.pk)

    unmerge_conversation(gone_id=gone.pk)

    gone.refresh_from_db()
    assert gone.news_at is None


def test_a_conversation_that_was_closed_while_they_were_one_still_says_what_it_was_about() -> None:
    kept, gone, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    tag_conversation(conversation_id=gone.pk, area_id=make_area().pk, category_id=make_category().pk, by=staff)
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    close_conversation(conversation_id=kept.pk, by=staff)

    unmerge_conversation(gone_id=gone.pk)

    assert (kept.tags.count(), gone.tags.count()) == (1, 1)
    assert not Conversation.objects.closed_untagged().exists()


def test_two_areas_of_one_conversation_become_one() -> None:
    conversation, staff = make_conversation("One."), make_staff()
    category = make_category()
    first = make_area()
    second = make_area(product=first.product)
    pairs = [(first.pk, category.pk), (second.pk, category.pk)]
    close_conversation(conversation_id=conversation.pk, by=staff, tags=pairs)

    remove_area(area_id=first.pk, into=second)

    assert list(conversation.tags.values_list("area", flat=True)) == [second.pk]


def test_what_we_wrote_stays_with_whom_it_was_written_to() -> None:
    conversation, other, staff = make_conversation("One."), make_conversation("Two."), make_staff()
    last = conversation.messages.latest("pk")
    reply = reply_to_conversation(conversation_id=conversation.pk, by=staff, reply=Reply("Hi"), seen_message_id=last.pk)
    second = hear_message(conversation_id=conversation.pk, contact=None, said=Said("Another thing.")).message
    later = Reply("Later", send_at=clock.now() + timedelta(days=1))
    waiting = reply_to_conversation(conversation_id=conversation.pk, by=staff, reply=later, seen_message_id=second.pk)

    with pytest.raises(ConversationError, match="customer wrote"):
        move_message(message_id=reply.pk, conversation_id=other.pk)
    split_conversation(message_id=second.pk, by=staff)

    waiting.refresh_from_db()
    assert waiting.conversation == conversation


def test_a_customers_wrong_clock_does_not_make_their_question_look_answered() -> None:
    conversation, staff = make_conversation("One."), make_staff()
    last = conversation.messages.latest("pk")
    reply_to_conversation(conversation_id=conversation.pk, by=staff, reply=Reply("Hi"), seen_message_id=last.pk)
    late = Said("It still fails.", said_at=clock.now() - timedelta(days=2))
    hear_message(conversation_id=conversation.pk, contact=None, said=late)
    snooze_conversation(conversation_id=conversation.pk, until=None)

    reopen_conversation(conversation_id=conversation.pk)

    conversation.refresh_from_db()
    assert conversation.waits_for == "us"


def test_a_conversation_is_not_joined_to_itself() -> None:
    conversation = make_conversation()
    with pytest.raises(ConversationError, match="itself"):
        merge_conversations(kept_id=conversation.pk, gone_id=conversation.pk, by=make_staff())


def test_a_new_topic_is_taken_into_a_conversation_of_its_own_of_who_wrote_it() -> None:
    conversation, bob = make_conversation("How do I print?"), make_contact()
    said = Said("And where is my invoice?", author_name=bob.name, author_address="bob@customer.example")
    second = hear_message(conversation_id=conversation.pk, contact=bob, said=said).message

    part = split_conversation(message_id=second.pk, by=make_staff())

    assert (_words(conversation), _words(part)) == (["How do I print?"], ["And where is my invoice?"])
    assert (part.requester, part.participants.get().address) == (bob, "bob@customer.example")
    with pytest.raises(ConversationError, match="first message"):
        split_conversation(message_id=conversation.messages.get().pk, by=make_staff())


def test_a_message_that_was_placed_wrongly_is_put_where_it_belongs() -> None:
    wrong, right = make_conversation("Printing."), make_conversation("Invoices.")
    stray = hear_message(conversation_id=wrong.pk, contact=right.requester, said=Said("The invoice came.")).message

    move_message(message_id=stray.pk, conversation_id=right.pk)

    assert (_words(wrong), _words(right)) == (["Printing."], ["Invoices.", "The invoice came."])
    assert Message.objects.get(pk=stray.pk).placed_by == "staff"
    with pytest.raises(ConversationError, match="only message"):
        move_message(message_id=wrong.messages.get().pk, conversation_id=right.pk)


def test_what_one_was_about_says_it_for_both_until_they_part() -> None:
    kept, gone, staff = make_conversation("It prints crooked."), make_conversation("Crooked again."), make_staff()
    tag_conversation(conversation_id=gone.pk, area_id=make_area().pk, category_id=make_category().pk, by=staff)

    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=staff)
    assert not Conversation.objects.awaiting_filing().exists()

    unmerge_conversation(gone_id=gone.pk)
    assert list(Conversation.objects.awaiting_filing()) == [kept]


def test_a_conversation_that_is_gone_is_named_so_also_where_two_are_held() -> None:
    kept = make_conversation("It stays")
    with pytest.raises(UnknownConversationError, match="does not exist any more"), transaction.atomic():
        locked_with_part(kept_id=kept.pk, gone_id=kept.pk + 1_000)
