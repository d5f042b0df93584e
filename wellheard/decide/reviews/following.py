"""How what was on the table follows an idea into another one."""

from wellheard.decide import merging
from wellheard.decide.reviews.models import Expectation, ReviewItem


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    merging.register_rows("review_items", ReviewItem, once_per=("review",))
    merging.register_rows("review_expectations", Expectation)
