"""Ask the database for a figure: its numbers, how it went, and the cases behind it, each from the same statement."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from functools import partial
from math import isinf
from typing import Any

from django.db import connection

from wellheard.foundation.paging import Page
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.amounts import SUMS, rate_of, rates, sums
from wellheard.learn.figures.figure import Figure, Kind, Numbers
from wellheard.learn.figures.levels import ANSWERS, levels, with_changes
from wellheard.learn.figures.scope import MONTHS, Scope, Stretch, steps
from wellheard.learn.figures.tables import given, statement
from wellheard.learn.snapshots import kept_or

SIZE = 50
PART = 500
SHOWN = ("all", "met", "missed")

# Who still waits comes after everybody who does not: then half may be "not yet".
_COUNTED = """count(*), count(good), count(*) FILTER (WHERE good), count(seconds),
    percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity')),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY coalesce(seconds, 'infinity'))"""
_NUMBERS = f"SELECT number, {_COUNTED} FROM cases GROUP BY number"  # noqa: S608 - constants
_TOTAL = f"SELECT {_COUNTED} FROM cases"  # noqa: S608 - constants
_LIST = """
SELECT c.key, c.contact_id, c.company_id, c.idea_id, c.feedback_id, c.began_at, c.ended_at, c.seconds, c.good,
    contact.name, company.name, idea.title, left(said.words, 300), said.language,
    talk.id, coalesce(nullif(talk.subject, ''), talk.preview), survey.id, survey.name, answer.score, deal.id, deal.title,
    {amount}
FROM (
    SELECT * FROM cases WHERE (%(good)s::boolean IS NULL OR good = %(good)s::boolean) {only}
    AND (%(after)s::timestamptz IS NULL OR (began_at, key COLLATE "C") < (%(after)s::timestamptz, %(after_key)s::text))
    ORDER BY began_at DESC, key COLLATE "C" DESC LIMIT %(most)s
) AS c
LEFT JOIN customers_contact contact ON contact.id = c.contact_id
LEFT JOIN customers_company company ON company.id = c.company_id
LEFT JOIN decide_idea idea ON idea.id = c.idea_id
LEFT JOIN listen_feedback said ON said.id = c.feedback_id
LEFT JOIN conversations_conversation talk
    ON talk.id = CASE WHEN %(of_conversations)s::boolean THEN split_part(c.key, '-', 1)::bigint END
LEFT JOIN surveys_response answer ON answer.id = CASE WHEN %(of_surveys)s::boolean THEN c.key::bigint END
LEFT JOIN surveys_survey survey ON survey.id = answer.survey_id
LEFT JOIN deals_deal deal ON deal.id = CASE WHEN %(of_deals)s::boolean THEN split_part(c.key, '-', 1)::bigint END
ORDER BY c.began_at DESC, c.key COLLATE "C" DESC
"""


@dataclass(frozen=True)
class Case:
    """One case behind a figure: who, since when, until when (None: not yet), and whether it is a good one (None: too early)."""

    key: str
    contact_id: int | None
    company_id: int | None
    idea_id: int | None
    feedback_id: int | None
    began_at: datetime
    ended_at: datetime | None
    seconds: float | None
    good: bool | None
    contact: str | None
    company: str | None
    idea: str | None
    words: str | None
    language: str | None
    conversation_id: int | None
    subject: str | None
    survey_id: int | None
    survey: str | None
    score: int | None
    deal_id: int | None
    deal: str | None
    # In minor units of the reporting currency.
    amount: int | None


@dataclass(frozen=True)
class Only:
    """Some of the cases: a condition on a case, and its values."""

    condition: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Read:
    """A figure in one scope: its numbers, those of the last twelve months or quarters, and when they were counted (None: now)."""

    now: Numbers
    trend: list[tuple[Stretch, Numbers]]
    at: datetime | None = None


def read(figure: Figure, scope: Scope) -> Read:
    """Return a figure's numbers and its trend, in one statement; as counted in the background where there is very much.

    Steps of shares, scores and means say what lies between them and the one before.
    """
    taken = kept_or(_key(figure, scope), partial(_counted, figure, scope)) if scope.is_kept else None
    values = taken.values if taken else _counted(figure, scope)
    found = with_changes(figure, {int(number): Numbers(*numbers) for number, numbers in values.items()})
    trend = [(stretch, found.get(number, Numbers())) for number, stretch in enumerate(steps(figure.step), start=1)]
    return Read(found.get(0, Numbers()), trend, taken.at if taken else None)


def compared(figure: Figure, before: Stretch, now: Stretch) -> tuple[Numbers, Numbers]:
    """Return a figure's numbers in two stretches of time, the later with what lies between them."""
    values = _counted_in(figure, Scope("custom", now), [now, before, now])
    found = with_changes(figure, {int(number): Numbers(*numbers) for number, numbers in values.items()})
    return found.get(1, Numbers()), found.get(2, Numbers())


