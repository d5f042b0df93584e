"""Two people, or two windows of one, at the same moment: nobody waits for ever, nothing is lost or said twice."""

from datetime import timedelta
from functools import partial

import pytest
from django.core.files.storage import default_storage

from tests.makers import make_contact, make_conversation, make_mailbox, make_staff, make_team
from tests.meanwhile import meanwhile, ours_first
from wellheard.customers.commands import erase_contact
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import (
    Beginning,
    ConversationError,
    Heard,
    Reply,
    add_draft_file,
    assign_conversation,
    end_product_waits,
    hear_message,
    mark_read,
    merge_conversations,
    move_message,
    note_reply_failed,
    note_reply_sent,
    open_conversation,
    remove_draft_file,
    reply_to_conversation,
    save_draft,
    send_reply,
    split_conversation,
    unmerge_conversation,
    wait_for_product,
    withdraw_news,
)
from wellheard.listen.conversations.models import Attachment, Conversation, Draft, Message, ReadMark
from wellheard.listen.conversations.said import NewFile, Said
from wellheard.listen.desk.commands.taking import Taker, take_steps
from wellheard.listen.desk.steps import ME, Steps
from wellheard.workspace.commands.handing_on import hand_on
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db(transaction=True)


def _reply(conversation: Conversation, by: Staff, key: str = "") -> Message:
    seen = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
    return reply_to_conversation(
        conversation_id=conversation.pk, by=by, reply=Reply("Like this.", key=key), seen_message_id=seen
    )


def _hear(conversation: Conversation) -> Message:
    return hear_message(conversation_id=conversation.pk, contact=None, said=Said("One more thing.")).message


def _waiting(*, of: int) -> Conversation:
    """Return a conversation that came back from an idea and is ready to tell."""
    conversation = make_conversation()
    _reply(conversation, make_staff())
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=of)
    end_product_waits(subject_type="idea", subject_id=of, outcome="shipped")
    return conversation


def test_a_page_that_says_it_was_read_while_its_reader_answers_stops_neither() -> None:
    conversation, reader = make_conversation(), make_staff()

    with meanwhile(conversation, partial(mark_read, conversation_id=conversation.pk, staff=reader)):
        mark_read(conversation_id=conversation.pk, staff=reader)

    assert ReadMark.objects.count() == 1


def test_words_kept_while_they_are_sent_are_no_draft_afterwards() -> None:
    conversation, writer = make_conversation(), make_staff()
    keep = partial(
        save_draft,
        conversation_id=conversation.pk,
        staff=writer,
        kind="reply",
        words="Like",
        seen_message_id=None,
        key="k",
    )

    with meanwhile(conversation, keep) as kept:
        _reply(conversation, writer, key="k")

    assert kept.exception() is None
    assert not Draft.objects.exists()


def test_what_is_heard_while_conversations_are_parted_stands_where_it_was_written() -> None:
    kept, gone = make_conversation(), make_conversation()
    merge_conversations(kept_id=kept.pk, gone_id=gone.pk, by=make_staff())

    with meanwhile(kept, lambda: _hear(gone)) as heard:
        unmerge_conversation(gone_id=gone.pk)

    assert heard.result().conversation in {kept, gone}
    assert sorted(Conversation.objects.values_list("message_count", flat=True)) == [1, 2]


def test_two_who_move_messages_crosswise_move_both() -> None:
    one, two = make_conversation(), make_conversation()
    of_one, of_two = _hear(one), _hear(two)

    with meanwhile(one, partial(move_message, message_id=of_two.pk, conversation_id=one.pk)) as moved:
        move_message(message_id=of_one.pk, conversation_id=two.pk)

    assert moved.exception() is None
    assert (Message.objects.get(pk=of_one.pk).conversation, Message.objects.get(pk=of_two.pk).conversation) == (
        two,
        one,
    )


def test_a_message_that_was_split_off_meanwhile_is_not_split_off_again() -> None:
    conversation, staff = make_conversation(), make_staff()
    later = _hear(conversation)

    with meanwhile(conversation, partial(split_conversation, message_id=later.pk, by=staff)) as again:
        split_conversation(message_id=later.pk, by=staff)

    assert isinstance(again.exception(), ConversationError)
    assert Conversation.objects.count() == 2


