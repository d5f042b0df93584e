"""Whole numbers that somebody writes in an address, a form or a message."""

# A 64-bit number holds these; what is longer would be refused by the database.
MOST_DIGITS = 18


def is_whole_number(text: str) -> bool:
    """Tell whether a text is a whole number as we write them: "²" and "９" are digits too, and not meant."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
