"""Every change to what is known of use."""

from wellheard.listen.usage.commands.applying import apply_said
from wellheard.listen.usage.commands.batches import claim_batch, settle_batch
from wellheard.listen.usage.commands.following import follow_contact
from wellheard.listen.usage.commands.forgetting import erase_owed, forget_old, keep_for
from wellheard.listen.usage.commands.naming import UnknownEventError, ignore_event, place_event
from wellheard.listen.usage.commands.redacting import RedactionError, add_pattern, remove_pattern, switch_rules_off
from wellheard.listen.usage.commands.summing import add_up

__all__ = [
    "RedactionError",
    "UnknownEventError",
    "add_pattern",
    "add_up",
    "apply_said",
    "claim_batch",
    "erase_owed",
    "follow_contact",
    "forget_old",
    "ignore_event",
    "keep_for",
    "place_event",
    "remove_pattern",
    "settle_batch",
    "switch_rules_off",
]
