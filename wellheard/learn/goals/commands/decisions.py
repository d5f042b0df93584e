"""Say for which key results a decision was made."""

from collections.abc import Collection

from django.db import transaction

from wellheard.decide.models import Decision
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.learn.goals.commands.objectives import held
from wellheard.learn.goals.commands.results import held_result
from wellheard.learn.goals.models import KeyResult, KeyResultDecision

BOUND = names.declare("key_result.decision_bound", "A decision was made for a key result: `decision` and its `idea`.")
UNBOUND = names.declare("key_result.decision_unbound", "A decision is no longer told as made for a key result.")


@transaction.atomic
def bind_decision(*, decision: Decision, result_ids: Collection[int]) -> None:
    """Note for which key results of open objectives a decision was made; those noted before stay. Repeating it changes nothing.

    Raises GoalError when an objective is closed or gone.
    """
    there = KeyResult.objects.filter(pk__in=result_ids)
    for objective_id in sorted(set(there.values_list("objective_id", flat=True))):
        held(objective_id)
    known = set(
        KeyResultDecision.objects.filter(decision=decision, key_result__in=result_ids).values_list(
            "key_result", flat=True
        )
    )
    for result in there.exclude(pk__in=known).order_by("pk"):
        KeyResultDecision.objects.create(key_result=result, decision=decision, bound_at=clock.now())
        ledger.record(BOUND, result, decision=decision.pk, idea=decision.idea_id)


@transaction.atomic
def unbind_decision(*, result_id: int, decision_id: int) -> KeyResult:
    """Take a decision off a key result of an open objective that was noted there by mistake. The decision itself stands.

    Repeating it changes nothing. Raises GoalError when the objective is closed or gone.
    """
    result = held_result(result_id)
    gone, _rows = result.decisions.filter(decision=decision_id).delete()
    if gone:
        ledger.record(UNBOUND, result, decision=decision_id)
    return result
