"""What in the notes of a talk is whose: names and addresses of guests, and the passages that were marked as their words.

Found is what is written as we know it: a full name, each word of it, an address. A nickname, or a name bent by grammar, is not.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wellheard.customers.erasing import Person, person_of
from wellheard.listen.interviews.models import Guest, InterviewQuote

# Shorter words of a name, and those in small letters (van, de), are words of other sentences too.
_LEAST_LETTERS = 3


@dataclass(frozen=True)
class Theirs:
    """What notes may hold of some guests: how they are called, how they are reached, what they said."""

    names: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    passages: tuple[str, ...] = ()

    def left_out(self, text: str, mark: str, *, but: Iterable[str] = ()) -> str:
        """Return a text with a mark where anything of it stood; words of these names stay, as they are another's too."""
        for passage in sorted(filter(str.strip, self.passages), key=len, reverse=True):
            text = re.sub(_spaced(passage), mark, text)
        whole = {*self.names, *self.addresses} - set(but)
        for name in sorted(filter(str.strip, whole), key=len, reverse=True):
            text = re.sub(_apart(_spaced(name), name), mark, text, flags=re.IGNORECASE)
        shared = {word for name in but for word in name.split()}
        for word in sorted({word for name in self.names for word in name.split()} - shared):
            if len(word) >= _LEAST_LETTERS and not word[0].islower():
                text = re.sub(_apart(re.escape(word), word), mark, text)
        return text


def of_others(talks: Iterable[int], ids: Iterable[int]) -> dict[int, Theirs]:
    """Return of each talk what its notes may hold of the guests who are not these; a talk without any such is left out.

    Who was erased is nobody any more.
    """
    guests = Guest.objects.filter(interview__in=talks, contact__erased_at=None).exclude(contact__in=ids)
    by_talk: dict[int, list[int]] = defaultdict(list)
    for talk, contact in guests.order_by("pk").values_list("interview", "contact"):
        by_talk[talk].append(contact)
    people = {pk: person_of(pk) for pk in set().union(*by_talk.values())}
    return {talk: _of_each(talk, [people[pk] for pk in pks]) for talk, pks in by_talk.items()}


def of_person(talk: int, person: Person) -> Theirs:
    """Return what the notes of a talk may hold of somebody."""
    return _of_each(talk, [person])


def _of_each(talk: int, people: Sequence[Person]) -> Theirs:
    ids = [pk for one in people for pk in one.ids]
    quotes = InterviewQuote.objects.filter(interview=talk, feedback__contact__in=ids).order_by("pk")
    return Theirs(
        frozenset(name for one in people for name in one.names),
        frozenset(value for one in people for _kind, value in one.known_as),
        tuple(quotes.values_list("feedback__words", flat=True)),
    )


def _spaced(text: str) -> str:
    """Return what finds a text however its lines are broken: browsers change spaces when text is selected."""
    return r"\s+".join(re.escape(word) for word in text.split())


def _apart(pattern: str, word: str) -> str:
    """Let a word be found as a word of its own; in writing without spaces and capitals it may stand anywhere."""
    before = r"(?<!\w)" if word[0].lower() != word[0].upper() else ""
    after = r"(?!\w)" if word[-1].lower() != word[-1].upper() else ""
    return f"{before}{pattern}{after}"
