"""Who left, why, with how much money, who came back, and who may be about to leave without having begun."""

from wellheard.listen.departures.models.cancellations import Cancellation, CancellationPage
from wellheard.listen.departures.models.departures import Departure, DepartureQuerySet
from wellheard.listen.departures.models.meanings import SaidReason
from wellheard.listen.departures.models.offers import Offer
from wellheard.listen.departures.models.unstarted import Unstarted

__all__ = ["Cancellation", "CancellationPage", "Departure", "DepartureQuerySet", "Offer", "SaidReason", "Unstarted"]
