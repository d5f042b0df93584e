"""Conversations that were brought meet what happens here: mails, answers, promises and counts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.listen.imports.conftest import Run
from tests.listen.imports.talks import BEGAN, lines, talk
from tests.makers import make_area, make_category, make_mailbox, make_staff
from wellheard.connect.mail_in.placing import place_mail
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.mail.reading import Address, ReadMail
from wellheard.listen.conversations.commands import (
    Reply,
    close_conversation,
    hear_message,
    reply_to_conversation,
)
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.conversations.said import Said
from wellheard.listen.desk.queries.dealing import waiting_for_somebody
from wellheard.listen.desk.queries.late import overdue
from wellheard.listen.mailboxes.commands import keep_mail
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.listen.satisfaction.commands import ask_customers
from wellheard.listen.satisfaction.queries import may_be_asked
from wellheard.understand import similar
from wellheard.understand.trends.commands.counting import count_stale_days
from wellheard.understand.trends.models import DayVolume

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


def test_it_counts_on_the_day_it_arrived_but_is_no_news_of_today(bring_in: Run, run_jobs: RunJobs) -> None:
    area, bug = make_area(name="Printing"), make_category(key="bug")
    now = clock.now().isoformat()
    today = talk(2, messages=[{"id": 1, "at": now, "words": "Now it does not."}])
    bring_in("conversations", lines(talk(), today))
    run_jobs()
    count_stale_days()

    found = {row.day: (row.area_id, row.category_id, row.count, row.brought_count) for row in DayVolume.objects.all()}
    assert found == {BEGAN.date(): (area.pk, bug.pk, 1, 0), clock.today(): (area.pk, bug.pk, 1, 1)}


def test_a_tagged_conversation_teaches_what_the_next_one_is_about(bring_in: Run, run_jobs: RunJobs) -> None:
    make_area(name="Printing")
    make_category(key="bug")
    bring_in("conversations", lines(talk()))
    run_jobs()

    found = similar.find("job sheets print nothing", kind="tagged", language="en")
    assert [one.object_id for one in found] == [_row("c-1").pk]


def test_a_mail_that_answers_an_imported_message_comes_into_its_conversation(bring_in: Run) -> None:
    mailbox = make_mailbox(address="help@vendor.example")
    old = talk()
    old["messages"][2]["message_id"] = "<reply-3@old.example>"
    bring_in("conversations", lines(old))
    incoming = keep_mail(
        raw=b"Subject: x\r\n\r\nx", came_by=IncomingMail.Way.SMTP, origin_key="1", mailbox=mailbox, envelope_to=[]
    )

    message = place_mail(
        incoming=incoming,
        mail=ReadMail(
            sender=Address("Ann", "ann@acme.example"), subject="Re: Job sheets do not print", text="Still nothing.",
            in_reply_to=("<reply-3@old.example>",), message_id="<new@acme.example>",
        ),
    )  # fmt: skip

    assert message.conversation == _row("c-1")
    assert (message.conversation.state, message.conversation.waits_for) == ("open", "us")


def test_a_mail_that_reached_us_by_itself_is_not_brought_again(bring_in: Run) -> None:
    mailbox = make_mailbox(address="help@vendor.example")
    incoming = keep_mail(
        raw=b"Subject: x\r\n\r\nx", came_by=IncomingMail.Way.SMTP, origin_key="1", mailbox=mailbox, envelope_to=[]
    )
    mail = ReadMail(sender=Address("Ann", "ann@acme.example"), subject="x", text="x", message_id="<one@acme.example>")
    place_mail(incoming=incoming, mail=mail)
    both = [{"id": 1, "at": "2025-03-03", "words": "x", "message_id": "<one@acme.example>"}]

    assert bring_in("conversations", lines(talk(messages=both))).counts["unchanged"] == 1
    assert Message.objects.count() == 1


def test_an_answer_to_what_was_brought_goes_out_as_a_mail(bring_in: Run, run_jobs: RunJobs) -> None:
    bring_in("conversations", lines(talk(state="open")))
    make_mailbox(address="help@vendor.example")
    row, bo = _row("c-1"), make_staff()
    last = row.messages.order_by("-pk").first()

    reply_to_conversation(
        conversation_id=row.pk, by=bo, reply=Reply(words="It is mended."), seen_message_id=last.pk if last else 0
    )
    Message.objects.filter(state="scheduled").update(send_at=clock.now() - timedelta(seconds=1))
    run_jobs()

    mail = OutgoingMail.objects.get()
    assert (mail.to_address, mail.subject) == ("ann@acme.example", "Re: Job sheets do not print")


def test_once_its_customer_writes_here_it_is_promised_dealt_and_asked_about_as_any_other(bring_in: Run) -> None:
    waiting = talk(state="open", messages=talk()["messages"][:1])
    bring_in("conversations", lines(waiting, talk(2, state="open", messages=waiting["messages"])))
    ask_customers(version=1, percent=100, every_days=30, after_hours=2)
    row, untouched, ann = _row("c-1"), _row("c-2"), Contact.objects.get()
    hear_message(conversation_id=row.pk, contact=ann, said=Said(words="Still nothing prints."))

    with clock.at(clock.now() + timedelta(days=30)):
        assert set(overdue()) == {row}
    assert set(waiting_for_somebody()) == {row}
    reply_to_conversation(
        conversation_id=row.pk, by=make_staff(), reply=Reply(words="It is mended."), seen_message_id=10**9
    )
    filed = [(make_area().pk, make_category().pk)]
    for talked in (row, untouched):
        close_conversation(conversation_id=talked.pk, by=None, tags=filed)
        talked.refresh_from_db()
        talked.first_answer_at = clock.now()
    assert (may_be_asked(row), may_be_asked(untouched)) == (True, False)


def _row(key: str) -> Conversation:
    return Conversation.objects.get(origin_key=key)
