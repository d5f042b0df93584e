"""Everybody who waits hears what became of it once: in their conversation or by mail, never both, whatever comes first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.makers import (
    make_company,
    make_contact,
    make_conversation,
    make_feedback,
    make_idea,
    make_mailbox,
    make_staff,
    make_tier,
)
from tests.meanwhile import meanwhile
from wellheard.answer.commands import send_answer, tell_in_conversation
from wellheard.answer.in_conversations import news_of
from wellheard.answer.models import Answer
from wellheard.answer.tasks import send_due_answers
from wellheard.answer.telling import about_idea, about_item, draft_for
from wellheard.customers.models import Contact
from wellheard.decide.commands import link_feedback, record_decision
from wellheard.decide.models import Idea
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.deliver.work_items.commands import Reading, add_item, attach_conversation, attach_idea, note_reading
from wellheard.deliver.work_items.models import WorkItem
from wellheard.deliver.work_items.trackers import Spot
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands import (
    Reply,
    UnseenPartsError,
    end_product_waits,
    hear_message,
    note_reply_sent,
    reply_to_conversation,
    wait_for_product,
    withdraw_reply,
)
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db

Run = Callable[[], None]


def _asker(idea: Idea, **fields: Any) -> Contact:
    contact = make_contact(company=make_company(), **fields)
    link_feedback(feedback_id=make_feedback("We lose it all.", contact=contact).pk, idea_id=idea.pk, by=None)
    return contact


def _talk(idea: Idea, contact: Contact, *, number: int = 0) -> Conversation:
    """Return a conversation that was answered and waits for an idea, or for a piece of work."""
    conversation, ada = (
        make_conversation("Please let it work offline.", contact=contact, mailbox=make_mailbox()),
        make_staff(),
    )
    if number:
        attach_conversation(item=WorkItem.objects.get(number=number), conversation_id=conversation.pk)
    else:
        wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=idea.pk)
    seen = conversation.messages.get().pk
    reply_to_conversation(conversation_id=conversation.pk, by=ada, reply=Reply("Noted."), seen_message_id=seen)
    return _again(conversation)


def _again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def _tell(conversation: Conversation, seen: int) -> Message | None:
    news = news_of(_again(conversation))
    return tell_in_conversation(
        conversation_id=conversation.pk, words="Live.", news=news, seen_message_id=seen, by=make_staff()
    )


def _ship(*ideas: Idea) -> None:
    release = draft_release(title="Spring", notes="It works offline.", idea_ids=[one.pk for one in ideas], by=None)
    publish_release(release_id=release.pk)


def _decide(idea: Idea, outcome: str) -> None:
    idea.refresh_from_db()
    record_decision(
        idea_id=idea.pk, version=idea.version, outcome=outcome, reason="r", public_reason="Because.", by=make_staff()
    )


def _work(number: int = 7) -> WorkItem:
    return add_item(spot=Spot("board", "board.example", "cards", number, f"https://board.example/{number}"), by=None)


def _close(item: WorkItem) -> None:
    said = Reading(item.url, "Offline", WorkItem.State.CLOSED, "shipped", clock.now(), is_private=False)
    note_reading(item_id=item.pk, reading=said)


def _later(run_jobs: Run) -> None:
    with clock.at(clock.now() + timedelta(hours=2)):
        send_due_answers(0)
        run_jobs()


def _mails(contact: Contact) -> int:
    address = contact.identities.get(kind="email").value
    return OutgoingMail.objects.filter(to_address=address).count()


def test_a_shipped_idea_brings_its_conversations_back_and_no_mail_goes_beside_the_reply(run_jobs: Run) -> None:
    idea = make_idea("Work offline", status="building", is_public=True)
    talking, writing = _asker(idea), _asker(idea)
    conversation = _talk(idea, talking)
    run_jobs()
    _ship(idea)
    run_jobs()

    back = _again(conversation)
    assert (back.state, back.news_outcome) == ("open", "shipped")
    owed = Answer.objects.get(contact=talking)
    assert (owed.state, Answer.objects.get(contact=writing).state) == ("owed", "held")
    before = _mails(talking)
    _later(run_jobs)
    assert (_mails(talking), _mails(writing)) == (before, 1)

    assert draft_for(back) == owed.words
    message = tell_in_conversation(
        conversation_id=back.pk,
        words=draft_for(back),
        news=news_of(back),
        seen_message_id=back.messages.latest("pk").pk,
        by=make_staff(),
    )
    assert message
    note_reply_sent(message_id=message.pk, sent_at=clock.now())
    run_jobs()
    owed.refresh_from_db()
    assert (owed.state, owed.told_by, owed.told_how) == ("told", message.staff, "in their conversation")


@pytest.mark.parametrize(
    ("outcome", "news"), [("not_now", "not_now"), ("already_possible", "already_possible"), ("yes", "")]
)
def test_a_decision_that_is_final_brings_them_back_and_a_yes_lets_them_wait(
    run_jobs: Run, outcome: str, news: str
) -> None:
    idea = make_idea("Work offline")
    conversation = _talk(idea, _asker(idea))
    _decide(idea, outcome)
    run_jobs()

    assert _again(conversation).news_outcome == news


def test_an_answer_that_is_held_when_the_conversation_begins_to_wait_stays_too(run_jobs: Run) -> None:
    idea = make_idea("Work offline", status="building")
    contact = _asker(idea)
    _ship(idea)
    run_jobs()
    assert Answer.objects.get().state == "held"
    conversation = _talk(idea, contact)
    run_jobs()
    assert _again(conversation).news_outcome == "shipped"
    before = _mails(contact)
    _later(run_jobs)

    assert (Answer.objects.get().state, _mails(contact)) == ("owed", before)


def test_who_was_told_by_mail_after_all_is_not_told_again_in_the_conversation(run_jobs: Run) -> None:
    idea = make_idea("Work offline", status="building")
    contact = _asker(idea)
    conversation = _talk(idea, contact)
    _ship(idea)
    run_jobs()
    send_answer(answer_id=Answer.objects.get().pk, by=make_staff())
    run_jobs()

    left = _again(conversation)
    assert left.news_at is None
    assert "heard it from us already" in left.messages.get(kind="note").words


def test_work_that_ends_after_the_release_brings_nobody_back_who_heard_of_the_release(run_jobs: Run) -> None:
    idea, item = make_idea("Work offline", status="building"), _work()
    attach_idea(item=item, idea=idea, by=None)
    contact = _asker(idea)
    conversation = _talk(idea, contact, number=7)
    run_jobs()
    _ship(idea)
    run_jobs()
    _later(run_jobs)
    assert Answer.objects.get().state == "sent"
    _close(item)
    run_jobs()

    assert _again(conversation).news_at is None


def test_who_was_told_in_the_conversation_when_work_ended_gets_no_mail_at_the_release(run_jobs: Run) -> None:
    idea, item = make_idea("Work offline", status="building"), _work()
    attach_idea(item=item, idea=idea, by=None)
    contact = _asker(idea)
    conversation = _talk(idea, contact, number=7)
    _close(item)
    run_jobs()
    seen = conversation.messages.latest("pk").pk
    message = _tell(conversation, seen)
    assert message
    note_reply_sent(message_id=message.pk, sent_at=clock.now())
    run_jobs()
    before = _mails(contact)
    _ship(idea)
    run_jobs()
    _later(run_jobs)

    assert (Answer.objects.get().state, _mails(contact)) == ("told", before)


def test_a_reply_that_is_taken_back_leaves_them_to_be_told(run_jobs: Run) -> None:
    idea = make_idea("Work offline", status="building")
    contact = _asker(idea)
    conversation = _talk(idea, contact)
    _ship(idea)
    run_jobs()
    seen = conversation.messages.latest("pk").pk
    message = _tell(conversation, seen)
    assert message
    withdraw_reply(message_id=message.pk, by=make_staff())

    assert _again(conversation).news_outcome == "shipped"
    assert Answer.objects.get().state == "owed"
    assert about_idea(idea).count == 1


def test_an_idea_that_is_opened_again_lets_them_wait_again(run_jobs: Run) -> None:
    idea = make_idea("Work offline")
    conversation = _talk(idea, _asker(idea))
    _decide(idea, "not_now")
    run_jobs()
    assert _again(conversation).news_outcome == "not_now"
    _decide(idea, "yes")
    run_jobs()

    assert (_again(conversation).news_at, _again(conversation).waits_for) == (None, "product")


def test_the_page_tells_each_person_once_by_one_click_and_a_second_click_nothing(
    run_jobs: Run, signed_in: Callable[..., Client]
) -> None:
    idea = make_idea("Work offline", status="building")
    talking, writing, silent = _asker(idea), _asker(idea), _asker(idea, email="")
    owners = make_company(tier=make_tier(touch="high"))
    high = make_contact(company=owners)
    link_feedback(feedback_id=make_feedback(contact=high).pk, idea_id=idea.pk, by=None)
    first, second = _talk(idea, talking), _talk(idea, talking)
    _ship(idea)
    run_jobs()
    browser, url = signed_in(make_staff(role=Role.AGENT)), f"/ideas/{idea.pk}/telling/"
    page = browser.get(url)
    shown = page.context["telling"]
    assert (len(shown.in_conversations), shown.in_conversations[0].others, shown.count) == (1, 1, 2)
    assert {one.answer.contact for one in shown.not_written_to} == {silent, high}
    assert "speaks to them first" in page.content.decode()
    talk = shown.in_conversations[0].conversation
    said = {
        f"words-{talk.pk}": "It is live.",
        f"seen-{talk.pk}": shown.in_conversations[0].seen_message_id,
        f"news-{talk.pk}": shown.in_conversations[0].news,
        "until": shown.until,
    }
    before = _mails(talking)
    for _click in range(2):
        assert browser.post(url, said).status_code == 302
    run_jobs()

    assert Message.objects.filter(words="It is live.").count() == 1
    assert {_again(first).news_at, _again(second).news_at} == {None}
    assert "another conversation" in Message.objects.get(kind="note").words
    assert _mails(writing) == 1
    reply = Message.objects.get(words="It is live.")
    note_reply_sent(message_id=reply.pk, sent_at=clock.now())
    run_jobs()
    assert Answer.objects.get(contact=talking).state == "told"
    _later(run_jobs)
    assert _mails(talking) <= before + 1
    assert "Nobody is left who can be written to" in browser.get(url).content.decode()


def test_where_something_was_written_meanwhile_nothing_is_sent(run_jobs: Run, signed_in: Callable[..., Client]) -> None:
    idea = make_idea("Work offline", status="building")
    contact = _asker(idea)
    conversation = _talk(idea, contact)
    _ship(idea)
    run_jobs()
    seen = conversation.messages.latest("pk").pk
    hear_message(conversation_id=conversation.pk, contact=contact, said=Said("Forget it, we left."))
    with pytest.raises(UnseenPartsError):
        _tell(conversation, seen)
    browser = signed_in(make_staff())
    said = {
        f"words-{conversation.pk}": "Live.",
        f"seen-{conversation.pk}": seen,
        f"news-{conversation.pk}": news_of(_again(conversation)),
    }
    page = browser.post(f"/ideas/{idea.pk}/telling/", said, follow=True)

    assert "something was written meanwhile" in page.content.decode()
    assert not Message.objects.filter(words="Live.").exists()


def test_words_about_news_that_turned_meanwhile_are_not_sent(run_jobs: Run, signed_in: Callable[..., Client]) -> None:
    idea = make_idea("Work offline")
    conversation = _talk(idea, _asker(idea))
    _decide(idea, "already_possible")
    run_jobs()
    [row] = about_idea(idea).in_conversations
    _decide(idea, "not_now")
    run_jobs()
    assert _again(conversation).news_outcome == "not_now"
    said = {
        f"words-{conversation.pk}": row.words,
        f"seen-{conversation.pk}": row.seen_message_id,
        f"news-{conversation.pk}": row.news,
    }
    signed_in(make_staff()).post(f"/ideas/{idea.pk}/telling/", said)

    assert not Message.objects.filter(words=row.words).exists()
    assert _again(conversation).news_at


def test_work_without_an_idea_is_told_in_our_own_short_words(run_jobs: Run, signed_in: Callable[..., Client]) -> None:
    item, contact = _work(), make_contact(name="Grace Hopper")
    conversation = _talk(make_idea(), contact, number=7)
    _close(item)
    run_jobs()
    [row] = about_item(item).in_conversations

    assert row.conversation == conversation
    assert row.words.startswith("Hello Grace,")
    assert "Good news: it is live." in row.words
    page = f"/work-items/{item.pk}/telling/"
    assert "Tell 1 person" in signed_in(make_staff()).get(page).content.decode()
    assert signed_in(make_staff(role=Role.VIEWER)).get(page).status_code == 403


def test_the_page_asks_the_database_as_often_for_many_as_for_one(
    run_jobs: Run, signed_in: Callable[..., Client], queries_of: Callable[[Client, str], int]
) -> None:
    idea = make_idea("Work offline", status="building")
    _asker(idea)
    _ship(idea)
    run_jobs()
    browser, url = signed_in(make_staff()), f"/ideas/{idea.pk}/telling/"
    browser.get(url)
    one = queries_of(browser, url)
    for _person in range(6):
        _asker(idea)
    run_jobs()

    assert queries_of(browser, url) == one


@pytest.mark.django_db(transaction=True)
def test_who_is_told_by_two_of_us_in_two_conversations_at_once_is_told_once() -> None:
    idea, ada = make_idea(), make_staff()
    asker = _asker(idea)
    one, other = (_talk(idea, asker) for _number in range(2))
    end_product_waits(subject_type="idea", subject_id=idea.pk, outcome="shipped")

    def tell(conversation: Conversation) -> Message | None:
        conversation.refresh_from_db()
        seen = conversation.messages.order_by("-pk").values_list("pk", flat=True).first()
        news = news_of(conversation)
        return tell_in_conversation(
            conversation_id=conversation.pk, words="It is live.", news=news, seen_message_id=seen, by=ada
        )

    with meanwhile(one, lambda: tell(other)) as told:
        assert tell(one)

    assert told.result() is None
    assert Message.objects.filter(words="It is live.").count() == 1
