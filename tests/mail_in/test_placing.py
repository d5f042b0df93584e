"""Every mail ends up in one conversation: the one it belongs to, or a new one; nobody gets into a talk by a name alone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_conversation, make_mailbox, make_staff
from wellheard.connect.mail_in.placing import place_mail
from wellheard.foundation import clock
from wellheard.foundation.mail.reading import Address, Attachment, Authentication, Automatic, ReadMail
from wellheard.listen.conversations.commands import (
    hear_message,
    merge_conversations,
    set_conversation_aside,
)
from wellheard.listen.conversations.mail_marks import answers_to, message_id_for
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.mailboxes.commands import keep_mail
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

pytestmark = pytest.mark.django_db
ANN = Address("Ann Visser", "ann@customer.example")
LOG = Attachment("log.txt", "text/plain", b"log")
EVE = Address("Eve", "eve@elsewhere.example")


@pytest.fixture
def mailbox() -> Mailbox:
    return make_mailbox(address="help@vendor.example")


def _incoming(mailbox: Mailbox) -> IncomingMail:
    number = IncomingMail.objects.count()
    return keep_mail(
        raw=f"Subject: {number}\r\n\r\nHello {number}".encode(),
        came_by=IncomingMail.Way.SMTP,
        origin_key=f"{number}",
        mailbox=mailbox,
        envelope_to=[mailbox.address],
    )


def _mail(sender: Address = ANN, **said: object) -> ReadMail:
    values = {"sender": sender, "subject": "Job sheets vanish", "text": "They vanish without signal."} | said
    return ReadMail(**values)  # type: ignore[arg-type]


def _place(mailbox: Mailbox, mail: ReadMail) -> Message:
    return place_mail(incoming=_incoming(mailbox), mail=mail)


def _talk(mailbox: Mailbox) -> Conversation:
    return _place(mailbox, _mail(message_id="<first@customer.example>")).conversation


def test_a_first_mail_begins_a_conversation_of_who_wrote_it(mailbox: Mailbox) -> None:
    message = _place(mailbox, _mail(cc=(Address("Bob", "bob@customer.example"),), to=(Address("", mailbox.address),)))

    conversation = message.conversation
    assert (conversation.subject, conversation.channel, conversation.mailbox) == ("Job sheets vanish", "email", mailbox)
    assert conversation.requester is not None
    assert conversation.requester.name == "Ann Visser"
    assert sorted(conversation.participants.values_list("address", "role")) == [
        ("ann@customer.example", "requester"),
        ("bob@customer.example", "cc"),
    ]
    assert message.placed_by == "new"


def test_placing_the_same_mail_again_changes_nothing(mailbox: Mailbox) -> None:
    incoming = _incoming(mailbox)

    assert place_mail(incoming=incoming, mail=_mail()) == place_mail(incoming=incoming, mail=_mail())
    assert Message.objects.count() == 1


@pytest.mark.parametrize("where", ["in_reply_to", "references", "to", "cc", "delivered_to"])
def test_an_answer_to_our_message_joins_wherever_our_mark_stands(mailbox: Mailbox, where: str) -> None:
    talk = _talk(mailbox)
    mark = message_id_for(talk.pk, 1, mailbox.domain)
    address = answers_to(talk.pk, mailbox.address)
    signs: dict[str, object] = {
        "in_reply_to": (mark,),
        "references": ("<a@b>", mark),
        "to": (Address("", address),),
        "cc": (Address("", address),),
        "delivered_to": (address,),
    }

    message = _place(mailbox, _mail(ANN, **({"subject": "AW: Job sheets vanish"} | {where: signs[where]})))

    assert (message.conversation, message.placed_by) == (talk, "token")


def test_who_got_our_answer_from_the_customer_may_answer_it_and_does_not_become_who_asked(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)
    address = Address("", answers_to(talk.pk, mailbox.address))

    message = _place(mailbox, _mail(EVE, subject="Re: Job sheets vanish", to=(address,)))

    talk = Conversation.objects.get(pk=talk.pk)
    assert (message.conversation, talk.requester) == (talk, talk.messages.in_order()[0].contact)
    assert talk.participants.get(address=EVE.address).role == "cc"


@pytest.mark.parametrize("forged", ["<c.{pk}.1.aaaaaaaaaaaaaaaaaaaaaaaa@vendor.example>", "<c.{pk}.1@vendor.example>"])
def test_a_made_up_mark_joins_nothing(mailbox: Mailbox, forged: str) -> None:
    talk = _talk(mailbox)

    message = _place(mailbox, _mail(EVE, subject="Re: Job sheets vanish", in_reply_to=(forged.format(pk=talk.pk),)))

    assert message.conversation != talk


def test_a_from_that_nobody_checked_joins_nothing_by_its_address_alone(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)

    assert _place(mailbox, _mail(subject="Something else")).conversation != talk
    assert _place(mailbox, _mail(subject="Job sheets vanish")).conversation != talk


def test_an_answer_without_references_joins_what_its_sender_wrote_a_short_time_before(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)

    message = _place(mailbox, _mail(subject="Ответ: Job sheets vanish"))
    assert (message.conversation, message.placed_by) == (talk, "subject")

    forged = _mail(subject="Re: Job sheets vanish", authentication=Authentication(dmarc="fail"))
    assert _place(mailbox, forged).conversation != talk
    with clock.at(clock.now() + timedelta(days=8)):
        assert _place(mailbox, _mail(subject="Re: Job sheets vanish")).conversation != talk


def test_a_colleague_in_copy_who_answers_the_customers_own_mail_joins(mailbox: Mailbox) -> None:
    bob = Address("Bob", "bob@customer.example")
    talk = _place(mailbox, _mail(message_id="<first@customer.example>", cc=(bob,))).conversation

    message = _place(mailbox, _mail(bob, subject="Re: Job sheets vanish", in_reply_to=("<first@customer.example>",)))

    assert (message.conversation, message.placed_by) == (talk, "reference")


def test_a_stranger_who_knows_a_message_id_does_not_get_in_but_somebody_of_the_company_does(mailbox: Mailbox) -> None:
    company = make_company(domain="customer.example")
    make_contact(company=company, email="ann@customer.example")
    talk = _talk(mailbox)
    answer = {"subject": "Re: Job sheets vanish", "references": ("<first@customer.example>",)}

    assert _place(mailbox, _mail(EVE, **answer)).conversation != talk
    assert _place(mailbox, _mail(Address("Cy", "cy@customer.example"), **answer)).conversation != talk
    assert _place(mailbox, _mail(ANN, **answer)).conversation == talk


def test_a_new_topic_written_as_an_answer_to_something_long_closed_is_new_and_shows_where_it_came_from(
    mailbox: Mailbox,
) -> None:
    talk = _talk(mailbox)
    set_conversation_aside(conversation_id=talk.pk, reason="duplicate", by=None)
    mark = message_id_for(talk.pk, 1, mailbox.domain)

    with clock.at(clock.now() + timedelta(days=200)):
        message = _place(mailbox, _mail(subject="Our invoice for May", in_reply_to=(mark,)))

    assert message.conversation != talk
    assert message.conversation.split_from == talk


def test_what_is_written_to_a_joined_conversation_comes_to_the_one_it_was_joined_to(mailbox: Mailbox) -> None:
    talk, other = _talk(mailbox), make_conversation(mailbox=mailbox)
    merge_conversations(kept_id=other.pk, gone_id=talk.pk, by=make_staff())

    message = _place(mailbox, _mail(delivered_to=(answers_to(talk.pk, mailbox.address),)))

    assert message.conversation == other


def test_a_colleagues_answer_from_their_own_mail_program_is_our_answer(mailbox: Mailbox) -> None:
    talk, priya = _talk(mailbox), make_staff(email="priya@vendor.example", name="Priya")
    sender = Address("Priya", "Priya@vendor.example")

    message = _place(
        mailbox,
        _mail(sender, subject="Re: Job sheets vanish", to=(ANN,), in_reply_to=(message_id_for(talk.pk, 1, "x"),)),
    )

    talk = Conversation.objects.get(pk=talk.pk)
    assert (message.kind, message.staff, message.state) == ("reply", priya, "sent")
    assert (talk.waits_for, talk.first_answer_at is not None) == ("customer", True)


def test_what_a_colleague_writes_to_us_alone_is_a_note_and_the_customer_still_waits(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)
    make_staff(email="priya@vendor.example")
    sender, to = Address("Priya", "priya@vendor.example"), Address("", answers_to(talk.pk, mailbox.address))

    message = _place(
        mailbox,
        _mail(sender, subject="Re: Job sheets vanish", text="Do not refund them.", to=(to,), attachments=(LOG,)),
    )

    assert (message.kind, message.words, message.to) == ("note", "Do not refund them.", [])
    assert message.attachments.get().name == "log.txt"
    assert message.incoming is not None
    assert Conversation.objects.get(pk=talk.pk).waits_for == "us"


@pytest.mark.parametrize(
    "sign",
    [
        {"authentication": Authentication(dmarc="fail")},
        {"automatic": Automatic.AUTO_REPLY},
        {"subject": "Fwd: Job sheets vanish", "text": "See below.\n\nFrom: Ann Visser <ann@customer.example>\n\nHelp!"},
    ],
)
def test_what_a_colleague_did_not_write_is_no_answer_of_ours(mailbox: Mailbox, sign: dict[str, object]) -> None:
    talk = _talk(mailbox)
    make_staff(email="priya@vendor.example")
    said = {"subject": "Re: Job sheets vanish", "to": (ANN,), "in_reply_to": (message_id_for(talk.pk, 1, "x"),)} | sign

    message = _place(mailbox, _mail(Address("Priya", "priya@vendor.example"), **said))

    assert message.kind == "heard"
    assert Conversation.objects.get(pk=talk.pk).waits_for == "us"


def test_who_is_in_copy_of_a_mail_that_only_looks_like_theirs_takes_no_part(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)

    _place(mailbox, _mail(subject="Re: Job sheets vanish", cc=(EVE,)))

    assert not talk.participants.filter(address=EVE.address).exists()


def test_what_a_colleague_forwards_is_from_whom_they_had_it(mailbox: Mailbox) -> None:
    make_staff(email="priya@vendor.example")
    text = "See below.\n\n---------- Forwarded message ----------\nFrom: Ann Visser <ann@customer.example>\nTo: Priya\n\nHelp!"

    message = _place(mailbox, _mail(Address("Priya", "priya@vendor.example"), subject="Fwd: Help", text=text))

    assert message.contact is not None
    assert message.contact.name == "Ann Visser"
    assert message.kind == "heard"


def test_a_form_on_a_website_is_answered_where_it_says_and_nobody_is_who_it_says(mailbox: Mailbox) -> None:
    mail = _mail(
        Address("Website", "no-reply@vendor.example"),
        reply_to=(EVE,),
        automatic=Automatic.NOTICE,
        text="I need a quote.",
    )

    message = _place(mailbox, mail)

    assert (message.contact, message.is_automatic, message.conversation.waits_for) == (None, False, "us")
    assert message.conversation.participants.get(role="requester").address == EVE.address


@pytest.mark.parametrize("kind", [Automatic.AUTO_REPLY, Automatic.BOUNCE, Automatic.RECEIPT, Automatic.CALENDAR])
def test_what_a_program_answers_wakes_nobody(mailbox: Mailbox, kind: Automatic) -> None:
    talk = _talk(mailbox)
    set_conversation_aside(conversation_id=talk.pk, reason="duplicate", by=None)

    joined = _place(
        mailbox,
        _mail(EVE, subject="Re: Job sheets vanish", automatic=kind, in_reply_to=(message_id_for(talk.pk, 1, "x"),)),
    )
    assert (joined.conversation, joined.conversation.state, joined.is_automatic) == (talk, "closed", True)
    assert talk.participants.count() == 1

    alone = _place(mailbox, _mail(EVE, automatic=kind, subject="Out of office"))
    assert alone.conversation.aside_reason == "automatic"


def test_a_list_or_an_exchange_header_does_not_hide_what_a_person_wrote(mailbox: Mailbox) -> None:
    message = _place(mailbox, _mail(automatic=Automatic.LIST))
    assert (message.conversation.aside_reason, message.conversation.waits_for) == ("", "us")


def test_our_own_mail_that_comes_back_is_nobodys_work(mailbox: Mailbox) -> None:
    message = _place(mailbox, _mail(Address("Help", "help+c.1.abc@vendor.example")))
    assert message.conversation.aside_reason == "automatic"


def test_another_name_of_our_mailbox_takes_no_part_and_our_own_reply_wakes_nobody() -> None:
    mailbox = make_mailbox(address="help@vendor.example", aliases=["support@vendor.example"])
    talk = _place(mailbox, _mail(to=(Address("", "support@vendor.example"),))).conversation
    assert talk.participants.count() == 1
    set_conversation_aside(conversation_id=talk.pk, reason="duplicate", by=None)

    ours = _mail(Address("Help", mailbox.address), message_id=message_id_for(talk.pk, 1, mailbox.domain))
    back = _place(mailbox, replace(ours, in_reply_to=(message_id_for(talk.pk, 1, mailbox.domain),)))

    assert (back.is_automatic, back.conversation.state) == (True, "closed")


def test_what_is_no_address_takes_no_part(mailbox: Mailbox) -> None:
    odd = tuple(Address("", written) for written in ("bob@example..com", f"b@{'x' * 70}.example", "nobody"))
    assert _place(mailbox, _mail(cc=odd)).conversation.participants.count() == 1


@pytest.mark.parametrize("sender", [Address("", ""), Address("Nobody", "")])
def test_a_mail_without_a_sender_is_kept_all_the_same(mailbox: Mailbox, sender: Address) -> None:
    message = _place(mailbox, _mail(sender, subject="", text=""))
    assert (message.contact, message.conversation.requester) == (None, None)


def test_two_answers_at_once_are_both_there(mailbox: Mailbox) -> None:
    talk = _talk(mailbox)
    for number in range(2):
        hear_message(
            conversation_id=talk.pk, contact=None, said=Said(f"{number}", origin="mail", origin_key=f"x{number}")
        )
    assert Conversation.objects.get(pk=talk.pk).message_count == 3


def test_a_mail_to_very_many_lets_nobody_else_take_part(mailbox: Mailbox) -> None:
    many = tuple(Address("", f"p{number}@customer.example") for number in range(150))
    assert _place(mailbox, _mail(to=many)).conversation.participants.count() == 1
