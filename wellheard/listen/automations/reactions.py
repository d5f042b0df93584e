"""What automations do when something happens. Safe to repeat: each acts at most once for a fact."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.automations.commands.acting import act_on
from wellheard.listen.automations.queries import TRIGGERS


@reacts_to(*TRIGGERS)
def let_automations_act(fact: Fact) -> None:
    """Let every automation act that this fact sets off."""
    act_on(fact)
