"""Many answers that somebody chose: one by one, or all that a list holds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from wellheard.answer.commands import OPEN, sendable
from wellheard.answer.languages import name_of
from wellheard.answer.models import Answer
from wellheard.answer.narrowing import Narrowing
from wellheard.answer.queries import speaking_first, with_owners
from wellheard.customers.models import Company
from wellheard.foundation.text.numbers import is_whole_number

# What one address can hold of answers chosen one by one.
MOST_CHOSEN = 500


@dataclass(frozen=True)
class OwnersFirst:
    """A company's owner who speaks to so many people before any mail goes out; without a name nobody looks after them yet."""

    name: str
    people: int


@dataclass(frozen=True)
class WordedAlike:
    """Answers that one wording makes: the same occasion, idea and language."""

    occasion: str
    idea_id: int | None
    idea: str
    language: str
    language_name: str
    count: int

    @property
    def occasion_name(self) -> str:
        return str(Answer.Occasion(self.occasion).label)


@dataclass(frozen=True)
class Chosen:
    """What would happen to these answers: how many can be sent, in which languages, and who hears from their owner first."""

    answers: int
    people: int
    mails: int
    by_language: list[tuple[str, int]]
    owners: list[OwnersFirst]
    by_hand: int
    fallback: int
    worded_alike: list[WordedAlike]


def chosen_answers(numbers: Sequence[str], narrowed: Narrowing | None) -> QuerySet[Answer]:
    """Return the answers of a list, or those chosen by their numbers; only what has not left can be chosen."""
    if narrowed is not None:
        return narrowed.all().filter(state__in=OPEN)
    keys = [int(number) for number in numbers if is_whole_number(number)]
    return Answer.objects.filter(pk__in=keys[:MOST_CHOSEN], state__in=OPEN)


def look_at(answers: QuerySet[Answer]) -> Chosen:
    """Say what sending these answers would do, before it is done."""
    ready = sendable(answers)
    rows = list(answers.order_by().values_list("pk", "contact_id"))
    waiting = set(answers.filter(pk__in=with_owners()).order_by().values_list("contact_id", flat=True))
    mails = Counter(theirs[0].language for theirs in ready.values())
    sent = sum(len(theirs) for theirs in ready.values())
    with_owner = answers.filter(pk__in=with_owners()).count()
    return Chosen(
        answers=len(rows),
        people=len({contact_id for _pk, contact_id in rows}),
        mails=len(ready),
        by_language=named(mails),
        owners=owners_of(speaking_first(waiting)),
        by_hand=len(rows) - sent - with_owner,
        fallback=answers.exclude(staff_language="").count(),
        worded_alike=_worded_alike(answers),
    )


def named(by_language: Counter[str]) -> list[tuple[str, int]]:
    """Return languages by their names, most readers first."""
    return [(name_of(code), count) for code, count in sorted(by_language.items(), key=lambda one: (-one[1], one[0]))]


def owners_of(companies: dict[int, Company]) -> list[OwnersFirst]:
    """Return who speaks first to how many of these contacts, by name."""
    counted = Counter(_owner(company) for company in companies.values())
    return [OwnersFirst(name, people) for name, people in sorted(counted.items())]


def _owner(company: Company) -> str:
    return company.owner.name if company.owner and company.owner.is_active else ""


def _worded_alike(answers: QuerySet[Answer]) -> list[WordedAlike]:
    rows = answers.exclude(idea=None).order_by().values_list("occasion", "idea_id", "idea__title", "language")
    counted = Counter(rows)
    return [
        WordedAlike(occasion, idea_id, title, language, name_of(language), count)
        for (occasion, idea_id, title, language), count in counted.most_common(30)
    ]
