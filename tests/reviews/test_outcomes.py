"""What was expected, beside what happened 30 and 90 days after an idea went live; and how well ratings told it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.makers import make_area, make_company, make_contact, make_event_name, make_feedback, make_staff
from tests.reviews.tables import Table, agreed_table, decide, yes
from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import Expected, ReviewError
from wellheard.decide.reviews.models import Check, Expectation
from wellheard.decide.reviews.queries.calibration import calibration_of, calibration_of_means
from wellheard.deliver.commands import draft_release, publish_release
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.outcomes import check_what_is_due
from wellheard.listen.usage.models import DailyUse
from wellheard.understand.trends.models import DayVolume
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

pytestmark = pytest.mark.django_db
Run = Callable[[], None]
SignIn = Callable[[Staff], Client]


def live(days: int, *, measure: str = "solved", amount: int = 60, **expected: str) -> Table:
    """Make an idea that was accepted and has been live for so many days."""
    made = agreed_table(1)
    until = (clock.now() + timedelta(days=120)).date()
    draft = yes(expected=Expected(measure, Decimal(amount), until, owner=made.lead, **expected))
    decide(made, made.items()[0], draft)
    Idea.objects.update(status=Idea.Status.SHIPPED)
    Expectation.objects.update(shipped_on=clock.today() - timedelta(days=days))
    return made


def told(made: Table, solved: str) -> None:
    Answer.objects.create(
        contact=make_contact(),
        idea=made.ideas[0],
        occasion="shipped",
        state="sent",
        subject_line="It is live",
        words="It is live.",
        waiting_since=clock.now(),
        owed_at=clock.now(),
        solved=solved,
    )


def test_where_two_meetings_said_yes_what_the_later_one_expects_is_looked_at() -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    earlier = Expectation.objects.get()
    commands.hold_review(review_id=made.review.pk)
    later = agreed_table(1)
    decide(later, later.items()[0], yes())
    Expectation.objects.exclude(pk=earlier.pk).update(idea=made.ideas[0])
    for _time in range(2):
        commands.note_live(idea_id=made.ideas[0].pk, day=clock.today())
        earlier.refresh_from_db()
        assert earlier.shipped_on is None
    assert Expectation.objects.get(shipped_on=clock.today()).verdict.item.review == later.review


def test_the_days_are_counted_from_the_release(run_jobs: Run) -> None:
    made = agreed_table(1)
    decide(made, made.items()[0], yes())
    release = draft_release(title="June", notes="New layouts.", idea_ids=[made.ideas[0].pk], by=None)
    publish_release(release_id=release.pk)
    run_jobs()
    assert Expectation.objects.get().shipped_on == clock.today()


@pytest.mark.parametrize(("days", "looked_at"), [(29, []), (30, [30]), (89, [30]), (90, [30, 90])])
def test_an_idea_is_looked_at_once_after_30_and_once_after_90_days(days: int, looked_at: list[int]) -> None:
    live(days)
    check_what_is_due()
    check_what_is_due()
    assert sorted(Check.objects.values_list("days", flat=True)) == looked_at
    assert Fact.objects.filter(name="expectation.checked").count() == len(looked_at)


@pytest.mark.parametrize(
    ("answers", "amount", "judgement"),
    [
        (["yes"] * 4 + ["no"], 80, "met"),
        (["yes"] * 2 + ["no"] * 3, 40, "partly"),
        (["no"] * 5, 0, "missed"),
    ],
)
def test_answers_of_enough_people_judge_by_themselves(answers: list[str], amount: int, judgement: str) -> None:
    made = live(31)
    for solved in answers:
        told(made, solved)
    check_what_is_due()
    check = Check.objects.get()
    assert check.amount == amount
    assert check.judgement == judgement
    assert not Task.objects.open().filter(kind="judge_expectation").exists()


def test_where_too_few_answered_the_owner_is_asked_once() -> None:
    made = live(31)
    told(made, "yes")
    check_what_is_due()
    check_what_is_due()
    check = Check.objects.get()
    assert (check.amount, check.judgement, check.found["said"]) == (None, "", 1)
    assert Task.objects.open().get(kind="judge_expectation").assignee == made.lead


def test_use_is_counted_among_the_companies_that_asked_alone() -> None:
    event = make_event_name(name="Layout saved")
    made = live(31, measure="adoption", amount=50, event="Layout saved")
    asking = Company.objects.get(name__startswith="Company")
    other = make_contact(company=make_company())
    link_feedback(feedback_id=make_feedback("Me too.", contact=other).pk, idea_id=made.ideas[0].pk, by=None)
    day = clock.today() - timedelta(days=3)
    for company in (asking, make_company()):
        DailyUse.objects.create(day=day, company=company, event=event, count=2)
    check_what_is_due()
    check = Check.objects.get()
    assert (check.found["companies"], check.found["using"]) == (2, 1)
    assert check.amount == 50


def test_companies_that_left_do_not_count_as_kept() -> None:
    live(31, measure="renewals", amount=90)
    Company.objects.update(stage=Company.Stage.LOST)
    check_what_is_due()
    check = Check.objects.get()
    assert check.amount == 0
    assert check.judgement == "missed"


def test_how_much_is_said_is_compared_with_as_many_days_before() -> None:
    made = live(30, measure="volume", amount=50)
    area = make_area()
    Idea.objects.filter(pk=made.ideas[0].pk).update(area=area)
    today = clock.today()
    for days_ago, count in ((70, 99), (40, 10), (10, 4)):
        DayVolume.objects.create(
            day=today - timedelta(days=days_ago), area_id=area.pk, count=count, confirmed_count=0, brought_count=0
        )
    check_what_is_due()
    check = Check.objects.get()
    assert (check.found["before"], check.found["after"]) == (10, 4)
    assert check.amount == 60


def test_its_owner_says_how_it_went_and_nobody_else(signed_in: SignIn) -> None:
    made = live(31, measure="other", words="Fewer phone calls")
    check_what_is_due()
    check = Check.objects.get()
    address = f"/reviews/checks/{check.pk}/"
    said = {"judgement": "partly", "words": "Some still call.", "took_weeks": "4"}
    stranger = signed_in(make_staff(role=Role.SUCCESS))
    assert stranger.post(address, said).status_code == 422
    owner = signed_in(made.lead)
    shown = owner.get(address).text
    assert "Fewer phone calls" in shown
    assert (
        shown.index("People who were told")
        < shown.index("Of them said how it went")
        < shown.index("Companies that asked")
    )
    assert owner.post(address, {"judgement": "great"}).status_code == 422
    owner.post(address, said)
    check.refresh_from_db()
    assert (check.judgement, check.judged_by) == ("partly", made.lead)
    assert check.expectation.took_weeks == 4
    assert not Task.objects.open().filter(kind="judge_expectation").exists()
    assert "Partly" in owner.get("/reviews/").text


def test_a_judgement_that_makes_no_sense_is_refused() -> None:
    live(31)
    check_what_is_due()
    with pytest.raises(ReviewError, match="more than none"):
        commands.judge_check(
            check_id=Check.objects.get().pk, judgement="met", words="", by=make_staff(), took_weeks=Decimal(0)
        )


def test_an_idea_that_is_not_live_any_more_is_not_looked_at(run_jobs: Run) -> None:
    made = live(31)
    Idea.objects.filter(pk=made.ideas[0].pk).update(status=Idea.Status.UNDER_REVIEW)
    assert check_what_is_due() == 0


def test_how_well_ratings_told_what_came_is_said_of_three_ideas_and_not_of_two() -> None:
    made = agreed_table(3, worth=5, weeks=1)
    for item in made.items():
        decide(made, item, yes())
    Expectation.objects.update(took_weeks=Decimal(2))
    for expectation in Expectation.objects.order_by("pk")[:2]:
        Check.objects.create(expectation=expectation, days=30, judgement="met", checked_at=clock.now())
    assert calibration_of(made.lead).tells == ""
    last = Expectation.objects.order_by("pk")[2]
    Check.objects.create(expectation=last, days=30, judgement="missed", checked_at=clock.now())
    hers, means = calibration_of(made.lead), calibration_of_means()
    assert hers.brier == pytest.approx(1 / 3)
    assert hers.tells == "surprised"
    assert (means.ideas, means.within, means.estimated) == (3, 3, 3)
    # The later look back counts.
    Check.objects.create(expectation=last, days=90, judgement="met", checked_at=clock.now())
    assert calibration_of(made.lead).tells == "well"


def test_ratings_that_are_not_open_calibrate_nobody() -> None:
    assert calibration_of(make_staff()).ideas == 0
