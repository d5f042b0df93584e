"""Who does not want to hear about an idea any more: a later stage knows, and says so here at start-up."""

from collections.abc import Callable, Iterable

# Given contacts, returns those of them who want to hear no more of an idea, with that idea.
Refused = Callable[[Iterable[int]], list[tuple[int, int]]]

_sources: list[Refused] = []


def register(source: Refused) -> None:
    """Let somebody else's knowledge hold back a mail."""
    if source not in _sources:
        _sources.append(source)


def refused(contact_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return the pairs of contact and idea of which nobody is to be asked."""
    ids = list(contact_ids)
    return {pair for source in _sources for pair in source(ids)}
