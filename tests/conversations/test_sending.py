"""Replies go out after a moment in which they can be taken back, in the thread the customer knows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_contact, make_conversation, make_mailbox, make_staff
from tests.postbox import Postbox
from wellheard.customers.commands import erase_contact, suppress
from wellheard.customers.models import Suppression
from wellheard.foundation import clock
from wellheard.foundation.mail.bounces import Report, note_report
from wellheard.foundation.mail.commands import note_undelivered
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands import (
    ConversationError,
    Reply,
    add_participants,
    end_product_waits,
    hear_message,
    note_reply_failed,
    note_reply_sent,
    reply_to_conversation,
    send_machine_reply,
    send_reply,
    wait_for_product,
    withdraw_reply,
    write_note,
)
from wellheard.listen.conversations.letters import MOST_OF_REFERENCES, letter_of
from wellheard.listen.conversations.mail_marks import (
    answers_to,
    conversation_of_address,
    conversation_of_message_id,
    message_id_for,
)
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.conversations.tasks import send_due_replies
from wellheard.web.conversations.queries.reached import missed_by

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


def _reply(conversation: Conversation, words: str = "Press Ctrl and P.") -> Message:
    last = conversation.messages.order_by("-pk").first()
    return reply_to_conversation(
        conversation_id=conversation.pk, by=make_staff(), reply=Reply(words), seen_message_id=last.pk if last else None
    )


def test_a_reply_goes_out_once_its_moment_has_come(run_jobs: RunJobs) -> None:
    mailbox = make_mailbox(signature="Wellheard support")
    conversation = make_conversation(mailbox=mailbox)
    message = _reply(conversation)
    run_jobs()
    assert not OutgoingMail.objects.exists()

    with clock.at(clock.now() + timedelta(seconds=11)):
        send_due_replies(0)
        send_due_replies(0)
        run_jobs()

    mail = OutgoingMail.objects.get()
    message = Message.objects.get(pk=message.pk)
    assert (message.state, message.mail, message.message_id) == ("sent", mail, mail.message_id)
    assert mail.body == "Press Ctrl and P.\n\n-- \nWellheard support"
    assert conversation_of_message_id(mail.message_id) == conversation.pk


def _gone_out(message: Message, run_jobs: RunJobs) -> Message:
    with clock.at(clock.now() + timedelta(seconds=11)):
        send_reply(message_id=message.pk)
        run_jobs()
    return Message.objects.select_related("mail").get(pk=message.pk)


def test_one_wrong_address_in_copy_costs_that_address_and_not_the_reply(postbox: Postbox, run_jobs: RunJobs) -> None:
    conversation = make_conversation(contact=make_contact(email="ada@customer.example"), mailbox=make_mailbox())
    copied = [("", "bo@customer.example"), ("", "cy@customer.example")]
    add_participants(conversation_id=conversation.pk, people=copied)
    postbox.refuses = {"bo@customer.example"}
    message = _gone_out(_reply(conversation), run_jobs)

    assert message.state == "sent"
    assert postbox.recipients == [["ada@customer.example", "cy@customer.example"]]
    (missed,) = missed_by(message)
    assert (missed.address, missed.said) == ("bo@customer.example", "550 5.1.1 no such user")
    # From now on that is known before: nobody is asked about it again, and the mail does not name it.
    message = _gone_out(_reply(conversation, "And with Ctrl and Q you quit."), run_jobs)
    assert message.left_out == [{"address": "bo@customer.example", "why": "bounced"}]
    assert postbox.received[1]["Cc"] == "cy@customer.example"


def test_refused_for_who_asked_a_reply_has_failed_though_a_copy_went_out(postbox: Postbox, run_jobs: RunJobs) -> None:
    conversation = make_conversation(contact=make_contact(email="ada@customer.example"), mailbox=make_mailbox())
    add_participants(conversation_id=conversation.pk, people=[("", "cy@customer.example")])
    postbox.refuses = {"ada@customer.example"}
    message = _gone_out(_reply(conversation), run_jobs)
    assert (message.state, [one.address for one in missed_by(message)]) == ("failed", ["ada@customer.example"])


def test_who_asked_us_not_to_write_is_answered_when_they_write(run_jobs: RunJobs) -> None:
    conversation = make_conversation(contact=make_contact(email="ada@customer.example"), mailbox=make_mailbox())
    add_participants(conversation_id=conversation.pk, people=[("", "cy@customer.example")])
    for address in ("ada@customer.example", "cy@customer.example"):
        suppress(email=address, reason=Suppression.Reason.ASKED)
    message = _gone_out(_reply(conversation), run_jobs)
    assert (message.state, message.left_out) == ("sent", [{"address": "cy@customer.example", "why": "asked"}])


def test_a_reply_to_nobody_we_may_write_to_is_stopped_while_it_is_written() -> None:
    conversation = make_conversation(contact=make_contact(email="ada@customer.example"), mailbox=make_mailbox())
    suppress(email="ada@customer.example", reason=Suppression.Reason.BOUNCED)
    with pytest.raises(ConversationError, match="cannot be written to"):
        reply_to_conversation(
            conversation_id=conversation.pk,
            by=make_staff(),
            reply=Reply("Press Ctrl and P.", to=("ada@customer.example",)),
            seen_message_id=conversation.messages.get().pk,
        )


def test_what_was_taken_back_never_goes_out(run_jobs: RunJobs) -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    message = _reply(conversation)
    withdraw_reply(message_id=message.pk, by=make_staff())

    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)
        run_jobs()

    assert not OutgoingMail.objects.exists()


def test_a_note_never_goes_out(run_jobs: RunJobs) -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    note = write_note(conversation_id=conversation.pk, by=make_staff(), words="Not for them.")

    send_reply(message_id=note.pk)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_due_replies(0)
        run_jobs()

    assert not OutgoingMail.objects.exists()


def test_without_an_address_a_reply_has_failed_and_the_customer_waits() -> None:
    conversation = make_conversation(contact=make_contact(email=""), mailbox=make_mailbox())
    message = _reply(conversation)

    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)

    assert Message.objects.get(pk=message.pk).state == "failed"
    assert Conversation.objects.get(pk=conversation.pk).waits_for == "us"


def test_a_refused_mail_opens_its_conversation_again(run_jobs: RunJobs) -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    message = _reply(conversation)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)
    mail = OutgoingMail.objects.get()
    note_undelivered(mail=mail, error="550 5.1.1 unknown", is_final=True)
    run_jobs()
    note_reply_failed(message_id=message.pk, failure="address")

    assert Message.objects.get(pk=message.pk).state == "failed"
    assert Conversation.objects.get(pk=conversation.pk).waits_for == "us"


def test_a_copy_that_comes_back_leaves_the_reply_sent_and_suppresses_only_whom_it_was_for(run_jobs: RunJobs) -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    for address in ("eve@elsewhere.example", "somebody@else.example"):
        make_contact(email=address)
    add_participants(conversation_id=conversation.pk, people=[("Eve", "eve@elsewhere.example")])
    message = _reply(conversation)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)
        run_jobs()
    mail = OutgoingMail.objects.get()
    # Without a mail server it is kept in the built-in mailbox, from where nothing comes back.
    OutgoingMail.objects.update(state=OutgoingMail.State.SENT)
    for address in ("eve@elsewhere.example", "somebody@else.example"):
        note_report(mail_id=mail.pk, report=Report(address, "failed", "5.1.1", "550 5.1.1 user unknown"))
    run_jobs()

    message.refresh_from_db()
    conversation.refresh_from_db()
    assert (message.state, conversation.waits_for) == ("sent", "customer")
    assert list(Suppression.objects.values_list("email", flat=True)) == ["eve@elsewhere.example"]


def test_a_reply_that_waits_to_go_out_never_reaches_who_was_erased_meanwhile(run_jobs: RunJobs) -> None:
    contact = make_contact()
    conversation = make_conversation(contact=contact, mailbox=make_mailbox())
    message = _reply(conversation)
    erase_contact(contact_id=contact.pk)

    with clock.at(clock.now() + timedelta(minutes=1)):
        send_due_replies(0)
        run_jobs()

    message.refresh_from_db()
    assert (message.state, message.to, message.cc) == ("withdrawn", [], [])
    assert not OutgoingMail.objects.exists()


def test_a_reply_that_goes_out_after_all_is_an_answer() -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    message = _reply(conversation)
    Message.objects.filter(pk=message.pk).update(state=Message.State.QUEUED)
    note_reply_failed(message_id=message.pk, failure="ours")

    note_reply_sent(message_id=message.pk, sent_at=clock.now())

    conversation.refresh_from_db()
    assert (conversation.waits_for, conversation.waiting_since) == ("customer", None)


def test_news_that_did_not_arrive_is_still_to_be_told() -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    wait_for_product(conversation_id=conversation.pk, subject_type="idea", subject_id=1)
    end_product_waits(subject_type="idea", subject_id=1, outcome="shipped")
    message = _reply(conversation)
    Message.objects.filter(pk=message.pk).update(state=Message.State.QUEUED)

    note_reply_failed(message_id=message.pk, failure="address")

    conversation.refresh_from_db()
    assert conversation.news_outcome == "shipped"


def test_erasing_who_is_in_copy_keeps_a_waiting_reply_from_nobody_else() -> None:
    asks, copied = make_contact(email="ann@customer.example"), make_contact(email="bob@customer.example")
    conversation = make_conversation(contact=asks, mailbox=make_mailbox())
    add_participants(conversation_id=conversation.pk, people=[("Bob", "bob@customer.example")])
    message = _reply(conversation)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)
    erase_contact(contact_id=copied.pk)
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.to_address, mail.cc) == ("queued", "ann@customer.example", [])
    assert mail.body.startswith("Press Ctrl and P.")

    erase_contact(contact_id=asks.pk)
    message.refresh_from_db()
    assert (OutgoingMail.objects.get().state, message.state) == ("withdrawn", "withdrawn")


def test_a_reply_whose_mail_was_withdrawn_leaves_the_customer_waiting(run_jobs: RunJobs) -> None:
    other = make_contact(email="bob@customer.example")
    conversation = make_conversation(mailbox=make_mailbox())
    message = _reply(conversation)
    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)
    OutgoingMail.objects.update(to_address="bob@customer.example")
    erase_contact(contact_id=other.pk)
    run_jobs()

    message.refresh_from_db()
    assert (message.state, Conversation.objects.get().waits_for) == ("failed", "us")


def test_in_the_product_a_reply_is_there_at_once_and_no_mail_goes_out() -> None:
    conversation = make_conversation(channel="in_app")
    message = _reply(conversation)

    with clock.at(clock.now() + timedelta(minutes=1)):
        send_reply(message_id=message.pk)

    assert Message.objects.get(pk=message.pk).state == "sent"
    assert not OutgoingMail.objects.exists()


def test_a_reply_stands_below_what_they_wrote_last_with_few_references() -> None:
    conversation = make_conversation(mailbox=make_mailbox(address="help@vendor.example"))
    for number in range(40):
        said = Said(
            f"{number}", author_address="a@customer.example", message_id=f"<{'x' * 80}{number}@customer.example>"
        )
        hear_message(conversation_id=conversation.pk, contact=None, said=said)

    letter = letter_of(_reply(conversation))

    assert letter.in_reply_to == f"<{'x' * 80}39@customer.example>"
    assert letter.references.split()[0].endswith("0@customer.example>")
    assert letter.references.split()[-1] == letter.in_reply_to
    assert len(letter.references) <= MOST_OF_REFERENCES
    assert letter.cc == ("a@customer.example",)
    assert letter.subject == "Re: A question"


def test_a_machines_reply_goes_to_who_asked_once_and_stops_no_clock() -> None:
    conversation = make_conversation(mailbox=make_mailbox())

    first = send_machine_reply(conversation_id=conversation.pk, words="We have it.", key="received")
    again = send_machine_reply(conversation_id=conversation.pk, words="We have it.", key="received")

    assert first is not None
    assert first == again
    assert letter_of(first).by_machine
    conversation = Conversation.objects.get(pk=conversation.pk)
    assert (conversation.waits_for, conversation.first_answer_at) == ("us", None)


def test_a_machine_writes_neither_to_who_is_left_alone_nor_to_programs_nor_too_often() -> None:
    mailbox = make_mailbox()
    left_alone = make_contact(email="tired@customer.example")
    suppress(email="tired@customer.example", reason=Suppression.Reason.ASKED)
    for contact in (left_alone, make_contact(email="mailer-daemon@customer.example"), make_contact(email="")):
        conversation = make_conversation(contact=contact, mailbox=mailbox)
        assert send_machine_reply(conversation_id=conversation.pk, words="We have it.", key="k") is None
    robot = make_contact()
    talks = [make_conversation(contact=robot, mailbox=mailbox) for _number in range(3)]
    sent = [send_machine_reply(conversation_id=talk.pk, words="We have it.", key="k") for talk in talks]
    assert [one is not None for one in sent] == [True, True, False]


def test_a_reply_to_what_is_no_address_is_stopped_while_it_is_written() -> None:
    conversation = make_conversation(mailbox=make_mailbox())
    last = conversation.messages.get().pk
    reply = Reply("Hello", to=("bob@example..com",))
    with pytest.raises(ConversationError, match="not a whole mail address"):
        reply_to_conversation(conversation_id=conversation.pk, by=make_staff(), reply=reply, seen_message_id=last)


def test_our_mark_is_known_again_and_cannot_be_made_up() -> None:
    assert conversation_of_message_id(message_id_for(7, 9, "vendor.example")) == 7
    assert conversation_of_message_id(message_id_for(7, 9, "vendor.example").replace("c.7.", "c.8.")) is None
    assert conversation_of_address(answers_to(7, "help@vendor.example").upper()) == 7
    assert conversation_of_address(answers_to(7, "help@vendor.example").replace("+c.7", "+c.8")) is None
    for forged in ("", "<c.7.9.0@x>", "<c.99999999999999999999.1.aaaaaaaaaaaaaaaaaaaaaaaa@x>", "help+c.7.@x"):
        assert (conversation_of_message_id(forged), conversation_of_address(forged)) == (None, None)
