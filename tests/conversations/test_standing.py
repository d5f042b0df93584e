"""Who waits for whom in a conversation, and how it is put off, closed, parked and brought back."""

from datetime import timedelta

import pytest

from tests.makers import (
    make_area,
    make_category,
    make_company,
    make_contact,
    make_conversation,
    make_staff,
    make_team,
)
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import (
    ConversationError,
    Reply,
    UnseenPartsError,
    UntaggedError,
    assign_conversation,
    bring_conversation_back,
    close_conversation,
    dismiss_news,
    end_product_waits,
    hear_message,
    make_feedback_of,
    note_reply_sent,
    reopen_conversation,
    reply_to_conversation,
    save_draft,
    set_conversation_aside,
    snooze_conversation,
    suggest_tag,
    tag_conversation,
    untag_conversation,
    wait_for_product,
    wake_conversation,
    withdraw_news,
    withdraw_reply,
    write_note,
)
from wellheard.listen.conversations.models import Conversation, Draft, Message, Tag
from wellheard.listen.conversations.said import Said
from wellheard.listen.conversations.tasks import wake_conversations
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db


def _answer(conversation: Conversation, by: Staff, words: str = "Press Ctrl and P.", key: str = "") -> Message:
    seen = conversation.messages.order_by("-pk").first()
    reply = Reply(words, key=key)
    return reply_to_conversation(
        conversation_id=conversation.pk, by=by, reply=reply, seen_message_id=seen.pk if seen else None
    )


def _again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def _pair() -> tuple[int, int]:
    return make_area().pk, make_category().pk


def test_what_a_customer_writes_waits_for_us_until_a_promised_moment() -> None:
    company = make_company()
    conversation = make_conversation(contact=make_contact(company=company))

    assert (conversation.state, conversation.waits_for, conversation.company) == ("open", "us", company)
    assert conversation.waiting_since == conversation.started_at
    assert conversation.answer_due_at is not None
    assert Fact.objects.filter(name="conversation.opened", subject_id=conversation.pk, company_id=company.pk).exists()


def test_once_answered_it_waits_for_the_customer_and_the_first_answer_is_measured() -> None:
    conversation, ada = make_conversation(), make_staff()
    message = _answer(conversation, ada)
    note_reply_sent(message_id=message.pk, sent_at=clock.now())
    note_reply_sent(message_id=message.pk, sent_at=clock.now())

    conversation = _again(conversation)
    assert (conversation.waits_for, conversation.waiting_since, conversation.answer_due_at) == ("customer", None, None)
    assert conversation.first_answer_at is not None
    assert Fact.objects.filter(name="message.sent").count() == 1


def test_a_second_click_sends_one_reply() -> None:
    conversation, ada = make_conversation(), make_staff()

    assert _answer(conversation, ada, key="k1") == _answer(conversation, ada, key="k1")
    assert conversation.messages.filter(kind="reply").count() == 1


def test_a_reply_is_stopped_when_others_wrote_meanwhile_and_its_draft_stays() -> None:
    conversation, ada, bob = make_conversation(), make_staff(), make_staff()
    seen = conversation.messages.get()
    write_note(conversation_id=conversation.pk, by=bob, words="I have called them.")

    with pytest.raises(UnseenPartsError) as stopped:
        reply_to_conversation(conversation_id=conversation.pk, by=ada, reply=Reply("Hello"), seen_message_id=seen.pk)

    assert [part.words for part in stopped.value.unseen] == ["I have called them."]
    assert not conversation.messages.filter(kind="reply").exists()


def test_a_reply_can_be_taken_back_and_the_words_are_a_draft_again() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=7)
    end_product_waits(subject_type="idea", subject_id=7, outcome="shipped")
    message = _answer(conversation, ada)

    withdraw_reply(message_id=message.pk, by=ada)

    conversation = _again(conversation)
    assert (conversation.waits_for, conversation.news_outcome, conversation.message_count) == ("us", "shipped", 1)
    assert conversation.waiting_since is not None
    assert Draft.objects.get(staff=ada).words == "Press Ctrl and P."


def test_what_has_gone_out_cannot_be_taken_back() -> None:
    conversation, ada = make_conversation(), make_staff()
    message = _answer(conversation, ada)
    note_reply_sent(message_id=message.pk, sent_at=clock.now())

    with pytest.raises(ConversationError, match="gone out"):
        withdraw_reply(message_id=message.pk, by=ada)


def test_a_note_asks_a_colleague_to_look_and_changes_nothing_for_the_customer() -> None:
    conversation, ada, bob = make_conversation(), make_staff(), make_staff()

    note = write_note(conversation_id=conversation.pk, by=ada, words="@bob please look", mentioned=[bob])

    assert (note.to, note.cc, note.mail_id, note.message_id) == ([], [], None, "")
    assert _again(conversation).waits_for == "us"
    assert note.mentions.get().staff == bob


