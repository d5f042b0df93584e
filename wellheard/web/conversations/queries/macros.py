"""The macros somebody may use, each with what it does in a sentence."""

from wellheard.listen.desk.models import Macro
from wellheard.listen.desk.queries.sharing import macros_for
from wellheard.listen.desk.steps import Names, Steps, in_words
from wellheard.workspace.models import Staff

# More than these are found on their own page.
MOST = 100


def macros_in_words(staff: Staff) -> list[tuple[Macro, str]]:
    """Return the most used ones."""
    rows = list(macros_for(staff)[:MOST])
    if not rows:
        return []
    steps = [Steps.read(row.does) for row in rows]
    names = Names.of(steps)
    return [(row, in_words(one, names)) for row, one in zip(rows, steps, strict=True)]
