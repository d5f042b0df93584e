"""Who has heard back about an idea, who still waits, and for whom it solved the problem."""

from dataclasses import dataclass

from django.db.models import Count

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea

Occasion, State, Solved = Answer.Occasion, Answer.State, Answer.Solved

# What an idea's status means for whoever asked.
_OCCASIONS: dict[str, Answer.Occasion] = {
    Idea.Status.PLANNED: Occasion.DECIDED,
    Idea.Status.BUILDING: Occasion.DECIDED,
    Idea.Status.BETA: Occasion.DECIDED,
    Idea.Status.SHIPPED: Occasion.SHIPPED,
    Idea.Status.NOT_NOW: Occasion.NOT_NOW,
    Idea.Status.ALREADY_POSSIBLE: Occasion.ALREADY_POSSIBLE,
}


@dataclass(frozen=True)
class Hearing:
    """How many of those who are owed the latest news are told, on their way and waiting for a person; and what they said."""

    owed: int = 0
    told: int = 0
    held: int = 0
    by_hand: int = 0
    failed: int = 0
    asked: int = 0
    solved: int = 0
    partly: int = 0
    not_solved: int = 0
    reopened: int = 0

    @property
    def waiting(self) -> int:
        return self.owed - self.told

    @property
    def answered(self) -> int:
        """How many said whether it solved their problem."""
        return self.solved + self.partly + self.not_solved


def hearing(idea: Idea) -> Hearing:
    """Return who has heard the latest news about an idea, in one query."""
    rows = list(
        Answer.objects.filter(idea=idea)
        .exclude(state=State.DROPPED)
        .order_by()
        .values_list("occasion", "state", "solved")
        .annotate(Count("pk"))
    )
    states: dict[str, int] = {}
    verdicts: dict[str, int] = {}
    asked = reopened = 0
    for occasion, state, verdict, count in rows:
        if occasion == _OCCASIONS.get(idea.status):
            states[state] = states.get(state, 0) + count
        if occasion == Occasion.REOPENED:
            reopened += count
        if occasion in {Occasion.SHIPPED, Occasion.ALREADY_POSSIBLE} and state in Answer.REACHED:
            asked += count
            verdicts[verdict] = verdicts.get(verdict, 0) + count
    return Hearing(
        owed=sum(states.values()),
        told=sum(states.get(state, 0) for state in Answer.REACHED),
        held=states.get(State.HELD, 0) + states.get(State.QUEUED, 0),
        by_hand=states.get(State.OWED, 0),
        failed=states.get(State.FAILED, 0) + states.get(State.BOUNCED, 0),
        asked=asked,
        solved=verdicts.get(Solved.YES, 0),
        partly=verdicts.get(Solved.PARTLY, 0),
        not_solved=verdicts.get(Solved.NO, 0),
        reopened=reopened,
    )
