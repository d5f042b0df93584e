"""What a calendar answers to an invitation is kept beside the guest, and is no conversation; anything else is a mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.mail_in.calendar_mails import google, outlook
from tests.makers import make_company, make_contact, make_mailbox, make_staff
from tests.talks.stories import plan
from wellheard.customers.commands import erase_contact
from wellheard.customers.erasing import everything_of, person_of
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.interviews.commands import cancel_interview, hold_interview, move_interview
from wellheard.listen.interviews.models import Guest, Interview
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.models import IncomingMail
from wellheard.web.day.queries import lines_of
from wellheard.workspace.models import Staff
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
ADA = "ada@voltwerk.example"


@pytest.fixture
def ada() -> Contact:
    return make_contact(company=make_company(name="Voltwerk"), name="Ada Byron", email=ADA)


@pytest.fixture
def nora() -> Staff:
    return make_staff(role=Role.SUCCESS, name="Nora Weiss", email="nora@vendor.example")


@pytest.fixture
def talk(ada: Contact, nora: Staff) -> Interview:
    return plan(ada, host=nora)


@pytest.fixture
def arrives(run_jobs: Run) -> Callable[[bytes], IncomingMail]:
    """Return what lets a mail come into a mailbox of ours, and everything that follows from it happen."""
    mailbox = make_mailbox()

    def arrive(raw: bytes) -> IncomingMail:
        number = IncomingMail.objects.count()
        mail = commands.keep_mail(raw=raw, came_by="smtp", origin_key=str(number), mailbox=mailbox)
        run_jobs()
        mail.refresh_from_db()
        return mail

    return arrive


Arrives = Callable[[bytes], IncomingMail]


def answer_of(talk: Interview) -> tuple[str, str]:
    guest = Guest.objects.get(interview=talk)
    return guest.answer, guest.answer_words


def later(minutes: int) -> datetime:
    """Return a moment of today, some minutes after the first."""
    return clock.now() - timedelta(minutes=60 - minutes)


@pytest.mark.parametrize(("said", "kept"), [
    ("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative"),
])  # fmt: skip
@pytest.mark.parametrize("program", [google, outlook])
def test_what_google_and_outlook_send_is_kept_beside_the_guest_and_is_no_conversation(
    talk: Interview, arrives: Arrives, program: Callable[..., bytes], said: str, kept: str
) -> None:
    mail = arrives(program(talk.uid, ADA, said))

    assert answer_of(talk)[0] == kept
    assert mail.state == IncomingMail.State.PLACED
    assert not Conversation.objects.exists()
    assert Fact.objects.get(name="interview.answered").details["answer"] == kept


def test_what_they_wrote_beside_it_is_kept(talk: Interview, arrives: Arrives) -> None:
    arrives(google(talk.uid, ADA, "DECLINED", words="Not on Tuesdays\\, sorry.\\nNext week?"))

    assert answer_of(talk) == ("declined", "Not on Tuesdays, sorry.\nNext week?")


def test_the_same_reply_again_changes_nothing(talk: Interview, arrives: Arrives) -> None:
    at = later(1)
    for number in range(2):
        arrives(google(talk.uid, ADA, "ACCEPTED", at=at, number=number))

    assert Fact.objects.filter(name="interview.answered").count() == 1
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newer_of_two_replies_holds_in_whichever_order_they_come(
    talk: Interview,
    arrives: Arrives,
    newest_first: bool,  # noqa: FBT001
) -> None:
    replies = [google(talk.uid, ADA, "ACCEPTED", at=later(1)), google(talk.uid, ADA, "DECLINED", at=later(2))]
    for reply in reversed(replies) if newest_first else replies:
        arrives(reply)

    assert answer_of(talk)[0] == "declined"


def moved(talk: Interview) -> None:
    talk.refresh_from_db()
    when = talk.planned_at + timedelta(days=2)
    move_interview(interview_id=talk.pk, version=talk.version, planned_at=when, minutes=30, place="")


def test_a_talk_that_is_moved_asks_anew_and_an_answer_to_the_former_time_counts_no_more(
    talk: Interview, arrives: Arrives
) -> None:
    arrives(google(talk.uid, ADA, "ACCEPTED", at=later(1)))
    moved(talk)
    assert answer_of(talk)[0] == ""

    arrives(google(talk.uid, ADA, "ACCEPTED", at=later(5), sequence=0, number=2))
    assert answer_of(talk)[0] == ""
    arrives(google(talk.uid, ADA, "TENTATIVE", at=later(3), sequence=1, number=3))
    assert answer_of(talk)[0] == "tentative"
    assert not Conversation.objects.exists()


def test_a_clock_that_is_ahead_does_not_outdo_a_later_answer(talk: Interview, arrives: Arrives) -> None:
    arrives(google(talk.uid, ADA, "ACCEPTED", at=clock.now() + timedelta(days=900), sequence=10**6))
    with clock.at(clock.now() + timedelta(minutes=5)):
        arrives(google(talk.uid, ADA, "DECLINED", at=clock.now(), number=2))

    assert answer_of(talk)[0] == "declined"


@pytest.mark.parametrize(
    "end", [lambda pk: cancel_interview(interview_id=pk), lambda pk: hold_interview(interview_id=pk, by=None)]
)
def test_a_reply_to_a_talk_that_is_over_changes_nothing_and_is_no_conversation(
    talk: Interview, arrives: Arrives, end: Callable[[int], object]
) -> None:
    end(talk.pk)
    arrives(google(talk.uid, ADA, "ACCEPTED"))

    assert answer_of(talk)[0] == ""
    assert not Conversation.objects.exists()


def test_a_guest_with_several_addresses_may_answer_from_another_of_them(
    talk: Interview, ada: Contact, arrives: Arrives
) -> None:
    ContactIdentity.objects.create(contact=ada, kind="email", value="ada@home.example")
    arrives(google(talk.uid, ADA, "ACCEPTED", sender="ada@home.example"))

    assert answer_of(talk)[0] == "accepted"


def test_a_colleague_who_comes_along_answers_as_well(ada: Contact, nora: Staff, arrives: Arrives) -> None:
    along = make_staff(email="joel@vendor.example")
    talk = plan(ada, host=nora, companions=(along,))
    arrives(outlook(talk.uid, "joel@vendor.example", "DECLINED"))

    assert talk.companions.get().answer == "declined"
    assert not Conversation.objects.exists()


# --- what is no reply of somebody invited is a mail like any other ---------------------------------------------------


def test_a_reply_of_somebody_who_was_not_invited_is_an_ordinary_mail(
    talk: Interview, ada: Contact, arrives: Arrives
) -> None:
    make_contact(company=ada.companies.get(), email="ben@voltwerk.example")
    arrives(google(talk.uid, "ben@voltwerk.example", "DECLINED"))
    arrives(google("guessed@wellheard", ADA, "DECLINED", number=2))

    assert answer_of(talk)[0] == ""
    assert Conversation.objects.count() == 2


def test_nobody_answers_for_somebody_else(talk: Interview, arrives: Arrives) -> None:
    arrives(google(talk.uid, ADA, "DECLINED", sender="mallory@voltwerk.example"))
    forged = google(talk.uid, ADA, "DECLINED", number=2)
    arrives(b"Authentication-Results: mx.vendor.example; dmarc=fail header.from=voltwerk.example\r\n" + forged)

    assert answer_of(talk)[0] == ""
    assert Conversation.objects.count() == 2


@pytest.mark.parametrize(("there", "instead"), [
    (b"METHOD:REPLY", b"METHOD:REQUEST"),
    (b"METHOD:REPLY", b"METHOD:COUNTER"),
    (b"METHOD:REPLY", b"METHOD:REPLY\r\nMETHOD:REPLY"),
    (b"PARTSTAT=DECLINED", b"PARTSTAT=DELEGATED"),
    (b"PARTSTAT=DECLINED", b"PARTSTAT=NEEDS-ACTION"),
    (b"SEQUENCE:0", b"SEQUENCE:-1"),
    (b"SEQUENCE:0", b"SEQUENCE:\xd9\xa1"),
    (b"DTSTAMP:2", b"DTSTAMP:9x"),
    (b"UID:", b"UID:\0"),
    (b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT"),
    (b"END:VEVENT", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@voltwerk.example\r\nEND:VEVENT"),
    (b"END:VEVENT", b"X-LONG:" + b"x" * 70_000 + b"\r\nEND:VEVENT"),
    (b"END:VEVENT", b"X-MANY:x\r\n" * 600 + b"END:VEVENT"),
])  # fmt: skip
def test_what_is_not_exactly_one_answer_of_one_person_is_an_ordinary_mail(
    talk: Interview, arrives: Arrives, there: bytes, instead: bytes
) -> None:
    raw = google(talk.uid, ADA, "DECLINED")
    assert there in raw
    mail = arrives(raw.replace(there, instead))

    assert answer_of(talk)[0] == ""
    assert mail.state == IncomingMail.State.PLACED
    assert Conversation.objects.count() == 1


def test_what_stands_within_a_reminder_or_beyond_the_end_is_not_read(talk: Interview, arrives: Arrives) -> None:
    alarm = b"BEGIN:VALARM\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@voltwerk.example\r\nCOMMENT:Boo\r\nEND:VALARM\r\n"
    arrives(google(talk.uid, ADA, "DECLINED").replace(b"END:VEVENT", alarm + b"END:VEVENT"))

    assert answer_of(talk) == ("declined", "")


# --- the pages ---------------------------------------------------------------------------------------------------------


def test_the_talk_says_beside_each_guest_what_they_answered(
    talk: Interview, arrives: Arrives, signed_in: Callable[[Staff], Client], nora: Staff
) -> None:
    browser = signed_in(nora)
    assert "declined" not in browser.get(f"/talks/{talk.pk}/").content.decode()
    arrives(google(talk.uid, ADA, "DECLINED", words="<b>Ill</b>"))
    page = browser.get(f"/talks/{talk.pk}/").content.decode()

    assert "declined" in page
    assert "&lt;b&gt;Ill&lt;/b&gt;" in page


def test_whoever_leads_it_finds_who_declined_under_whom_to_call_until_it_is_moved(
    talk: Interview, arrives: Arrives, nora: Staff
) -> None:
    arrives(google(talk.uid, ADA, "DECLINED"))
    (line,) = lines_of(nora)
    assert line.first.text.startswith("Ada Byron does not come to the talk on ")
    assert line.url == f"/talks/{talk.pk}/"

    moved(talk)
    assert lines_of(nora) == []


@pytest.mark.parametrize("answer", ["ACCEPTED", "TENTATIVE"])
def test_who_comes_or_may_come_is_not_called(talk: Interview, arrives: Arrives, nora: Staff, answer: str) -> None:
    arrives(google(talk.uid, ADA, answer))

    assert lines_of(nora) == []


def test_invitations_ask_for_answers_where_we_read_them(run_jobs: Run, ada: Contact, nora: Staff) -> None:
    mailbox = make_mailbox()
    plan(ada, host=nora)
    run_jobs()
    sent = OutgoingMail.objects.get(to_address=ADA)
    text = "".join(one["text"] for one in sent.files).replace("\r\n ", "")

    assert f'ORGANIZER;CN="Nora Weiss":mailto:{mailbox.address}' in text
    assert sent.reply_to == nora.email


def test_what_they_answered_is_handed_out_and_their_words_go_with_them(
    talk: Interview, ada: Contact, arrives: Arrives
) -> None:
    arrives(google(talk.uid, ADA, "DECLINED", words="I am ill."))
    (known,) = everything_of(person_of(ada.pk))["talk_answers"]
    assert (known["answer"], known["answer_words"]) == ("declined", "I am ill.")
    erase_contact(contact_id=ada.pk)

    assert answer_of(talk) == ("declined", "")
