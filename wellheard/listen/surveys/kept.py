"""The surveys that run, kept in each process: a decision asks the database only whether they changed.

After a change only the surveys that changed are read again. Rules over companies are compiled when somebody comes so far that
they matter, and again the next day, as some count months.
"""

import hashlib
import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import connection
from django.db.models import Q

from wellheard.customers.segments.rules import RuleError, compile_rule
from wellheard.foundation import clock
from wellheard.foundation.database.prepared import prepared_cursor
from wellheard.listen.surveys.models import FatigueRules, Survey

# Nobody meets the rule of an attribute that was removed.
_NOBODY = Q(pk__in=[])
MOST_RULES = 4096


@dataclass(frozen=True)
class Rule:
    """A rule over companies, as it is written; equal rules have equal keys, are compiled once and asked once."""

    key: str
    written: str

    def companies(self, attributes: str) -> Q:
        """Return the condition its companies meet today, where custom attributes are of this stamp."""
        try:
            return _compiled(self.written, clock.today(), attributes)
        except RuleError:
            return _NOBODY


@lru_cache(maxsize=MOST_RULES)
def _compiled(written: str, _today: date, _attributes: str) -> Q:
    return compile_rule(json.loads(written))


@dataclass(frozen=True)
class Group:
    """A stratum: its row, its label, whom it holds, and how many answers of it are wanted."""

    pk: int
    label: str
    rule: Rule
    target: int


@dataclass(frozen=True)
class Known:
    """A survey with all that a decision needs of it. `survey` is shared by requests: it is only read.

    `counted` is the event it waits for, where it asks how often that happened and not only whether it did just now;
    `worked_out` is for what follows from the survey alone.
    """

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
    counted: str
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def mark(self) -> list[Any]:
        """Return what is other once the survey was changed."""
        return [self.survey.version, self.survey.changed_at]


def known(survey: Survey) -> Known:
    """Return what a decision needs of a survey."""
    return Known(
        survey=survey,
        pk=survey.pk,
        kind=survey.kind,
        channels=frozenset(survey.channels),
        starts_at=survey.starts_at,
        ends_at=survey.ends_at,
        audience=survey.audience,
        segment_id=survey.segment_id,
        rule=_rule(survey.rule) if survey.audience == Survey.Audience.RULE else None,
        trigger=survey.trigger,
        percent=survey.percent,
        salt=survey.salt,
        per_day=survey.per_day,
        groups=tuple(Group(one.pk, one.label, _rule(one.rule), one.target) for one in survey.strata.all()),
        counted=_counted(survey.trigger),
    )


def _counted(trigger: dict[str, Any]) -> str:
    is_counted = trigger.get("at_least", 1) != 1 or "within_days" in trigger
    return str(trigger.get("event", "")) if is_counted else ""


def _rule(rule: Any) -> Rule:
    written = json.dumps(rule, sort_keys=True)
    return Rule(f"meets_{hashlib.blake2b(written.encode(), digest_size=12).hexdigest()}", written)


class Stamp(NamedTuple):
    """What is other as soon as a survey that runs, how often people are asked, or a custom attribute was changed."""

    surveys: str
    rules: str
    attributes: str


# The columns of a stamp, for whoever asks more in the same statement.
STAMP = """
(SELECT concat_ws(' ', count(*), sum(version), sum(id), max(changed_at)) FROM surveys_survey WHERE state = 'running'),
(SELECT concat_ws(' ', xmin, ctid) FROM surveys_fatiguerules WHERE id = 1),
(SELECT string_agg(concat_ws(' ', id, xmin, ctid), ',' ORDER BY id) FROM customers_attribute)
"""


@dataclass(frozen=True)
class Shelf:
    """The surveys that run, those that go first in front, found by the page they wait for; and how often people are asked."""

    stamp: Stamp
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


def stamp_now() -> Stamp:
    """Return what the stamp is now."""
    with prepared_cursor() as cursor:
        cursor.execute(f"SELECT {STAMP}")
        return Stamp(*cursor.fetchone())


def shelf() -> Shelf:
    """Return what runs now; what changed is read anew."""
    return shelf_of(stamp_now())


def shelf_at_hand() -> Shelf:
    """Return what ran when somebody last asked. Whoever decides by it compares its stamp with the present one."""
    return _Kept.shelf or shelf()


def shelf_of(stamp: Stamp) -> Shelf:
    """Return what runs, where the stamp is this now."""
    found = _Kept.shelf
    if found is None or found.stamp != stamp:
        with _Kept.lock:
            # Of several that wait here, the first reads for all.
            found = _Kept.shelf
            if found is None or found.stamp != stamp:
                found = _Kept.shelf = _read(stamp, found)
    return found


def running() -> tuple[Known, ...]:
    """Return the surveys that run now, those that go first in front."""
    return shelf().surveys


def _read(stamp: Stamp, before: Shelf | None) -> Shelf:
    surveys = before.surveys if before and before.stamp.surveys == stamp.surveys else _surveys(before)
    rules = before.rules if before and before.stamp.rules == stamp.rules else _fatigue_rules()
    everywhere, by_path = _places(surveys)
    return Shelf(stamp, surveys, rules, everywhere, by_path)


def _fatigue_rules() -> FatigueRules:
    return FatigueRules.objects.first() or FatigueRules(pk=1)


def _surveys(before: Shelf | None) -> tuple[Known, ...]:
    """Return the surveys that run; those that are as they were before are not read again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, version, changed_at FROM surveys_survey WHERE state = 'running'")
        marks = {pk: mark for pk, *mark in cursor.fetchall()}
    kept = [one for one in before.surveys if marks.get(one.pk) == one.mark] if before else []
    gone = marks.keys() - {one.pk for one in kept}
    rows = Survey.objects.running().filter(pk__in=gone).prefetch_related("strata") if gone else ()
    return tuple(sorted([*kept, *map(known, rows)], key=lambda one: (-one.survey.priority, one.pk)))


def _places(surveys: Iterable[Known]) -> tuple[tuple[int, ...], dict[str, list[int]]]:
    everywhere: list[int] = []
    by_path: dict[str, list[int]] = {}
    for place, one in enumerate(surveys):
        pages = one.trigger.get("pages") or ["*"]
        if any("*" in page or "://" in page for page in pages):
            everywhere.append(place)
            continue
        for page in pages:
            by_path.setdefault(page.rstrip("/") or "/", []).append(place)
    return tuple(everywhere), by_path
