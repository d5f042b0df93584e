"""How Northwind weighs ideas in the demo story: what it estimates, with its doubt, and what comes out."""

from wellheard.decide.demand.commands import add_standard_formulas, estimate, score_ideas
from wellheard.decide.demand.models import Formula
from wellheard.decide.demand.scores.ranking import Room
from wellheard.web.demo.reading import rows
from wellheard.web.demo.stage import Story

INPUTS = ("reach", "impact", "confidence", "effort")
# Person-months there are, and from where the draws begin: the same story has the same ranks.
CAPACITY, SEED = 12, 7
WEIGHED_DAYS_AGO = 13


def weigh(story: Story) -> None:
    """Estimate what goes into each idea's score, and score them together."""
    by = story.staff["Marta Lind"]
    add_standard_formulas()
    told = rows("estimates")
    for row in told:
        for name in INPUTS:
            low, likely, high = map(float, row[name].split())
            estimate(idea_id=story.ideas[row["idea"]].pk, name=name, low=low, likely=likely, high=high, by=by)
    formula = Formula.objects.filter(key="rice").latest("number")
    ids = [story.ideas[row["idea"]].pk for row in told]
    score_ideas(formula_id=formula.pk, idea_ids=ids, room=Room(capacity=CAPACITY), by=by, seed=SEED)
