"""What is talked about first, what fits into the room there is, and what falls out."""

from decimal import Decimal

import pytest

from tests.makers import make_company, make_contact, make_feedback
from tests.reviews.tables import Department, Table, decide, plan, table, yes
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.queries.opinions import Opinion, agenda_of, falls_out, money_of, opinions_of, room_of

pytestmark = pytest.mark.django_db


def rated(*rows: tuple[int, int, int, int], weeks: tuple[float, ...], room: int = 10) -> Table:
    """Make ideas rated by Product, Engineering, Support and Sales, and there all of them."""
    made = table(len(rows), capacity_weeks=Decimal(room))
    by_department = {name: [row[place] for row in rows] for place, name in enumerate(made.people)}
    made.rate_all(by_department, weeks)
    made.all_there()
    made.again()
    return made


def titles(opinions: list[Opinion]) -> list[str]:
    return [one.item.idea.title for one in opinions]


def test_the_most_disputed_comes_first() -> None:
    made = rated((4, 4, 4, 4), (1, 5, 5, 1), (3, 4, 3, 2), weeks=(1, 1, 1))
    agenda = agenda_of(opinions_of(made.review))
    assert titles(agenda) == ["Idea 2", "Idea 3", "Idea 1"]
    assert [one.distance for one in agenda] == ["far", "some", "agreed"]


def test_a_difference_that_decides_what_fits_comes_before_a_larger_one_that_does_not() -> None:
    # Idea 1 fits by its mean and would not by its lowest; the others are far apart where nothing hangs on it.
    made = rated((5, 5, 5, 3), (3, 4, 5, 4), (1, 1, 1, 4), weeks=(5, 5, 1), room=5)
    agenda = agenda_of(opinions_of(made.review))
    # Idea 3 is the most disputed and comes last; of the two others, as disputed as each other, the better rated comes first.
    assert [(one.item.idea.title, one.spread, one.crosses) for one in agenda] == [
        ("Idea 1", 2, True),
        ("Idea 2", 2, True),
        ("Idea 3", 3, False),
    ]


def test_a_large_department_does_not_outvote_a_small_one() -> None:
    made = rated((5, 1, 1, 1), weeks=(1,))
    assert opinions_of(made.review)[0].mean == 2


def test_accepting_one_shows_what_falls_out() -> None:
    made = rated((5, 5, 5, 5), (4, 4, 4, 4), (3, 3, 3, 3), weeks=(4, 4, 8), room=8)
    opinions = opinions_of(made.review)
    room = room_of(made.review, opinions)
    assert titles(falls_out(opinions[2], opinions, room)) == ["Idea 1", "Idea 2"]
    assert falls_out(opinions[0], opinions, room) == []


def test_what_was_accepted_and_is_under_way_takes_room_at_the_next_meeting_too() -> None:
    made = rated((5, 5, 5, 5), weeks=(4,))
    decide(made, made.items()[0], yes())
    assert room_of(made.review, opinions_of(made.review)).left == 6
    later = table(1, capacity_weeks=Decimal(10), taken_weeks=Decimal(2))
    assert room_of(later.review, opinions_of(later.review)).left == 4


def test_what_is_decided_anew_because_it_changed_takes_its_room_once() -> None:
    made = rated((5, 5, 5, 5), weeks=(4,))
    idea = made.ideas[0]
    decide(made, made.items()[0], yes())
    commands.hold_review(review_id=made.review.pk)
    again = meet_again(made, weeks=3)
    # Until it is decided anew nothing is taken by it: its room is what is talked about.
    assert room_of(again.review, opinions_of(again.review)).left == 10
    decide(again, again.items()[0], yes(reason="Still."))
    room = room_of(again.review, opinions_of(again.review))
    assert [(piece.idea, piece.weeks) for piece in room.pieces] == [(idea, Decimal(3))]
    later = table(1, capacity_weeks=Decimal(10))
    pieces = room_of(later.review, opinions_of(later.review)).pieces
    assert [(piece.idea, piece.weeks) for piece in pieces] == [(idea, Decimal(3))]


def test_the_kinds_of_money_that_fall_out_stay_apart_and_one_company_that_pays_most_is_named() -> None:
    made = table(1, frozen=False)
    another = make_feedback("Me too.", contact=make_contact(company=make_company(mrr=10)))
    link_feedback(feedback_id=another.pk, idea_id=made.ideas[0].pk, by=None)
    Idea.objects.update(lost_deals_minor=70_000, pipeline_minor=90_000)
    commands.freeze_review(review_id=made.review.pk, by=None)
    money = money_of(made.items()[0])
    assert (money["mrr_minor"], money["lost_deals_minor"], money["pipeline_minor"]) == (11_000, 70_000, 90_000)
    assert (money["companies"], round(money["largest_share"], 2)) == (2, 0.91)


def meet_again(made: Table, *, weeks: float) -> Table:
    """Put the same ideas on the next table, and let the same people rate them."""
    review = commands.plan_review(plan=plan(minutes=30), attendees=made.people.values(), by=made.lead)
    for idea in made.ideas:
        commands.put_on_table(review_id=review.pk, idea_id=idea.pk, by=None)
    commands.freeze_review(review_id=review.pk, by=None)
    again = Table(review, made.people, made.ideas)
    again.rate_all({name: [5] for name in made.people}, (weeks,))
    again.all_there()
    again.again()
    return again


def test_nothing_is_said_of_ideas_before_the_ratings_are_open() -> None:
    made = table(2)
    made.rate(Department.SALES, [5, 1])
    made.hand_in(Department.SALES)
    assert {(one.mean, one.weeks, one.distance) for one in opinions_of(made.again())} == {(None, None, "")}