def test_closing_needs_an_area_and_a_category_whoever_closes() -> None:
    conversation = make_conversation()
    area, category = _pair()
    suggest_tag(conversation_id=conversation.pk, area_id=area, category_id=category)

    with pytest.raises(UntaggedError):
        close_conversation(conversation_id=conversation.pk, by=None)
    close_conversation(conversation_id=conversation.pk, by=make_staff(), tags=[(area, category)])

    assert _again(conversation).state == "closed"
    assert not Conversation.objects.closed_untagged().exists()
    with pytest.raises(ConversationError, match="add another"):
        untag_conversation(conversation_id=conversation.pk, area_id=area, category_id=category)


def test_several_things_asked_are_several_pairs_and_a_suggestion_gives_way() -> None:
    conversation, staff = make_conversation(), make_staff()
    first, second = _pair(), _pair()
    suggest_tag(conversation_id=conversation.pk, area_id=first[0], category_id=second[1])
    for area, category in (first, second, first):
        tag_conversation(conversation_id=conversation.pk, area_id=area, category_id=category, by=staff)

    assert sorted(Tag.objects.values_list("area_id", "category_id")) == sorted([first, second])
    suggest_tag(conversation_id=conversation.pk, area_id=first[0], category_id=second[1])
    assert not Tag.objects.suggested().exists()


def test_spam_needs_no_tag_and_comes_back_when_it_was_none() -> None:
    conversation = make_conversation()
    set_conversation_aside(conversation_id=conversation.pk, reason="spam", by=make_staff())
    assert not Conversation.objects.standing().exists()

    bring_conversation_back(conversation_id=conversation.pk)
    conversation = _again(conversation)
    assert (conversation.state, conversation.waits_for, conversation.aside_reason) == ("open", "us", "")


def test_a_reply_reopens_what_was_closed_and_a_program_reopens_nothing() -> None:
    conversation, contact = make_conversation(), make_contact()
    area, category = _pair()
    close_conversation(conversation_id=conversation.pk, by=None, tags=[(area, category)])

    hear_message(
        conversation_id=conversation.pk, contact=contact, said=Said("I am away until Monday.", is_automatic=True)
    )
    assert _again(conversation).state == "closed"

    hear_message(conversation_id=conversation.pk, contact=contact, said=Said("It happens again."))
    conversation = _again(conversation)
    assert (conversation.state, conversation.waits_for, conversation.reopened_count) == ("open", "us", 1)


def test_the_same_message_twice_is_heard_once() -> None:
    conversation = make_conversation()
    said = Said("Me too.", origin="mail", origin_key="12")

    first = hear_message(conversation_id=conversation.pk, contact=None, said=said)
    again = hear_message(conversation_id=conversation.pk, contact=None, said=said)

    assert (first.is_new, again.is_new, again.message) == (True, False, first.message)


def test_a_snoozed_conversation_wakes_at_its_time_and_not_before() -> None:
    conversation = make_conversation()
    snooze_conversation(conversation_id=conversation.pk, until=clock.now() + timedelta(hours=2))
    wake_conversation(conversation_id=conversation.pk)
    assert _again(conversation).state == "snoozed"

    with clock.at(clock.now() + timedelta(hours=3)):
        wake_conversations(0)
        wake_conversation(conversation_id=conversation.pk)
    assert _again(conversation).state == "open"
    with pytest.raises(ConversationError, match="later"):
        snooze_conversation(conversation_id=conversation.pk, until=clock.now() - timedelta(hours=1))


def test_what_also_waits_for_the_product_comes_back_at_its_time() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=3)
    _answer(conversation, ada)
    snooze_conversation(conversation_id=conversation.pk, until=clock.now() + timedelta(hours=2))

    with clock.at(clock.now() + timedelta(hours=3)):
        wake_conversation(conversation_id=conversation.pk)

    assert _again(conversation).state == "open"


def test_what_is_answered_and_waits_for_the_product_leaves_the_queue_and_comes_back_by_itself() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=3)
    assert _again(conversation).state == "open"

    _answer(conversation, ada, "We have written it down; here is a way around it.")
    parked = _again(conversation)
    assert (parked.state, parked.snooze_kind, parked.waits_for) == ("snoozed", "product", "product")

    assert end_product_waits(subject_type="idea", subject_id=3, outcome="shipped") == [conversation.pk]
    assert end_product_waits(subject_type="idea", subject_id=3, outcome="shipped") == []
    back = _again(conversation)
    assert (back.state, back.waits_for, back.news_outcome, back.assignee) == ("open", "us", "shipped", ada)

    _answer(conversation, ada, "It is live.")
    told = _again(conversation)
    assert (told.news_at, told.waits_for) == (None, "customer")
    assert Fact.objects.get(name="conversation.told").details["outcome"] == "shipped"