def numbers_in(figure: Figure, stretches: Sequence[Stretch]) -> list[Numbers]:
    """Return a figure's numbers for everybody in each of some stretches of time, in one statement."""
    values = _counted_in(figure, Scope("custom", stretches[0]), stretches)
    found = {int(number): Numbers(*numbers) for number, numbers in values.items()}
    return [found.get(number, Numbers()) for number in range(len(stretches))]


def questions() -> dict[str, Callable[[], dict[str, Any]]]:
    """Return what is worth keeping: every figure for everybody, in the periods that have a name."""
    scopes = [Scope.of(name) for name in MONTHS]
    return {_key(figure, scope): partial(_counted, figure, scope) for figure in FIGURES.values() for scope in scopes}


def cases(
    figure: Figure, scope: Scope, *, shown: str = "all", cursor: str = "", size: int = SIZE, only: Only | None = None
) -> Page[Case]:
    """Return a page of the cases behind a figure, the latest first: all, the good ones (met) or the others (missed)."""
    after = _read_cursor(cursor)
    values = given(scope, [scope.stretch]) | {
        "good": {"met": True, "missed": False}.get(shown),
        "after": after[0] if after else None,
        "after_key": after[1] if after else "",
        "most": size + 1,
        "of_conversations": figure.of_conversations,
        "of_surveys": figure.of_surveys,
        "of_deals": figure.of_deals,
        **(only.values if only else {}),
    }
    narrowed = _LIST.replace("{only}", f"AND {only.condition}" if only else "")
    listed = narrowed.replace("{amount}", "c.amount" if figure.has_amount else "NULL::bigint")
    found = [Case(*row) for row in _rows(figure, listed, values)]
    following = f"{found[size - 1].began_at.isoformat()}~{found[size - 1].key}" if len(found) > size else ""
    return Page(found[:size], following, is_first=after is None)


def parts(figure: Figure, scope: Scope, *, shown: str = "all", only: Only | None = None) -> Iterator[list[Case]]:
    """Yield all cases behind a figure part by part, one statement each."""
    page = cases(figure, scope, shown=shown, size=PART, only=only)
    yield page.items
    while page.next:
        page = cases(figure, scope, shown=shown, cursor=page.next, size=PART, only=only)
        yield page.items


def count_of(numbers: Numbers, shown: str) -> int:
    """Return how long the list is."""
    return {"met": numbers.good, "missed": numbers.rated - numbers.good}.get(shown, numbers.cases)


def grouped(figure: Figure, scope: Scope, query: str, **more: object) -> list[tuple[Any, ...]]:
    """Return what a statement over the cases of a figure in one period comes to."""
    return _rows(figure, query, given(scope, [scope.stretch]) | more)


def numbers_among(figure: Figure, scope: Scope, only: Only) -> Numbers:
    """Return what some of the cases of a figure in one period come to."""
    counted = grouped(figure, scope, f"{_TOTAL} WHERE {only.condition}", **only.values)
    return numbers_of(counted[0])


def numbers_of(counted: Sequence[Any]) -> Numbers:
    """Return the numbers that a statement counted, in their order; lengths without an end are not known yet."""
    cases, rated, good, answered, median, ninetieth = counted
    return Numbers(cases, rated, good, answered, _known(median), _known(ninetieth))


def _key(figure: Figure, scope: Scope) -> str:
    return f"figure {figure.key} {scope.stretch.begins_on} {scope.stretch.ends_on}"


def _counted(figure: Figure, scope: Scope) -> dict[str, Any]:
    return _counted_in(figure, scope, [scope.stretch, *steps(figure.step)])


def _counted_in(figure: Figure, scope: Scope, stretches: Sequence[Stretch]) -> dict[str, Any]:
    wanted = given(scope, stretches)
    if figure.kind not in (Kind.SHARE, Kind.LENGTH):
        return {str(number): list(astuple(one)) for number, one in _leveled(figure, wanted, stretches).items()}
    rows = _rows(figure, _NUMBERS, wanted)
    return {str(number): [*counts, _known(median), _known(ninetieth)] for number, *counts, median, ninetieth in rows}


def _leveled(figure: Figure, wanted: dict[str, Any], stretches: Sequence[Stretch]) -> dict[int, Numbers]:
    """Return the numbers of a figure whose number is not counted from good and other cases alone."""
    if figure.kind is Kind.SUM:
        return sums(_rows(figure, SUMS, wanted))
    if figure.kind is Kind.RATE:
        return rates(_rows(figure, rate_of(figure), wanted), stretches)
    return levels(figure, _rows(figure, ANSWERS, wanted))


def _rows(figure: Figure, query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement(figure) + query, values)
        return list(cursor.fetchall())


def _known(seconds: float | None) -> float | None:
    return None if seconds is None or isinf(seconds) else seconds


def _read_cursor(cursor: str) -> tuple[datetime, str] | None:
    """Return the place a cursor names; none, the beginning, when somebody typed one that cannot be read."""
    moment, _tilde, key = cursor.partition("~")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, key[:80].replace("\x00", "")) if at.tzinfo and key else None
