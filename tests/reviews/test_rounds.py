"""Blind ratings: frozen, rated alone, handed in, and opened for everybody at once."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.makers import make_staff
from tests.reviews.tables import Department, plan, table
from wellheard.decide.commands import edit_idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import RatingDraft, ReviewError
from wellheard.decide.reviews.models import Attendee, Rating, Review
from wellheard.decide.reviews.queries.opinions import opinions_of
from wellheard.decide.reviews.queries.snapshots import hash_of
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
ALL = (Department.PRODUCT, Department.ENGINEERING, Department.SUPPORT, Department.SALES)


def test_what_was_known_when_it_was_frozen_stays_whatever_changes_later() -> None:
    made = table(1)
    item, idea = made.items()[0], made.ideas[0]
    edit_idea(idea_id=idea.pk, version=idea.version, title="Something else", area=None, owner=None, problem="Other.")
    item.refresh_from_db()
    assert item.snapshot["texts"]["title"] == "Idea 1"
    assert item.snapshot["money"]["mrr_minor"] == 10_000
    assert item.snapshot["quote"] == idea.loudest_id
    assert item.snapshot_sha256 == hash_of(item.snapshot)
    assert made.review.frozen_sha256 == hash_of([item.snapshot_sha256])


def test_the_words_of_customers_are_not_copied_into_a_snapshot() -> None:
    assert "Please" not in str(table(1).items()[0].snapshot)


def test_freezing_twice_asks_everybody_once() -> None:
    made = table()
    commands.freeze_review(review_id=made.review.pk, by=None)
    assert Task.objects.open().filter(kind="rate_ideas").count() == 4
    assert Fact.objects.filter(name="review.frozen").count() == 1


def test_an_empty_table_is_not_frozen_and_a_frozen_one_takes_no_more_ideas() -> None:
    made = table(0, frozen=False)
    with pytest.raises(ReviewError, match="no idea on the table"):
        commands.freeze_review(review_id=made.review.pk, by=None)
    frozen = table(1, meets_at=clock.now() + timedelta(days=9))
    with pytest.raises(ReviewError, match="can no longer be changed"):
        commands.put_on_table(review_id=frozen.review.pk, idea_id=made.ideas[0].pk if made.ideas else 1, by=None)


def test_a_department_answers_only_its_own_questions() -> None:
    made = table(1)
    weeks = (Decimal(1), Decimal(2), Decimal(3))
    draft = RatingDraft(made.items()[0].pk, "effort", weeks=weeks)
    with pytest.raises(ReviewError, match="another department"):
        commands.rate(review_id=made.review.pk, by=made.people[Department.SALES], drafts=[draft])
    commands.rate(review_id=made.review.pk, by=made.people[Department.ENGINEERING], drafts=[draft])
    assert Rating.objects.get().likely_weeks == 2


@pytest.mark.parametrize("value", [0, 6, None])
def test_a_rating_is_one_to_five(value: int | None) -> None:
    made = table(1)
    draft = RatingDraft(made.items()[0].pk, "worth", value, weeks=(Decimal(1),) * 3)
    with pytest.raises(ReviewError, match="one to five"):
        commands.rate(review_id=made.review.pk, by=made.people[Department.SALES], drafts=[draft])


@pytest.mark.parametrize("weeks", [(2, 1, 3), (0, 1, 2), (1, 2, 1000)])
def test_weeks_go_from_low_to_high(weeks: tuple[int, int, int]) -> None:
    made = table(1)
    low, likely, high = map(Decimal, weeks)
    draft = RatingDraft(made.items()[0].pk, "effort", weeks=(low, likely, high))
    with pytest.raises(ReviewError, match="from low to high"):
        commands.rate(review_id=made.review.pk, by=made.people[Department.ENGINEERING], drafts=[draft])


def test_who_was_not_asked_to_come_does_not_rate() -> None:
    made = table(1)
    with pytest.raises(ReviewError, match="Only who comes"):
        commands.rate(review_id=made.review.pk, by=make_staff(), drafts=[])


def test_nobody_admins_included_reads_what_others_gave_before_all_are_in() -> None:
    made = table(1)
    admin = make_staff(role=Role.ADMIN)
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    assert not Rating.objects.readable_by(admin).exists()
    assert not Rating.objects.readable_by(made.lead).exists()
    assert Rating.objects.readable_by(made.people[Department.SALES]).count() == 1
    assert opinions_of(made.again())[0].points == []


def test_with_the_last_one_all_ratings_open() -> None:
    made = table(1)
    made.rate_all({ALL[0]: [2], ALL[1]: [1], ALL[2]: [5]}, [3])
    assert made.again().state == Review.State.RATING
    made.rate_all({ALL[3]: [5]}, [])
    assert made.again().state == Review.State.REVEALED
    one = opinions_of(made.review)[0]
    assert (one.distance, one.mean) == ("far", 3.25)
    assert one.weeks == 3
    assert not Task.objects.open().filter(kind="rate_ideas").exists()


def test_no_fact_tells_what_somebody_gave() -> None:
    made = table(1)
    made.rate_all({key: [4] for key in ALL}, [3])
    facts = Fact.objects.filter(name__startswith="review.")
    assert {key for fact in facts for key in fact.details}.isdisjoint({"value", "worth", "weeks", "rating"})


def test_handing_in_needs_every_answer_and_is_for_good() -> None:
    made = table(2)
    item = made.items()[0]
    commands.rate(review_id=made.review.pk, by=made.people[Department.SALES], drafts=[RatingDraft(item.pk, "worth", 3)])
    with pytest.raises(ReviewError, match="1 answer is still missing"):
        made.hand_in(Department.SALES)
    made.rate(Department.SALES, [3, 3])
    made.hand_in(Department.SALES)
    made.hand_in(Department.SALES)
    with pytest.raises(ReviewError, match="handed in"):
        made.rate(Department.SALES, [1, 1])
    assert Fact.objects.filter(name="review.handed_in").count() == 1


def test_closing_the_round_opens_what_is_in_and_forgets_what_was_only_begun() -> None:
    made = table(1)
    made.rate(Department.SALES, [5])
    with pytest.raises(ReviewError, match="Nobody has handed in"):
        commands.reveal_review(review_id=made.review.pk)
    made.hand_in(Department.SALES)
    made.rate(Department.SUPPORT, [1])
    commands.reveal_review(review_id=made.review.pk)
    commands.reveal_review(review_id=made.review.pk)
    assert [point.department for point in opinions_of(made.again())[0].points] == [Department.SALES]
    assert Fact.objects.filter(name="review.revealed").count() == 1


def test_a_round_closes_by_itself_when_its_time_is_up_but_not_empty() -> None:
    made = table(1)
    with clock.at(made.review.rate_until + timedelta(minutes=1)):
        assert commands.reveal_what_is_due() == 0
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    assert commands.reveal_what_is_due() == 0
    with clock.at(made.review.rate_until + timedelta(minutes=1)):
        assert commands.reveal_what_is_due() == 1
    assert made.again().state == Review.State.REVEALED


def test_who_has_not_handed_in_is_reminded_once_a_day_before() -> None:
    made = table(1)
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    assert commands.remind_raters() == 0
    with clock.at(made.review.rate_until - timedelta(hours=3)):
        assert commands.remind_raters() == 3
        assert commands.remind_raters() == 0
    assert Attendee.objects.exclude(reminded_at=None).count() == 3


def test_who_left_is_not_waited_for() -> None:
    made = table(1)
    gone = made.people[Department.SALES]
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    made.rate_all({key: [4] for key in ALL[:3]}, [3])
    assert made.again().is_revealed


def test_questions_changed_later_leave_a_frozen_meeting_as_it_is() -> None:
    made = table(1)
    row = commands.standing_questions()[0]
    commands.edit_criterion(
        criterion_id=row.pk, version=row.version, question="Else?", low="", high="", departments=row.departments
    )
    made.rate(Department.SUPPORT, [4])
    assert made.again().questions[0]["question"] == "What is it worth to customers?"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"meets_at": "past"}, "in the past"),
        ({"rate_until": "after"}, "before the meeting begins"),
        ({"quorum": 0}, "departments must be there"),
        ({"taken_weeks": Decimal(-1)}, "never less than none"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_not_planned(changes: dict[str, object], refusal: str) -> None:
    now = clock.now()
    times = {"past": now - timedelta(hours=1), "after": now + timedelta(days=3)}
    wanted = {key: times.get(str(value), value) for key, value in changes.items()}
    with pytest.raises(ReviewError, match=refusal):
        commands.plan_review(plan=plan(**wanted), attendees=[make_staff()], by=None)


def test_a_double_click_plans_one_meeting_and_each_has_the_next_number() -> None:
    lead, when = make_staff(), plan()
    one = commands.plan_review(plan=when, attendees=[lead], by=lead)
    assert commands.plan_review(plan=when, attendees=[lead], by=lead) == one
    other = commands.plan_review(plan=plan(quorum=2), attendees=[lead], by=lead)
    assert (one.number, other.number) == (1, 2)


def test_a_meeting_called_off_asks_nobody_any_more() -> None:
    made = table(1)
    commands.call_off_review(review_id=made.review.pk)
    commands.call_off_review(review_id=made.review.pk)
    assert not Task.objects.open().exists()
    assert Fact.objects.filter(name="review.called_off").count() == 1
