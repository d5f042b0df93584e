"""What we promise whoever writes: within how many hours a person reads it."""

from django.core.cache import cache

from wellheard.answer.queries import expected_hours

# The figure is a median of a month; it does not change from one visitor to the next.
FRESH_SECONDS = 600


def promised_hours() -> int:
    """Return within how many hours what is written now will have been read."""
    known: int | None = cache.get("portal:promised_hours")
    if known is None:
        known = expected_hours()
        cache.set("portal:promised_hours", known, FRESH_SECONDS)
    return known
