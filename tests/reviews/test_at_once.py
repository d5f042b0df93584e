"""Two who lead, and people who rate, at the same moment: one of them is first, and the other is told or changes nothing."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests import meanwhile
from tests.makers import make_idea
from tests.meanwhile import ours_first
from tests.reviews.tables import Department, Table, agreed_table, decide, table, yes
from tests.reviews.test_verdicts import not_now
from wellheard.decide.commands import DecisionError, IdeaError, merge_ideas
from wellheard.decide.models import Decision
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import RatingDraft, ReviewError
from wellheard.decide.reviews.models import Expectation, Rating, Review, ReviewItem, Verdict
from wellheard.decide.reviews.queries.opinions import opinions_of
from wellheard.foundation.facts.models import Fact
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3
REFUSALS = (ReviewError, DecisionError, IdeaError)
together = partial(meanwhile.together, refusals=REFUSALS)


def refusals(given: list[Any]) -> list[str]:
    return [str(one) for one in given if isinstance(one, REFUSALS)]


def deciding(made: Table, item: ReviewItem, draft: commands.VerdictDraft, department: str) -> Callable[[], Any]:
    """Decide as somebody whose page shows the idea as it stands now."""
    item.idea.refresh_from_db()
    return partial(
        commands.decide_item,
        review_id=made.review.pk,
        item_id=item.pk,
        version=item.idea.version,
        draft=draft,
        by=made.people[department],
    )


def test_two_who_say_yes_at_once_say_it_once() -> None:
    made = agreed_table(ROUNDS, weeks=1)
    for item in made.items():
        given = together(
            deciding(made, item, yes(), Department.PRODUCT), deciding(made, item, yes(), Department.SUPPORT)
        )
        assert refusals(given) == []
        assert {verdict.pk for verdict in given} == {Verdict.objects.get(item=item).pk}
    for rows in (Verdict, Decision, Expectation):
        assert rows.objects.count() == ROUNDS
    assert Fact.objects.filter(name="review.idea_decided").count() == ROUNDS
    assert Task.objects.filter(kind="begin_accepted").count() == ROUNDS


def test_of_two_who_say_otherwise_at_once_one_decides_and_the_other_is_told_what_stands() -> None:
    made = agreed_table(ROUNDS, weeks=1)
    for item in made.items():
        given = together(
            deciding(made, item, yes(), Department.PRODUCT), deciding(made, item, not_now(), Department.SUPPORT)
        )
        stands = Verdict.objects.select_related("decided_by").get(item=item)
        said = f"{stands.decided_by} recorded “{stands.get_outcome_display()}” for this idea meanwhile. It stands."
        assert refusals(given) == [said]
        assert Decision.objects.get(idea=item.idea_id).outcome == {"accept": "yes"}.get(stands.outcome, stands.outcome)


def test_who_decides_while_another_opens_the_ratings_waits_and_decides_by_them() -> None:
    made = table(1)
    for department in (Department.PRODUCT, Department.SUPPORT, Department.SALES):
        made.rate(department, [1])
        made.hand_in(department)
    made.all_there()
    item = made.items()[0]
    with ours_first(
        lambda: commands.reveal_review(review_id=made.review.pk), deciding(made, item, yes(), Department.PRODUCT)
    ) as done:
        assert not done.done()
    # Nobody saw the ratings yet who said yes: they speak against it, and that needs a reason.
    with pytest.raises(ReviewError, match="against what the ratings say"):
        done.result()
    assert not Verdict.objects.exists()


def test_who_decides_while_another_ends_the_meeting_is_told_that_it_is_over() -> None:
    made = agreed_table(1)
    item = made.items()[0]
    with ours_first(
        lambda: commands.hold_review(review_id=made.review.pk), deciding(made, item, yes(), Department.SUPPORT)
    ) as done:
        pass
    with pytest.raises(ReviewError, match="This meeting is over"):
        done.result()
    assert not Decision.objects.exists()
    assert Fact.objects.get(name="review.held").details["undecided"] == 1


def test_two_who_freeze_at_once_freeze_once_and_ask_everybody_once() -> None:
    for number in range(ROUNDS):
        made = table(2, frozen=False, quorum=number + 1)
        freeze = partial(commands.freeze_review, review_id=made.review.pk, by=None)
        given = together(freeze, freeze)
        assert refusals(given) == []
        assert given[0].frozen_sha256 == given[1].frozen_sha256 != ""
        assert given[0].frozen_at == given[1].frozen_at
        seats = made.review.attendees.values("pk")
        assert Task.objects.filter(kind="rate_ideas", subject_id__in=seats).count() == len(made.people)
    assert Fact.objects.filter(name="review.frozen").count() == ROUNDS


def test_an_idea_that_is_put_on_the_table_as_it_freezes_is_frozen_with_it_or_refused() -> None:
    for number in range(ROUNDS):
        made, other = table(1, frozen=False, quorum=number + 1), make_idea(f"Late {number}")
        given = together(
            partial(commands.freeze_review, review_id=made.review.pk, by=None),
            partial(commands.put_on_table, review_id=made.review.pk, idea_id=other.pk, by=None),
        )
        assert made.review.items.filter(snapshot_sha256="").count() == 0
        assert made.review.items.filter(idea=other).exists() is (refusals(given) == [])


def test_a_rating_that_arrives_as_the_round_is_closed_is_refused_and_read_by_nobody() -> None:
    made = table(1)
    made.rate(Department.SALES, [5])
    made.hand_in(Department.SALES)
    draft = RatingDraft(made.items()[0].pk, "worth", 1)
    late = partial(commands.rate, review_id=made.review.pk, by=made.people[Department.SUPPORT], drafts=[draft])
    with ours_first(lambda: commands.reveal_review(review_id=made.review.pk), late) as done:
        assert not done.done()
    with pytest.raises(ReviewError, match="ratings are open already"):
        done.result()
    assert [point.value for point in opinions_of(made.again())[0].points] == [5]
    assert Rating.objects.count() == 1


def test_who_hands_in_as_the_round_is_closed_counts_whole_or_not_at_all() -> None:
    for number in range(ROUNDS):
        made = table(2, quorum=number + 1)
        for department in (Department.SALES, Department.SUPPORT):
            made.rate(department, [4, 2])
        made.hand_in(Department.SALES)
        given = together(
            partial(commands.reveal_review, review_id=made.review.pk),
            partial(commands.hand_in, review_id=made.review.pk, by=made.people[Department.SUPPORT]),
        )
        in_time = refusals(given) == []
        points = [{point.department for point in one.points} for one in opinions_of(made.again())]
        assert points == [{Department.SALES, Department.SUPPORT} if in_time else {Department.SALES}] * 2
        assert made.review.state == Review.State.REVEALED


def test_the_last_two_who_hand_in_at_once_open_the_ratings_once() -> None:
    for number in range(ROUNDS):
        made = table(1, quorum=number + 1)
        for department in made.people:
            made.rate(department, [4], [2] if department == Department.ENGINEERING else ())
        first, second, *last = made.people
        made.hand_in(first)
        made.hand_in(second)
        given = together(*(partial(commands.hand_in, review_id=made.review.pk, by=made.people[name]) for name in last))
        assert refusals(given) == []
        assert made.again().state == Review.State.REVEALED
        facts = Fact.objects.filter(name="review.revealed", subject_id=made.review.pk)
        assert [fact.details["how"] for fact in facts] == ["all_in"]
        assert Rating.objects.filter(item__review=made.review).count() == len(made.people) + 1


def test_a_decision_that_waits_for_a_merge_is_made_about_the_idea_that_stays_or_refused() -> None:
    made, target = agreed_table(1), make_idea("The one that stays")
    item = made.items()[0]
    act = deciding(made, item, yes(), Department.PRODUCT)
    with ours_first(lambda: merge_ideas(source_id=item.idea_id, target_id=target.pk, by=None), act) as done:
        pass
    with pytest.raises(REFUSALS):
        done.result()
    assert not Decision.objects.exists()
    # Loaded again, the page shows the idea that stays, and it can be decided about.
    decide(made, made.items()[0], yes())
    assert Decision.objects.get().idea_id == target.pk


def test_two_who_talk_about_two_ideas_at_once_talk_about_one() -> None:
    made = agreed_table(2)
    for _round in range(ROUNDS):
        given = together(
            *(partial(commands.start_talk, review_id=made.review.pk, item_id=item.pk) for item in made.items())
        )
        assert refusals(given) == []
        assert made.review.items.exclude(talk_until=None).count() == 1
