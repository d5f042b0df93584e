"""Whom customers name in their own words: in what they said, wrote to us, and answered."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery

from wellheard.foundation.text.words import UNSPACED, holding
from wellheard.learn.reports.sections.voices import said
from wellheard.learn.reports.sections.within import Within
from wellheard.listen.conversations.models import Message, Passage
from wellheard.listen.conversations.standing import shown_words
from wellheard.listen.models import Feedback
from wellheard.understand import similar
from wellheard.understand.models import SearchDocument
from wellheard.understand.queries import FEEDBACK
from wellheard.understand.similar.terms import normalised
from wellheard.workspace.models import Competitor

# Of each kind of text that may name one of them so many are read, the latest first.
MOST_READ = 5_000


@dataclass
class Named:
    """What names one competitor: feedback and conversations, each once, and the companies they are of."""

    competitor: Competitor
    feedback: list[int] = field(default_factory=list)
    conversations: list[int] = field(default_factory=list)
    companies: set[int] = field(default_factory=set)

    @property
    def times(self) -> int:
        return len(self.feedback) + len(self.conversations)


def named_in_words(within: Within) -> dict[int, Named]:
    """Return by competitor what customers said of it in their own words in these days.

    What a conversation is quoted with counts as that feedback, not as the conversation once more. Words that one of us wrote down
    for a customer name nobody.
    """
    rivals = list(Competitor.objects.by_name().prefetch_related("spellings"))
    names = {name: one for one in rivals for name in (one.name, *(also.name for also in one.spellings.all()))}
    if not names:
        return {}
    found = {one.pk: Named(one) for one in rivals}
    finder = Finder(names)
    for pk, company, words in _said(within, names):
        for rival in finder.named_in(words):
            found[rival].feedback.append(pk)
            found[rival].companies |= {company} if company else set()
    quoted = _conversations_of(pk for one in found.values() for pk in one.feedback)
    for talk, company, words in _written(within, names):
        for rival in finder.named_in(words):
            one = found[rival]
            if talk not in one.conversations and not quoted[talk] & set(one.feedback):
                one.conversations.append(talk)
                one.companies |= {company} if company else set()
    return {pk: one for pk, one in found.items() if one.times}


class Finder:
    """Finds names in a text as whole words, in whatever case; the longest where one name begins another."""

    def __init__(self, names: Mapping[str, Competitor]) -> None:
        self._whose = {_written_alike(name): one.pk for name, one in names.items()}
        longest_first = sorted(self._whose, key=lambda name: (-len(name), name))
        self._pattern = re.compile("|".join(_whole(name) for name in longest_first))

    def named_in(self, words: str) -> list[int]:
        """Return the competitors a text names, each once."""
        found = self._pattern.findall(normalised(words))
        return list(dict.fromkeys(self._whose[_written_alike(name)] for name in found))


def _written_alike(name: str) -> str:
    return " ".join(normalised(name).split())


def _whole(name: str) -> str:
    """Return the pattern of a name that neither begins nor ends within a word; no spaces part words of some scripts."""
    inner = r"\s+".join(re.escape(word) for word in name.split())
    before = "" if _is_unspaced(name[0]) else rf"(?<![^\W{UNSPACED}])"
    after = "" if _is_unspaced(name[-1]) else rf"(?![^\W{UNSPACED}])"
    return f"{before}{inner}{after}"


def _is_unspaced(letter: str) -> bool:
    return re.match(f"[{UNSPACED}]", letter) is not None


def _said(within: Within, names: Iterable[str]) -> Iterator[tuple[int, int | None, str]]:
    """Yield feedback of these days in customers' own words that the search finds for any name."""
    asked = SearchQuery(similar.naming_query(names), search_type="raw", config="simple")
    documents = SearchDocument.objects.filter(kind=FEEDBACK, vector=asked).values("object_id")
    rows = said(within).filter(voice=Feedback.Voice.OWN, pk__in=documents).newest_first()
    yield from rows.values_list("pk", "company_id", "words")[:MOST_READ]


def _written(within: Within, names: Iterable[str]) -> Iterator[tuple[int, int | None, str]]:
    """Yield what customers wrote in conversations in these days that the search finds for any name."""
    heard = Message.objects.standing().filter(kind=Message.Kind.HEARD, **within.days("said_at"))
    heard = heard.filter(conversation__merged_into=None, conversation__aside_reason="")
    rows = holding(heard, similar.plain_naming_query(names), "words").order_by("-said_at", "-pk")
    for message in rows.select_related("conversation").only("words", "folds", "conversation__company")[:MOST_READ]:
        yield message.conversation_id, message.conversation.company_id, shown_words(message)


def _conversations_of(feedback: Iterable[int]) -> "defaultdict[int, set[int]]":
    """Return by conversation the feedback that quotes it."""
    rows = Passage.objects.filter(feedback__in=list(feedback)).values_list("message__conversation_id", "feedback_id")
    found: defaultdict[int, set[int]] = defaultdict(set)
    for talk, pk in rows:
        found[talk].add(pk or 0)
    return found
