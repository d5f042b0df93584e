"""Who is unusually silent: by the company's own rhythm, over every way in which it can be heard.

Heard is a company on a day on which anybody of it wrote to us, told us something, answered a survey, talked with us, or used
the product. Its rhythm is the usual gap (the median) between such days over the last year. Silent is unusual when it is more
than three such gaps long, at least three weeks, and longer than any silence of the two years before: whoever is heard for a
week each December, or not in August, is not silent but as always.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.one_of import one_of
from wellheard.listen.conversations.models import Message
from wellheard.listen.interviews.models import Interview
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models import Response
from wellheard.listen.usage.models import CompanySeen, DailyUse

LEAST_DAYS_HEARD = 5
LEAST_SILENT_DAYS = 21
TIMES_THE_USUAL = 3
YEAR = timedelta(days=365)
# Of more companies than this, those that pay most are looked at.
MOST_COMPANIES = 1_000

# A gap of the last year ends on a day in it.
_RHYTHM = """
    SELECT company_id,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE day >= %s) AS usual,
           max(gap) AS longest,
           max(day) AS last_on
    FROM (SELECT company_id, day, day - lag(day) OVER (PARTITION BY company_id ORDER BY day) AS gap
          FROM (%%s) AS heard (company_id, day)) AS gaps
    GROUP BY company_id
    HAVING count(*) FILTER (WHERE day >= %s) >= %s
"""


@dataclass(frozen=True)
class Silence:
    """That a company is unusually silent: how often it is heard usually, and for how many days nothing came now."""

    company_id: int
    usual_days: int
    silent_days: int


def unusual_silences(companies: QuerySet[Company]) -> list[Silence]:
    """Return which of these companies are unusually silent, those that pay most first, in two statements for any number."""
    ids = _quiet(companies)
    if not ids:
        return []
    found = {silence.company_id: silence for silence in _rhythms(ids) if silence}
    return [found[pk] for pk in ids if pk in found]


def _quiet(companies: QuerySet[Company]) -> list[int]:
    """Return of which companies nothing was heard for the least time: of most companies nothing more has to be read."""
    since = clock.today() - timedelta(days=LEAST_SILENT_DAYS - 1)
    for voice in _VOICES:
        companies = companies.exclude(Exists(voice(since).filter(heard_of=OuterRef("pk"))))
    return list(companies.order_by("-mrr_minor", "pk").values_list("pk", flat=True)[:MOST_COMPANIES])


def _rhythms(ids: Sequence[int]) -> Iterator[Silence | None]:
    today = clock.today()
    spoken = [voice(today - 2 * YEAR).filter(one_of("heard_of", ids)) for voice in _VOICES]
    days = [rows.order_by().values_list("heard_of", "heard_on") for rows in spoken]
    sql, values = days[0].union(*days[1:]).query.sql_with_params()
    year = today - YEAR
    asked = _RHYTHM.replace("%%s", sql, 1)
    with connection.cursor() as cursor:
        cursor.execute(asked, [year, *values, year, LEAST_DAYS_HEARD])
        for company_id, usual, longest, last_on in cursor.fetchall():
            yield _silence(company_id, ceil(usual or 0), longest or 0, (today - last_on).days)


def _silence(company_id: int, usual: int, longest: int, silent: int) -> Silence | None:
    """Return the silence if it is unusual for this company."""
    is_long = silent >= LEAST_SILENT_DAYS and silent > max(TIMES_THE_USUAL * usual, longest)
    return Silence(company_id, max(usual, 1), silent) if is_long else None


def _feedback(since: date) -> QuerySet[Any]:
    return _dated(Feedback.objects.counted(), "company_id", "heard_at", since)


def _messages(since: date) -> QuerySet[Any]:
    """Return what they wrote; an answer of a program, such as that somebody is away, is nobody's voice."""
    heard = Message.objects.filter(kind=Message.Kind.HEARD, is_automatic=False)
    return _dated(heard, "conversation__company_id", "said_at", since)


def _answers(since: date) -> QuerySet[Any]:
    return _dated(Response.objects.all(), "company_id", "answered_at", since)


def _talks(since: date) -> QuerySet[Any]:
    return _dated(Interview.objects.held(), "company_id", "planned_at", since)


def _seen(since: date) -> QuerySet[Any]:
    return _dated(CompanySeen.objects.all(), "company_id", "seen_at", since)


def _use(since: date) -> QuerySet[Any]:
    used = DailyUse.objects.filter(day__gte=since, event__is_ignored=False).exclude(company=None)
    return used.annotate(heard_of=F("company_id"), heard_on=F("day"))


_VOICES: tuple[Callable[[date], QuerySet[Any]], ...] = (_feedback, _messages, _answers, _talks, _seen, _use)


def _dated(rows: QuerySet[Any], company: str, moment: str, since: date) -> QuerySet[Any]:
    """Let rows of companies know whose they are and on which day they came, by the installation's clock."""
    begins = datetime.combine(since, time.min, tzinfo=clock.zone())
    theirs = rows.filter(**{f"{moment}__gte": begins, f"{company.removesuffix('_id')}__isnull": False})
    dated: QuerySet[Any] = theirs.annotate(heard_of=F(company), heard_on=TruncDate(moment, tzinfo=clock.zone()))
    return dated
