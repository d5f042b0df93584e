"""Keys that somebody gives in an address or a form."""

from wellheard.foundation.text.numbers import is_whole_number


def key_of(text: str) -> int:
    """Return the key somebody gave; 0, which nothing has, when it is none."""
    return int(text) if is_whole_number(text) else 0
