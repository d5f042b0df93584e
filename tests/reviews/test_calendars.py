"""The next meeting is planned as one ends; who comes has it in their calendar, moved and called off with it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.makers import make_staff
from tests.reviews.tables import Department, Table, agreed_table, plan, table
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands.planning import next_plan
from wellheard.decide.reviews.letters import uid_of
from wellheard.decide.reviews.models import Review
from wellheard.decide.reviews.reactions import invite_by_mail, plan_the_next, take_out_of_calendars, tell_of_new_time
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.workspace.installation import remember
from wellheard.workspace.models import Staff, Vendor
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


def mails(review: Review, staff: Staff) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith=f"review:{review.pk}:staff:{staff.pk}:").order_by("pk"))


def says(mail: OutgoingMail) -> tuple[str, str, str]:
    """Return the method, the number and the beginning that a calendar reads of a mail."""
    lines = dict(line.split(":", 1) for line in mail.files[0]["text"].splitlines() if ":" in line)
    return lines["METHOD"], lines["SEQUENCE"], lines["DTSTART"]


def begins(review: Review) -> str:
    return f"{review.meets_at:%Y%m%dT%H%M%SZ}"


def moved(review: Review, **changes: object) -> Review:
    columns = ("meets_at", "minutes", "rate_until", "quorum", "capacity_weeks", "taken_weeks", "capacity_until")
    as_it_is = {name: getattr(review, name) for name in columns}
    return commands.change_review(review_id=review.pk, version=review.version, plan=plan(**as_it_is | changes))


def test_who_is_asked_to_come_gets_an_invitation_their_calendar_reads(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    run_jobs()
    mail = mails(made.review, made.people[Department.SALES])[0]
    assert says(mail) == ("REQUEST", "0", begins(made.review))
    assert mail.subject == "Invitation: Review meeting 1"
    text = mail.files[0]["text"]
    assert f"UID:{uid_of(made.review)}" in text
    assert made.people[Department.SALES].email in text.replace("\r\n ", "")
    assert mail.files[0]["media_type"] == "text/calendar; method=REQUEST"
    assert f"/reviews/{made.review.pk}/" in mail.body


@pytest.mark.parametrize(("language", "title", "told"), [
    ("de", "Besprechung 1", ("Einladung: ", "Neue Zeit: ", "Abgesagt: ")),
    ("lt", "Peržiūros susitikimas 1", ("Kvietimas: ", "Naujas laikas: ", "Atšaukta: ")),
    ("ru", "Встреча по обзору идей 1", ("Приглашение: ", "Новое время: ", "Отменено: ")),
    ("zh-hans", "第 1 次评审会议", ("邀请：", "新时间：", "已取消：")),
])  # fmt: skip
def test_each_reads_mail_and_calendar_in_their_language(
    run_jobs: Run, language: str, title: str, told: tuple[str, ...]
) -> None:
    made = table(1, frozen=False)
    Staff.objects.filter(pk=made.people[Department.SALES].pk).update(language=language)
    run_jobs()
    moved(made.again(), meets_at=made.review.meets_at + timedelta(hours=1))
    run_jobs()
    commands.call_off_review(review_id=made.review.pk)
    run_jobs()
    sent = mails(made.review, made.people[Department.SALES])
    assert [mail.subject for mail in sent] == [words + title for words in told]
    for mail in sent:
        assert f"SUMMARY:{title}" in mail.files[0]["text"].replace("\r\n ", "")
        assert not {"please", "meeting", "minutes", "Hello", "take"} & set(mail.body.split())


def test_a_meeting_that_is_moved_keeps_its_uid_and_raises_its_number_and_what_moves_nothing_tells_nobody(
    run_jobs: Run,
) -> None:
    made = table(1, frozen=False)
    run_jobs()
    uid = uid_of(made.review)
    moved(made.again(), quorum=2)
    run_jobs()
    sales = made.people[Department.SALES]
    assert len(mails(made.review, sales)) == 1
    moved(made.again(), meets_at=made.review.meets_at + timedelta(hours=1))
    run_jobs()
    moved(made.again(), minutes=30)
    run_jobs()
    told = mails(made.again(), sales)
    assert [says(mail)[:2] for mail in told] == [("REQUEST", "0"), ("REQUEST", "1"), ("REQUEST", "2")]
    assert says(told[2])[2] == begins(made.review)
    assert told[1].subject == "New time: Review meeting 1"
    assert "is at another time" in told[1].body
    assert all(f"UID:{uid}" in mail.files[0]["text"] for mail in told)


def test_a_meeting_that_is_called_off_leaves_every_calendar_once(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    run_jobs()
    commands.call_off_review(review_id=made.review.pk)
    commands.call_off_review(review_id=made.review.pk)
    run_jobs()
    for person in made.people.values():
        assert [says(mail)[:2] for mail in mails(made.review, person)] == [("REQUEST", "0"), ("CANCEL", "1")]
    off = mails(made.review, made.lead)[1]
    assert "STATUS:CANCELLED" in off.files[0]["text"]
    assert off.subject == "Called off: Review meeting 1"
    assert "does not take place:" in off.body


def test_called_off_before_anybody_was_told_nobody_is_told(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    commands.call_off_review(review_id=made.review.pk)
    run_jobs()
    assert mails(made.review, made.lead) == []


def test_who_does_not_come_any_more_is_told_and_may_be_asked_again(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    sales = made.people[Department.SALES]
    run_jobs()
    commands.uninvite(review_id=made.review.pk, staff=sales)
    run_jobs()
    commands.invite(review_id=made.review.pk, staff=sales)
    run_jobs()
    assert [says(mail)[:2] for mail in mails(made.review, sales)] == [
        ("REQUEST", "0"),
        ("CANCEL", "1"),
        ("REQUEST", "1"),
    ]
    assert [mail.subject for mail in mails(made.review, sales)] == [
        "Invitation: Review meeting 1",
        "You need not come: Review meeting 1",
        "Invitation: Review meeting 1",
    ]
    assert "takes place without you" in mails(made.review, sales)[1].body
    assert len(mails(made.review, made.lead)) == 1


def test_who_is_asked_to_come_after_it_was_moved_reads_an_invitation_and_not_of_a_new_time(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    run_jobs()
    moved(made.again(), meets_at=made.review.meets_at + timedelta(hours=1))
    run_jobs()
    late = make_staff(name="Lena Frost")
    commands.invite(review_id=made.review.pk, staff=late)
    run_jobs()
    [mail] = mails(made.review, late)
    assert (mail.subject, says(mail)[:2]) == ("Invitation: Review meeting 1", ("REQUEST", "1"))


def test_a_reaction_that_runs_again_or_too_late_tells_nobody_twice(run_jobs: Run) -> None:
    made = table(1, frozen=False)
    run_jobs()
    moved(made.again(), meets_at=made.review.meets_at + timedelta(hours=1))
    run_jobs()
    before = OutgoingMail.objects.count()
    for fact in Fact.objects.filter(name="review.attendee_added"):
        invite_by_mail(fact)
    tell_of_new_time(Fact.objects.get(name="review.moved"))
    assert OutgoingMail.objects.count() == before
    commands.call_off_review(review_id=made.review.pk)
    run_jobs()
    before = OutgoingMail.objects.count()
    take_out_of_calendars(Fact.objects.get(name="review.called_off"))
    tell_of_new_time(Fact.objects.get(name="review.moved"))
    assert OutgoingMail.objects.count() == before


def test_as_one_ends_the_next_is_planned_two_weeks_later_with_those_who_came(run_jobs: Run) -> None:
    made = ended(run_jobs)
    later = Review.objects.get(number=2)
    assert later.meets_at == made.review.meets_at + timedelta(days=14)
    assert set(later.attendees.values_list("staff", flat=True)) == {one.pk for one in made.people.values()}
    assert later.state == Review.State.GATHERING
    assert says(mails(later, made.lead)[0]) == ("REQUEST", "0", begins(later))


def test_the_next_meeting_is_at_the_same_time_of_day_also_where_summer_time_ends_before_it() -> None:
    remember(Vendor(time_zone="Europe/Berlin"), seconds=3600)
    with clock.at(datetime(2026, 10, 20, 8, tzinfo=UTC)):
        meets_at = datetime(2026, 10, 20, 22, 30, tzinfo=UTC)
        lead = make_staff(role=Role.PRODUCT)
        first = plan(quorum=1, meets_at=meets_at, rate_until=meets_at - timedelta(hours=1))
        commands.plan_review(plan=first, attendees=[lead], by=lead)
        following = next_plan()
    assert following.meets_at == meets_at + timedelta(days=14, hours=1)
    assert following.capacity_until == date(2026, 11, 18)


def test_the_cadence_of_the_settings_counts_and_it_can_be_switched_off(run_jobs: Run) -> None:
    set_cycle(days=7)
    first = ended(run_jobs)
    second = Review.objects.get(number=2)
    assert second.meets_at == first.review.meets_at + timedelta(days=7)
    Review.objects.filter(pk=second.pk).update(state=Review.State.CALLED_OFF)
    set_cycle(days=7, plans_next=False)
    ended(run_jobs, quorum=2)
    assert not Review.objects.ahead().exists()


def test_it_plans_once_and_not_again_what_was_called_off(run_jobs: Run) -> None:
    ended(run_jobs)
    held = Fact.objects.get(name="review.held")
    plan_the_next(held)
    assert Review.objects.count() == 2
    commands.call_off_review(review_id=Review.objects.get(number=2).pk)
    plan_the_next(held)
    assert not Review.objects.ahead().exists()


def test_where_one_is_planned_already_none_is_planned_beside_it(run_jobs: Run) -> None:
    made = agreed_table(1)
    commands.plan_review(plan=plan(quorum=1), attendees=[made.lead], by=made.lead)
    commands.hold_review(review_id=made.review.pk)
    run_jobs()
    assert Review.objects.ahead().count() == 1


def test_where_nobody_of_those_who_came_is_left_none_is_planned(run_jobs: Run) -> None:
    made = agreed_table(1)
    commands.hold_review(review_id=made.review.pk)
    Staff.objects.filter(pk__in=[one.pk for one in made.people.values()]).update(is_active=False)
    run_jobs()
    assert Review.objects.count() == 1


def ended(run_jobs: Run, **changes: int) -> Table:
    made = agreed_table(1, **changes)
    commands.hold_review(review_id=made.review.pk)
    run_jobs()
    return made


def set_cycle(*, days: int, plans_next: bool = True) -> None:
    standing = commands.standing_cycle()
    commands.set_cycle(
        version=standing.version,
        days=days,
        minutes=45,
        rating_hours=24,
        quorum=3,
        capacity_weeks=16,
        next_meeting="by_itself" if plans_next else "by_hand",
    )
