"""What we write by ourselves when a message arrives: when to expect an answer, never in a loop."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.makers import make_contact, make_conversation, make_mailbox
from wellheard.foundation import clock
from wellheard.listen.conversations.commands import Beginning, hear_message, open_conversation
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.desk.models import AutoReply
from wellheard.listen.mailboxes.models import Mailbox
from wellheard.workspace.installation import installation

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Mailbox:
    return make_mailbox(auto_replies_since=clock.now())


def _at(monkeypatch: pytest.MonkeyPatch, day: int, hour: int) -> None:
    moment = datetime(2026, 11, day, hour, tzinfo=installation().zone)
    monkeypatch.setattr(clock, "now", lambda: moment)


def _words() -> str:
    return Message.objects.filter(kind="reply", is_automatic=True).order_by("-pk")[0].words


def test_it_says_when_an_answer_comes_by_the_clock_and_in_their_language(
    box: Mailbox, run_jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _at(monkeypatch, 2, 10)
    conversation = make_conversation(contact=make_contact(name="Anneke Smit", language="en"), mailbox=box)
    run_jobs()
    assert _words().startswith("Hello Anneke,\n\nYour message is here")
    assert "by Monday, 2 November, 10:15" in _words()
    conversation.refresh_from_db()
    assert (conversation.waits_for, conversation.first_answer_at) == ("us", None)

    _at(monkeypatch, 6, 20)
    make_conversation(contact=make_contact(language="de"), mailbox=box)
    run_jobs()
    assert "Montag" in _words() or "Monday at 09:00" in _words()


def test_real_figures_say_more_than_the_promise(box: Mailbox, run_jobs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _at(monkeypatch, 2, 10)
    for number in range(20):
        old = make_conversation()
        Conversation.objects.filter(pk=old.pk).update(
            mailbox=box, first_answer_at=clock.now(), first_answer_seconds=1200 if number < 17 else 7200
        )
    make_conversation(mailbox=box)
    run_jobs()
    assert "Half of our answers go out within 20 minutes." in _words()
    assert "noon" in _words()


def test_a_mail_that_was_fetched_long_after_it_was_written_is_not_confirmed(box: Mailbox, run_jobs: Any) -> None:
    contact = make_contact(email="ada@acme.example")
    beginning = Beginning(channel="email", subject="Printing", contact=contact, mailbox=box)
    said = Said("How do I print?", author_address="ada@acme.example", said_at=clock.now() - timedelta(days=3))
    open_conversation(beginning=beginning, said=said)
    run_jobs()
    assert not AutoReply.objects.exists()


def test_once_for_a_conversation_and_only_where_the_mailbox_says_so(box: Mailbox, run_jobs: Any) -> None:
    conversation = make_conversation(mailbox=box)
    make_conversation(mailbox=make_mailbox())
    make_conversation(channel="api")
    run_jobs()
    hear_message(conversation_id=conversation.pk, contact=None, said=Said("Hello?"))
    run_jobs()
    assert [row.conversation for row in AutoReply.objects.all()] == [conversation]


def test_never_to_programs_nobody_or_ourselves(box: Mailbox, run_jobs: Any) -> None:
    other = make_mailbox()
    for address in ("no-reply@shop.example", "MAILER-DAEMON@shop.example", "donotreply@shop.example", other.address):
        make_conversation(contact=make_contact(email=address), mailbox=box)
    make_conversation(mailbox=box, aside_reason="automatic")
    run_jobs()
    assert not AutoReply.objects.exists()


def test_a_program_that_answers_back_is_soon_left_alone(box: Mailbox, run_jobs: Any) -> None:
    contact = make_contact()
    for _number in range(4):
        make_conversation(contact=contact, mailbox=box, subject="Re: your ticket")
    run_jobs()
    assert AutoReply.objects.count() == 2
    for number in range(12):
        make_conversation(contact=contact, mailbox=box, subject=f"Ticket {number}")
    run_jobs()
    assert AutoReply.objects.count() <= 10
