"""What a colleague's calendar answers to a review meeting stands beside them, and says whether enough will be there to decide."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.mail_in.calendar_mails import google, outlook
from tests.makers import make_mailbox
from tests.reviews.tables import Department, Table, plan, table
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.letters import uid_of
from wellheard.decide.reviews.models import Attendee, Review
from wellheard.decide.reviews.queries.rounds import Forecast, forecast_of
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.mailboxes.commands import keep_mail
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
Arrives = Callable[[bytes], IncomingMail]


@pytest.fixture
def mailbox() -> Mailbox:
    return make_mailbox()


@pytest.fixture
def made(mailbox: Mailbox) -> Table:
    return table(1, frozen=False)


@pytest.fixture
def arrives(mailbox: Mailbox, run_jobs: Run) -> Arrives:
    """Return what lets a mail come into a mailbox of ours, and everything that follows from it happen."""

    def arrive(raw: bytes) -> IncomingMail:
        mail = keep_mail(raw=raw, came_by="smtp", origin_key=str(IncomingMail.objects.count()), mailbox=mailbox)
        run_jobs()
        mail.refresh_from_db()
        return mail

    return arrive


def seat(made: Table, department: str) -> Attendee:
    return made.review.attendees.get(staff=made.people[department])


def reply(made: Table, department: str, said: str, **options: object) -> bytes:
    return google(uid_of(made.review), made.people[department].email, said, **options)  # type: ignore[arg-type]


def earlier(minutes: int) -> datetime:
    return clock.now() - timedelta(minutes=minutes)


@pytest.mark.parametrize(("said", "kept"), [
    ("ACCEPTED", "accepted"), ("DECLINED", "declined"), ("TENTATIVE", "tentative"),
])  # fmt: skip
@pytest.mark.parametrize("program", [google, outlook])
def test_what_calendars_send_is_kept_beside_the_colleague_and_is_no_conversation(
    made: Table, arrives: Arrives, program: Callable[..., bytes], said: str, kept: str
) -> None:
    mail = arrives(program(uid_of(made.review), made.people[Department.SALES].email, said))

    assert seat(made, Department.SALES).answer == kept
    assert seat(made, Department.SUPPORT).answer == ""
    assert mail.state == IncomingMail.State.PLACED
    assert not Conversation.objects.exists()
    assert Fact.objects.get(name="review.attendee_answered").details["answer"] == kept


def test_invitations_are_answered_to_a_mailbox_we_read(made: Table, mailbox: Mailbox, run_jobs: Run) -> None:
    run_jobs()
    text = OutgoingMail.objects.get(to_address=made.people[Department.SALES].email).files[0]["text"]
    assert f"mailto:{mailbox.address}" in text.replace("\r\n ", "")


def test_the_same_reply_twice_counts_once_and_a_later_one_holds(made: Table, arrives: Arrives) -> None:
    said_at = earlier(5)
    for number in range(2):
        arrives(reply(made, Department.SALES, "ACCEPTED", at=said_at, number=number))
    arrives(reply(made, Department.SALES, "DECLINED", at=earlier(9), number=3))

    assert seat(made, Department.SALES).answer == "accepted"
    assert Fact.objects.filter(name="review.attendee_answered").count() == 1


def test_a_meeting_that_is_moved_asks_anew_and_an_answer_to_the_former_time_counts_no_more(
    made: Table, arrives: Arrives
) -> None:
    arrives(reply(made, Department.SALES, "ACCEPTED", at=earlier(5)))
    later = plan(meets_at=made.review.meets_at + timedelta(days=1))
    commands.change_review(review_id=made.review.pk, version=made.review.version, plan=later)
    assert seat(made, Department.SALES).answer == ""

    arrives(reply(made, Department.SALES, "ACCEPTED", at=earlier(3), number=2))
    assert seat(made, Department.SALES).answer == ""
    arrives(reply(made, Department.SALES, "TENTATIVE", at=earlier(2), sequence=1, number=3))
    assert seat(made, Department.SALES).answer == "tentative"


def test_whoever_was_taken_off_and_asked_again_is_asked_anew(made: Table, arrives: Arrives) -> None:
    commands.uninvite(review_id=made.review.pk, staff=made.people[Department.SALES])
    commands.invite(review_id=made.review.pk, staff=made.people[Department.SALES])
    arrives(reply(made, Department.SALES, "DECLINED"))
    assert seat(made, Department.SALES).answer == ""


@pytest.mark.parametrize("changes", [
    {"sender": "somebody@else.example"}, {"uid": "review-1-1@wellheard"}, {"uid": "review-99999999999999999999-1@wellheard"},
    {"address": "nobody@vendor.example"},
])  # fmt: skip
def test_a_reply_of_somebody_else_or_to_no_meeting_of_ours_is_a_mail_as_any_other(
    made: Table, arrives: Arrives, changes: dict[str, str]
) -> None:
    address = made.people[Department.SALES].email
    said = {"uid": uid_of(made.review), "address": address, "answer": "DECLINED"} | changes
    arrives(google(**said))  # type: ignore[arg-type]

    assert not made.review.attendees.exclude(answer="").exists()
    assert Conversation.objects.count() == 1


def test_to_a_meeting_that_is_over_nothing_changes_and_no_conversation_begins(made: Table, arrives: Arrives) -> None:
    Review.objects.update(state=Review.State.CALLED_OFF)
    arrives(reply(made, Department.SALES, "DECLINED"))
    assert seat(made, Department.SALES).answer == ""
    assert not Conversation.objects.exists()


def forecast(made: Table, **answers: str) -> Forecast:
    for department, answer in answers.items():
        made.review.attendees.filter(staff=made.people[department]).update(answer=answer)
    return forecast_of(made.review, made.review.attendees.select_related("staff"))


def test_a_department_is_there_where_one_of_theirs_accepted_and_none_where_all_declined(made: Table) -> None:
    assert forecast(made).says == "open"
    assert forecast(made, product="accepted", support="accepted", sales="declined").says == "open"
    made_so = forecast(made, engineering="accepted")
    assert (made_so.says, made_so.sure, made_so.most) == ("enough", 3, 3)
    assert forecast(made, engineering="declined").says == "too_few"
    # Whoever does not work here any more comes for nobody.
    Staff.objects.filter(pk=made.people["support"].pk).update(is_active=False)
    assert forecast(made, engineering="accepted").most == 2


def test_the_page_says_who_comes_and_warns_in_time(made: Table, signed_in: Callable[[Staff], Client]) -> None:
    made.review.attendees.filter(staff=made.people["sales"]).update(answer="declined", answer_words="I am on the road.")
    made.review.attendees.filter(staff=made.people["support"]).update(answer="declined")
    page = signed_in(made.lead).get(f"/reviews/{made.review.pk}/").content.decode()
    assert "I am on the road." in page
    assert "At most 2 will be there. Ask others to come, or meet another day." in page
    commands.freeze_review(review_id=made.review.pk, by=None)
    assert "At most 2 will be there." in signed_in(made.lead).get(f"/reviews/{made.review.pk}/").content.decode()
