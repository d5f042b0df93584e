"""Review meetings: who rates what, blind; what was decided; what was expected and what came of it."""

from wellheard.decide.reviews.models.criteria import Criterion, Cycle
from wellheard.decide.reviews.models.expectations import Check, Expectation
from wellheard.decide.reviews.models.items import ReviewItem
from wellheard.decide.reviews.models.ratings import Rating, RatingQuerySet
from wellheard.decide.reviews.models.reviews import Attendee, Review, ReviewQuerySet
from wellheard.decide.reviews.models.verdicts import Verdict

__all__ = [
    "Attendee",
    "Check",
    "Criterion",
    "Cycle",
    "Expectation",
    "Rating",
    "RatingQuerySet",
    "Review",
    "ReviewItem",
    "ReviewQuerySet",
    "Verdict",
]