def test_a_conversation_that_was_closed_comes_back_too_and_to_the_team_when_its_owner_left() -> None:
    team, gone = make_team(), make_staff()
    conversation = make_conversation()
    assign_conversation(conversation_id=conversation.pk, staff=gone, team=team)
    wait_for_product(conversation_id=conversation.pk, subject_type="workitem", subject_id=5)
    _answer(conversation, gone)
    close_conversation(conversation_id=conversation.pk, by=gone, tags=[_pair()])
    Staff.objects.filter(pk=gone.pk).update(is_active=False)

    end_product_waits(subject_type="workitem", subject_id=5, outcome="not_now")

    back = _again(conversation)
    assert (back.state, back.assignee, back.team, back.news_outcome) == ("open", None, team, "not_now")


def test_news_that_is_not_so_any_more_is_withdrawn_before_anybody_was_told() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="workitem", subject_id=5)
    _answer(conversation, ada)
    end_product_waits(subject_type="workitem", subject_id=5, outcome="shipped")

    withdraw_news(subject_type="workitem", subject_id=5)

    waiting = _again(conversation)
    assert (waiting.state, waiting.waits_for, waiting.news_at) == ("snoozed", "product", None)


def test_what_begins_anew_takes_no_other_news_with_it() -> None:
    conversation, ada = make_conversation(), make_staff()
    for number in (1, 2):
        wait_for_product(conversation_id=conversation.pk, subject_type="workitem", subject_id=number)
    _answer(conversation, ada)
    end_product_waits(subject_type="workitem", subject_id=1, outcome="shipped")
    _answer(conversation, ada, "The first is live.")
    end_product_waits(subject_type="workitem", subject_id=2, outcome="not_now")

    assert withdraw_news(subject_type="workitem", subject_id=1) == []

    assert _again(conversation).news_outcome == "not_now"
    assert withdraw_news(subject_type="workitem", subject_id=2) == [conversation.pk]
    assert _again(conversation).news_at is None


def test_what_was_begun_since_stays_when_a_reply_is_taken_back() -> None:
    conversation, ada = make_conversation(), make_staff()
    message = _answer(conversation, ada)
    save_draft(conversation_id=conversation.pk, staff=ada, kind="reply", words="And also:", seen_message_id=None)

    withdraw_reply(message_id=message.pk, by=ada)

    assert Draft.objects.get().words == "Press Ctrl and P.\n\nAnd also:"


def test_news_the_customer_knows_already_is_dismissed() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=5)
    _answer(conversation, ada)
    end_product_waits(subject_type="idea", subject_id=5, outcome="shipped")

    dismiss_news(conversation_id=conversation.pk)
    assert _again(conversation).waits_for == "customer"


def test_a_passage_of_theirs_becomes_feedback_once_and_words_of_ours_never() -> None:
    company = make_company()
    conversation = make_conversation("Good morning. Please let him sign it off.", contact=make_contact(company=company))
    message = conversation.messages.get()

    feedback = make_feedback_of(message_id=message.pk, begin=14, end=41)

    assert (feedback.words, feedback.source, feedback.company) == ("Please let him sign it off.", "support", company)
    assert make_feedback_of(message_id=message.pk, begin=14, end=41) == feedback
    reply = _answer(conversation, make_staff())
    with pytest.raises(ConversationError, match="customer wrote"):
        make_feedback_of(message_id=reply.pk)
    with pytest.raises(ConversationError, match="outside"):
        make_feedback_of(message_id=message.pk, begin=14, end=410)


def test_reopening_by_hand_opens_what_is_parked() -> None:
    conversation, ada = make_conversation(), make_staff()
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=3)
    _answer(conversation, ada)

    reopen_conversation(conversation_id=conversation.pk)
    assert _again(conversation).state == "open"


def test_a_conversation_awaits_filing_until_somebody_says_what_it_was_about() -> None:
    talk, area, category = make_conversation("It prints crooked."), make_area().pk, make_category().pk

    def awaits() -> bool:
        return talk in Conversation.objects.awaiting_filing()

    suggest_tag(conversation_id=talk.pk, area_id=area, category_id=category)
    assert awaits()
    tag_conversation(conversation_id=talk.pk, by=None, area_id=area, category_id=category)
    assert not awaits()
    untag_conversation(conversation_id=talk.pk, area_id=area, category_id=category)
    assert awaits()
    set_conversation_aside(conversation_id=talk.pk, reason="automatic", by=None)
    assert not awaits()
    bring_conversation_back(conversation_id=talk.pk)
    assert awaits()


def test_history_that_came_in_closed_awaits_filing_once_it_is_open_again() -> None:
    talk = make_conversation("It printed crooked.")
    Conversation.objects.update(state="closed", waits_for="", awaits_filing=False)
    assert not Conversation.objects.awaiting_filing().exists()

    hear_message(conversation_id=talk.pk, contact=None, said=Said("It does again."))

    assert list(Conversation.objects.awaiting_filing()) == [talk]
