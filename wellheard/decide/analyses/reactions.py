"""Deals that are lost, or not lost any more: what is looked into follows. Safe to repeat, in whatever order facts come."""

from wellheard.decide.analyses import commands
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_to(
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
def judge(fact: Fact) -> None:
    """Look at the deal as it stands now, not as the fact says: facts may come late."""
    commands.judge_deal(deal_id=fact.subject_id)


@reacts_to("loss_rule.edited")
def judge_losses(fact: Fact) -> None:  # noqa: ARG001 - the rule is read as it stands now
    """Look at the deals lost lately by the new rule."""
    commands.judge_recent_losses()
