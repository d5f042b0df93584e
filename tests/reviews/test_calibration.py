"""How well formulas told what came: said of those that were asked before the work was live, and kindly."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.reviews.tables import Table, agreed_table, decide, plan, yes
from wellheard.decide.demand.models import Formula, Score, Scoring
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.models import Check, Expectation, Review
from wellheard.decide.reviews.queries.formulas import calibration_of_formulas
from wellheard.foundation import clock
from wellheard.workspace.models import Staff

pytestmark = pytest.mark.django_db
SignIn = Callable[[Staff], Client]


def came_to(*judgements: str) -> Table:
    """Make ideas that went live today and of which it is known what they brought."""
    made = agreed_table(len(judgements), weeks=1, capacity_weeks=Decimal(20))
    for item in made.items():
        decide(made, item, yes())
    Expectation.objects.update(shipped_on=clock.today())
    for expectation, judgement in zip(Expectation.objects.order_by("pk"), judgements, strict=True):
        Check.objects.create(expectation=expectation, days=30, judgement=judgement, checked_at=clock.now())
    return made


def formula(name: str = "RICE", number: int = 1) -> Formula:
    return Formula.objects.create(
        key=name.lower(), number=number, kind=Formula.Kind.RICE, name=name, text="reach / effort", made_at=clock.now()
    )


def scored(by: Formula, made: Table, values: Sequence[float], *, days_ago: int = 10) -> None:
    """Let a formula have given each idea a score."""
    scoring = Scoring.objects.create(formula=by, seed=1, draws=10, made_at=clock.now() - timedelta(days=days_ago))
    for idea, value in zip(made.ideas, values, strict=False):
        Score.objects.create(
            scoring=scoring, idea=idea, inputs={}, likely=value, low=value, high=value, place=1, place_best=1,
            place_worst=1, chance=0.5,
        )  # fmt: skip


def told() -> list[tuple[str, int, int, float, str]]:
    return [(one.name, one.ideas, one.pairs, one.right, one.tells) for one in calibration_of_formulas()]


@pytest.mark.parametrize(
    ("values", "right", "tells"),
    [((9, 5, 1), 3, "well"), ((1, 5, 9), 0, "surprised"), ((9, 1, 5), 2, "somewhat"), ((5, 5, 5), 1.5, "surprised")],
)
def test_a_formula_tells_well_that_puts_the_better_one_first(
    values: tuple[float, ...], right: float, tells: str
) -> None:
    made = came_to("met", "partly", "missed")
    scored(formula(), made, values)
    assert told() == [("RICE", 3, 3, right, tells)]


def test_of_few_ideas_or_of_ideas_that_brought_the_same_nothing_is_said() -> None:
    made = came_to("met", "missed", "met")
    scored(formula(), made, (9, 1))
    assert told() == []
    scored(formula("WSJF"), made, (9, 1, 5))
    assert [one[0] for one in told()] == ["WSJF"]
    Check.objects.update(judgement="met")
    assert told() == []


def test_a_score_made_once_it_was_live_does_not_count_and_the_last_one_before_does() -> None:
    made, rice = came_to("met", "partly", "missed"), formula()
    scored(rice, made, (1, 5, 9), days_ago=20)
    scored(rice, made, (9, 5, 1), days_ago=2)
    scored(rice, made, (1, 5, 9), days_ago=0)
    assert told() == [("RICE", 3, 3, 3, "well")]


def test_versions_of_a_formula_are_not_compared_with_each_other() -> None:
    made = came_to("met", "partly", "missed")
    scored(formula(), made, (9, 5, 1))
    scored(formula(number=2), made, (1, 5, 9))
    assert told() == [("RICE", 3, 3, 3, "well"), ("RICE", 3, 3, 0, "surprised")]


def test_the_next_meeting_reads_it(signed_in: SignIn) -> None:
    made = came_to("met", "partly", "missed")
    scored(formula(), made, (1, 5, 9))
    commands.hold_review(review_id=made.review.pk)
    review = commands.plan_review(plan=plan(quorum=1), attendees=[made.lead], by=None)
    Review.objects.filter(pk=review.pk).update(
        state=Review.State.REVEALED, frozen_at=clock.now(), revealed_at=clock.now()
    )
    for page in (f"/reviews/{review.pk}/", "/reviews/"):
        text = signed_in(made.lead).get(page).text
        assert "RICE, of 3 ideas: in 0 of 3 pairs" in text, page
        assert "perhaps its estimates want another look" in text, page
