"""Sales opportunities, and what the words that CRMs have for them mean here."""

from wellheard.listen.deals.models.deals import LOST, Deal, DealMissing, DealQuerySet, DealReason
from wellheard.listen.deals.models.doubts import DealDoubt
from wellheard.listen.deals.models.meanings import ReasonMeaning, StageMeaning

__all__ = ["LOST", "Deal", "DealDoubt", "DealMissing", "DealQuerySet", "DealReason", "ReasonMeaning", "StageMeaning"]
