"""Keys that somebody gives in an address or a form."""

# A key is a 64-bit number; what is longer would be refused by the database.
MOST_DIGITS = 18


def key_of(text: str) -> int:
    """Return the key somebody gave; 0, which nothing has, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0
