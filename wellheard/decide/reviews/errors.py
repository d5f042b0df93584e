"""Why something cannot be done with a review meeting."""


class ReviewError(ValueError):
    """It cannot be done so; the text says why, and what to do instead."""


class StaleReviewError(ReviewError):
    """Somebody else changed it meanwhile."""
