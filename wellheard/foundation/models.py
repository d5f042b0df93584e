"""The rows of the foundation; each is defined next to what uses it."""

from wellheard.foundation.facts.models import Fact, ReactionFailure
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.foundation.tallies import Tally

__all__ = ["Fact", "OutgoingMail", "ReactionFailure", "Tally"]
