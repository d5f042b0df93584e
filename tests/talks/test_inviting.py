"""Those who take part are invited, told once of each change, and never where we must not write."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from tests.makers import make_contact, make_staff
from tests.talks.stories import customer, plan
from wellheard.customers.commands import suppress
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.composing import bytes_of
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.interviews.commands import (
    TalkDraft,
    cancel_interview,
    move_interview,
    plan_interview,
    tell_of_interview,
)
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.commands import StaleError

pytestmark = pytest.mark.django_db


def tell(interview: Interview) -> int:
    interview.refresh_from_db()
    return tell_of_interview(interview_id=interview.pk, sequence=interview.sequence)


def move(interview: Interview, *, hours: int = 2, **fields: object) -> Interview:
    values: dict[str, object] = {
        "version": interview.version,
        "planned_at": interview.planned_at + timedelta(hours=hours),
        "minutes": 30,
        "place": "",
    }
    return move_interview(interview_id=interview.pk, **values | fields)  # type: ignore[arg-type]


def test_a_guest_gets_an_invitation_that_calendars_act_on() -> None:
    ada = customer()
    talk = plan(ada, host=make_staff(name="Nora Weiss", email="nora@vendor.example"), place="Room 4")

    assert tell(talk) == 1

    mail = OutgoingMail.objects.get()
    message = message_from_bytes(bytes_of(mail, sender="hello@vendor.example"), policy=policy.default)
    kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar", "text/calendar"]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert f"UID:{talk.uid}" in calendar.get_content()
    assert mail.reply_to == "nora@vendor.example"
    assert "Room 4" in mail.body
    assert "How printing goes" in mail.subject


def test_telling_again_after_a_crash_sends_nothing_again() -> None:
    talk = plan(customer())

    assert [tell(talk), tell(talk)] == [1, 0]
    assert OutgoingMail.objects.count() == 1


def test_a_moved_talk_sends_one_update_with_a_higher_sequence() -> None:
    talk = plan(customer())
    tell(talk)
    move(talk)

    assert [tell(talk), tell(talk)] == [1, 0]
    update = OutgoingMail.objects.latest("pk")
    assert "SEQUENCE:1" in update.files[0]["text"]
    assert update.subject.startswith("New time or place")


def test_of_a_change_that_was_overtaken_nobody_hears() -> None:
    talk = plan(customer())
    tell(talk)
    move(talk)
    move(talk, hours=5, version=2)

    assert tell_of_interview(interview_id=talk.pk, sequence=1) == 0
    assert tell(talk) == 1


def test_who_was_invited_hears_that_it_is_off_and_who_was_not_hears_nothing() -> None:
    ada = customer()
    bela = make_contact(company=ada.companies.get(), email="")
    talk = plan(ada, bela)
    tell(talk)
    cancel_interview(interview_id=talk.pk)
    cancel_interview(interview_id=talk.pk)

    assert tell(talk) == 1
    off = OutgoingMail.objects.latest("pk")
    assert "method=CANCEL" in off.files[0]["media_type"]
    assert "STATUS:CANCELLED" in off.files[0]["text"]
    assert Fact.objects.filter(name="interview.cancelled").count() == 1


def test_a_talk_called_off_before_anybody_was_invited_invites_nobody() -> None:
    talk = plan(customer(), companions=[make_staff()])
    cancel_interview(interview_id=talk.pk)

    assert tell_of_interview(interview_id=talk.pk, sequence=0) == 0
    assert tell(talk) == 0


def test_who_asked_us_not_to_write_is_not_invited() -> None:
    ada = customer()
    suppress(email=ada.identities.get().value, reason="asked")

    assert tell(plan(ada)) == 0
    assert not OutgoingMail.objects.exists()


def test_who_asks_us_to_stop_hears_of_no_change_either() -> None:
    ada = customer()
    talk = plan(ada)
    tell(talk)
    suppress(email=ada.identities.get().value, reason="asked")
    move(talk)

    assert tell(talk) == 0


def test_a_talk_may_be_planned_without_inviting_by_mail() -> None:
    assert tell(plan(customer(), invites=False)) == 0


def test_colleagues_who_take_part_are_invited_too_and_the_host_is_not() -> None:
    omar, nora = make_staff(email="omar@vendor.example"), make_staff()
    talk = plan(customer(), host=nora, companions=[omar, nora])

    assert tell(talk) == 2
    assert tell(talk) == 0
    assert OutgoingMail.objects.filter(to_address="omar@vendor.example").count() == 1


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Einladung"), ("lt", "Kvietimas"), ("ru", "Приглашение"), ("zh-hans", "邀请")]
)
def test_an_invitation_is_in_the_language_of_whoever_reads_it(language: str, word: str) -> None:
    ada = customer()
    ada.language = language
    ada.save(update_fields=["language"])
    tell(plan(ada))

    assert word in OutgoingMail.objects.get().subject


def test_two_clicks_plan_one_talk() -> None:
    ada, when = customer(), clock.now() + timedelta(days=1)
    draft = TalkDraft(kind="check_in", company=ada.companies.get(), planned_at=when, contacts=[ada])

    assert plan_interview(draft=draft, by=None) == plan_interview(draft=draft, by=None)
    assert Fact.objects.filter(name="interview.planned").count() == 1


def test_people_of_another_company_cannot_be_invited() -> None:
    with pytest.raises(TalkError, match="belong to this company"):
        plan(customer(), company=customer().companies.get())


def test_a_talk_in_the_past_took_place_and_nobody_is_invited_to_it() -> None:
    talk = plan(customer(), days=-2)

    assert talk.state == "held"
    assert tell(talk) == 0
    assert Fact.objects.filter(name="interview.held", company_id=talk.company_id).count() == 1


def test_a_talk_cannot_be_moved_into_the_past_or_over_somebody_elses_edit() -> None:
    talk = plan(customer())
    with pytest.raises(TalkError, match="in the past"):
        move(talk, hours=-24 * 9)
    move(talk)
    with pytest.raises(StaleError):
        move(talk, hours=9, version=1)


def test_moving_to_where_it_is_tells_nobody() -> None:
    talk = plan(customer())

    assert move(talk, hours=0).sequence == 0
