"""Deals that are lost, or not lost any more: what is looked into follows. Safe to repeat, in whatever order facts come."""

from collections.abc import Sequence

from wellheard.decide.analyses import commands
from wellheard.foundation.facts.ledger import reacts_in_parts, reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_in_parts(
    "deal.heard",
    "deal.lost",
    "deal.won",
    "deal.reopened",
    "deal.reasons_set",
    "deal.placed",
    "deal.missing_noted",
    "deal.withdrawn",
    "deal.restored",
)
def judge(facts: Sequence[Fact]) -> None:
    """Look at the deals as they stand now, not as the facts say: facts may come late."""
    commands.judge_deals(deal_ids=[fact.subject_id for fact in facts])


@reacts_to("loss_rule.edited")
def judge_losses(fact: Fact) -> None:  # noqa: ARG001 - the rule is read as it stands now
    """Look at the deals lost lately by the new rule."""
    commands.judge_recent_losses()
