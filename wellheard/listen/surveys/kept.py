"""The surveys that run, kept in each process: a decision asks the database only whether they changed."""

import hashlib
import json
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q

from wellheard.customers.segments.custom import Fields
from wellheard.customers.segments.rules import RuleError, compile_rule
from wellheard.foundation import clock
from wellheard.listen.surveys.models import FatigueRules, Survey

# Nobody meets the rule of an attribute that was removed.
_NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Rule:
    """A rule over companies, compiled; equal rules have equal keys and are asked once."""

    key: str
    companies: Q


@dataclass(frozen=True)
class Group:
    """A stratum: its row, its label, whom it holds, and how many answers of it are wanted."""

    pk: int
    label: str
    rule: Rule
    target: int


@dataclass(frozen=True)
class Known:
    """A survey with all that a decision needs of it. `survey` is shared by requests: it is only read."""

    survey: Survey
    pk: int
    kind: str
    channels: frozenset[str]
    starts_at: datetime | None
    ends_at: datetime | None
    audience: str
    segment_id: int | None
    rule: Rule | None
    trigger: dict[str, Any]
    percent: int
    salt: str
    per_day: int | None
    groups: tuple[Group, ...]


def known(survey: Survey, fields: Fields | None = None) -> Known:
    """Return what a decision needs of a survey."""
    fields = fields or Fields()
    return Known(
        survey=survey,
        pk=survey.pk,
        kind=survey.kind,
        channels=frozenset(survey.channels),
        starts_at=survey.starts_at,
        ends_at=survey.ends_at,
        audience=survey.audience,
        segment_id=survey.segment_id,
        rule=_compiled(survey.rule, fields) if survey.audience == Survey.Audience.RULE else None,
        trigger=survey.trigger,
        percent=survey.percent,
        salt=survey.salt,
        per_day=survey.per_day,
        groups=tuple(Group(one.pk, one.label, _compiled(one.rule, fields), one.target) for one in survey.strata.all()),
    )


def _compiled(rule: Any, fields: Fields) -> Rule:
    key = hashlib.blake2b(json.dumps(rule, sort_keys=True).encode(), digest_size=12).hexdigest()
    try:
        return Rule(f"meets_{key}", compile_rule(rule, fields))
    except RuleError:
        return Rule(f"meets_{key}", _NOBODY)


# What is other as soon as any survey that runs, or the rules of how often people are asked, were changed.
_STAMP = """
SELECT count(*), sum(version), sum(id), max(changed_at),
       (SELECT xmin::text || ctid::text FROM surveys_fatiguerules WHERE id = 1)
FROM surveys_survey WHERE state = 'running'
"""


@dataclass(frozen=True)
class Shelf:
    """The surveys that run, those that go first in front, found by the page they wait for; and how often people are asked."""

    stamp: tuple[Any, ...]
    surveys: tuple[Known, ...]
    rules: FatigueRules
    everywhere: tuple[int, ...]
    by_path: dict[str, list[int]]

    def at(self, url: str) -> list[Known]:
        """Return the surveys that may be asked on a page: those for that path, and those whose pages are patterns or open."""
        path = (urlsplit(url).path or "/").rstrip("/") or "/"
        places = sorted({*self.everywhere, *self.by_path.get(path, ())})
        return [self.surveys[place] for place in places]


class _Kept:
    shelf: Shelf | None = None
    lock = threading.Lock()


def shelf() -> Shelf:
    """Return what is kept, read anew if it changed; rules that count months are compiled anew each day."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        stamp = (*cursor.fetchone(), clock.today())
    found = _Kept.shelf
    if found is None or found.stamp != stamp:
        with _Kept.lock:
            # Of several that wait here, the first reads for all.
            found = _Kept.shelf
            if found is None or found.stamp != stamp:
                found = _Kept.shelf = _read(stamp)
    return found


def running() -> tuple[Known, ...]:
    """Return the surveys that run now, those that go first in front."""
    return shelf().surveys


def _read(stamp: tuple[Any, ...]) -> Shelf:
    fields = Fields()
    rows = Survey.objects.running().prefetch_related("strata").order_by("-priority", "pk")
    surveys = tuple(known(survey, fields) for survey in rows)
    everywhere: list[int] = []
    by_path: dict[str, list[int]] = {}
    for place, one in enumerate(surveys):
        pages = one.trigger.get("pages") or ["*"]
        if any("*" in page or "://" in page for page in pages):
            everywhere.append(place)
            continue
        for page in pages:
            by_path.setdefault(page.rstrip("/") or "/", []).append(place)
    rules = FatigueRules.objects.first() or FatigueRules(pk=1)
    return Shelf(stamp, surveys, rules, tuple(everywhere), by_path)