def test_a_reply_that_failed_and_is_out_at_the_same_moment_leaves_nobody_waiting() -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    reply = _reply(conversation, make_staff())
    Message.objects.filter(pk=reply.pk).update(send_at=clock.now() - timedelta(seconds=1))
    send_reply(message_id=reply.pk)

    with meanwhile(conversation, partial(note_reply_sent, message_id=reply.pk, sent_at=clock.now())):
        note_reply_failed(message_id=reply.pk, failure="other")

    conversation.refresh_from_db()
    assert (Message.objects.get(pk=reply.pk).state, conversation.waiting_since) == ("sent", None)


def test_news_that_is_told_at_the_moment_it_turns_is_not_taken_back() -> None:
    conversation = _waiting(of=7)

    with meanwhile(conversation, partial(withdraw_news, subject_type="idea", subject_id=7)):
        _reply(conversation, make_staff())

    assert not Fact.objects.filter(name="conversation.news_withdrawn").exists()


def test_the_same_first_message_twice_at_once_begins_one_conversation() -> None:
    other = make_conversation()
    said = Said("Hello", origin="api:shop", origin_key="7")
    begin = partial(
        open_conversation,
        beginning=Beginning(channel="api", origin="shop", origin_key="7", contact=make_contact()),
        said=said,
    )

    began: list[Heard] = []
    with ours_first(lambda: began.append(begin()), begin) as second:
        pass

    first, again = began[0], second.result()
    assert (first.is_new, again.is_new, again.message) == (True, False, first.message)
    assert Conversation.objects.exclude(pk=other.pk).count() == 1


def test_steps_leave_the_team_that_a_colleague_has_just_chosen() -> None:
    conversation, team, staff = make_conversation(), make_team(), make_staff()
    steps = partial(take_steps, conversation_id=conversation.pk, steps=Steps(assign=ME), taker=Taker(staff, "k"))

    with meanwhile(conversation, steps):
        assign_conversation(conversation_id=conversation.pk, staff=None, team=team)

    conversation.refresh_from_db()
    assert (conversation.assignee, conversation.team) == (staff, team)


def test_a_reply_of_whoever_hands_their_work_on_goes_out_and_the_work_is_passed() -> None:
    conversation, giver, taker = make_conversation(), make_staff(), make_staff()
    assign_conversation(conversation_id=conversation.pk, staff=giver, team=None)

    with meanwhile(conversation, partial(hand_on, staff_id=giver.pk, to=taker)) as passed:
        _reply(conversation, giver)

    assert passed.exception() is None
    conversation.refresh_from_db()
    assert conversation.assignee == taker


def test_a_reply_that_leaves_while_its_reader_is_erased_stops_neither() -> None:
    reader = make_contact()
    conversation = make_conversation(contact=reader, mailbox=make_mailbox())
    reply = _reply(conversation, make_staff())
    Message.objects.filter(pk=reply.pk).update(send_at=clock.now() - timedelta(seconds=1))

    with meanwhile(conversation, partial(erase_contact, contact_id=reader.pk)) as erased:
        send_reply(message_id=reply.pk)

    assert erased.exception() is None
    assert Message.objects.get(pk=reply.pk).to == []


def test_a_file_that_goes_out_while_another_window_takes_it_out_is_kept() -> None:
    conversation, writer = make_conversation(), make_staff()
    new = NewFile("plan.pdf", data=b"%PDF")
    file = add_draft_file(conversation_id=conversation.pk, staff=writer, kind="reply", new=new)
    reply = partial(
        reply_to_conversation,
        conversation_id=conversation.pk,
        by=writer,
        reply=Reply("Here it is.", file_ids=(file.pk,)),
        seen_message_id=conversation.messages.get().pk,
    )

    with ours_first(reply, partial(remove_draft_file, file_id=file.pk, staff=writer)) as taken:
        pass

    assert taken.exception() is None
    assert default_storage.exists(Attachment.objects.get().file)
