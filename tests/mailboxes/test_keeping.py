"""Mail is kept as it came before anything else is done with it, once by each way."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.makers import make_contact, make_mailbox
from wellheard.customers.commands import erase_contact
from wellheard.foundation.facts.models import Fact
from wellheard.listen.mailboxes import commands, queries
from wellheard.listen.mailboxes.models import IncomingMail, RawMail

pytestmark = pytest.mark.django_db

State = IncomingMail.State
MAIL = b"Message-ID: <1@acme.example>\r\nFrom: Ines <ines@acme.example>\r\nSubject: Hello\r\n\r\nIt does not print.\r\n"


def keep(raw: bytes = MAIL, key: str = "1", **fields: object) -> IncomingMail:
    return commands.keep_mail(**{"raw": raw, "came_by": "imap", "origin_key": key} | fields)  # type: ignore[arg-type]


def test_the_bytes_are_kept_as_they_came_with_the_job_that_reads_them() -> None:
    mail = keep(b"\x00\xff not a mail at all")
    assert queries.raw_of(mail) == b"\x00\xff not a mail at all"
    assert (mail.state, mail.byte_count) == (State.KEPT, 20)
    assert Fact.objects.get().name == "incoming_mail.kept"


def test_the_same_mail_by_the_same_way_twice_costs_nothing() -> None:
    first = keep()
    jobs = ProcrastinateJob.objects.count()
    assert keep() == first
    assert (IncomingMail.objects.count(), RawMail.objects.count(), ProcrastinateJob.objects.count()) == (1, 1, jobs)


def test_the_same_mail_by_another_way_is_a_repeat_and_is_not_read_again() -> None:
    first = keep()
    other = keep(b"Received: from relay\n" + MAIL.replace(b"\r\n", b"\n"), "hook", came_by="webhook")
    assert (other.state, other.repeats) == (State.REPEATED, first)
    assert queries.raw_of(other).startswith(b"Received")
    assert Fact.objects.filter(name="incoming_mail.kept").count() == 1


def test_a_folder_numbered_anew_brings_no_byte_a_second_time() -> None:
    first, again = keep(key="7:1:1"), keep(key="7:2:1")
    assert (again.repeats, RawMail.objects.count()) == (first, 1)
    assert queries.raw_of(again) == MAIL


def test_the_same_mail_in_two_mailboxes_is_two_mails() -> None:
    support, sales = make_mailbox(), make_mailbox()
    assert [keep(key="1", mailbox=support).state, keep(key="2", mailbox=sales).state] == [State.KEPT, State.KEPT]


def test_two_mails_under_one_message_id_are_two_mails() -> None:
    keep()
    assert keep(MAIL.replace(b"print", b"scan"), "2").state == State.KEPT


def test_what_is_no_real_mail_is_no_repeat_of_another() -> None:
    states = [keep(raw, str(number)).state for number, raw in enumerate([b"", b"1", b"2", b"X: 1\n\n", b"X: 2\n\n"])]
    assert states == [State.KEPT] * 5


def test_a_mail_in_quarantine_says_why_and_can_be_read_anew() -> None:
    mail = keep()
    commands.quarantine_mail(mail_id=mail.pk, problem="It took longer than 30 seconds to read.")
    assert queries.counts_by_state() == {"quarantined": 1}
    assert commands.retry_quarantined_mail() == 1
    mail.refresh_from_db()
    assert (mail.state, mail.problem, mail.tries) == (State.KEPT, "It took longer than 30 seconds to read.", 1)
    commands.note_read(mail_id=mail.pk, message_id="<1@acme.example>", subject="Hello", sender="ines@acme.example")
    commands.note_placed(mail_id=mail.pk)
    assert commands.quarantine_mail(mail_id=mail.pk, problem="late").state == State.PLACED


def test_a_plus_address_belongs_to_its_mailbox() -> None:
    support = make_mailbox(address="support@vendor.example")
    closed = make_mailbox(address="old@vendor.example", closed_at=support.made_at)
    assert queries.mailbox_of(["who@else.example", "Support+abc.def@Vendor.example"]) == support
    assert queries.mailbox_of([closed.address, "nonsense"]) is None


def test_with_a_person_goes_their_mail_as_it_came_and_it_does_not_come_in_again() -> None:
    person = make_contact(email="ines@acme.example")
    placed, waiting, other = keep(), keep(b"X: 1\n\nwords", "2", envelope_from="ines@acme.example"), keep(b"other", "3")
    commands.note_read(mail_id=placed.pk, message_id="<1@acme.example>", subject="Hello", sender="Ines@Acme.example")
    commands.note_placed(mail_id=placed.pk)
    erase_contact(contact_id=person.pk)
    assert sorted(RawMail.objects.values_list("pk", flat=True)) == [other.pk]
    assert not IncomingMail.objects.filter(pk=waiting.pk).exists()
    placed.refresh_from_db()
    assert (placed.subject, placed.sender, placed.message_id) == ("(erased)", "", "")
    assert keep().pk == placed.pk
