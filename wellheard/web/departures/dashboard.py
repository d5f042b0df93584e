"""Why companies leave: reasons by tier and industry, the money, how it goes from quarter to quarter, and who came back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncQuarter
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.statistics.intervals import Share, wilson
from wellheard.listen.departures.models import Departure
from wellheard.workspace.models import Reason

QUARTERS = 8
MOST_COLUMNS = 6


@dataclass
class Line:
    """How many left, what they paid a month, and how many of them came back with how much. Money is in minor units."""

    name: str
    key: str = ""
    left: int = 0
    mrr_minor: int = 0
    unknown: int = 0
    back: int = 0
    back_minor: int = 0
    cells: list[int] = field(default_factory=list)
    share: float = 0.0

    def add(self, one: "_One") -> None:
        """Count departures that are alike."""
        self.left += one.left
        self.mrr_minor += one.mrr_minor
        self.unknown += one.unknown
        self.back += one.back
        self.back_minor += one.back_minor


@dataclass(frozen=True)
class Table:
    """Reasons down, tiers or industries across."""

    title: str
    columns: list[str]
    lines: list[Line]


@dataclass(frozen=True)
class Dashboard:
    """All that the page shows; `returned` is the share of those who came back, with its interval."""

    total: Line
    reasons: list[Line]
    tables: list[Table]
    quarters: list[Line]
    returned: Share


@dataclass(frozen=True)
class _One:
    """Departures of one quarter, for one reason, of companies of one tier and industry."""

    quarter: tuple[int, int]
    reason: str
    tier: str
    industry: str
    left: int
    mrr_minor: int
    unknown: int
    back: int
    back_minor: int


def dashboard(rows: QuerySet[Departure]) -> Dashboard:
    """Count these departures in two statements, however many there are."""
    names, said = _first_level(), _Said(_("Not known"), _("No tier"))
    every = [_read(row, names, said) for row in _alike(rows)]
    total = Line(_("All"))
    for one in every:
        total.add(one)
    reasons = _lines(every, "reason")
    return Dashboard(
        total=total,
        reasons=reasons,
        tables=[_table(every, reasons, "tier", _("By tier")), _table(every, reasons, "industry", _("By industry"))],
        quarters=_quarters(every),
        returned=wilson(total.back, total.left),
    )


@dataclass(frozen=True)
class _Said:
    """What stands where nothing is known, said once and not for each row."""

    unknown: str
    no_tier: str


def _alike(rows: QuerySet[Departure]) -> Iterable[Any]:
    """Let the database count departures that are alike: thousands become some hundred rows."""
    is_back = Q(returned_on__isnull=False)
    alike = rows.order_by().values(
        "reason_id", "company__tier__name", "company__industry", since=TruncQuarter("left_on")
    )
    return alike.annotate(
        left=Count("pk"),
        paid=Coalesce(Sum("mrr_minor"), 0, output_field=BigIntegerField()),
        unknown=Count("pk", filter=Q(mrr_minor=None)),
        back=Count("pk", filter=is_back),
        back_minor=Coalesce(Sum("returned_mrr_minor", filter=is_back), 0, output_field=BigIntegerField()),
    )


def _first_level() -> dict[int, str]:
    reasons = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).select_related("parent")
    return {one.pk: (one.parent or one).label for one in reasons}


def _read(row: Any, names: dict[int, str], said: _Said) -> _One:
    return _One(
        quarter=_quarter(row["since"]),
        reason=names.get(row["reason_id"]) or said.unknown,
        tier=row["company__tier__name"] or said.no_tier,
        industry=row["company__industry"] or said.unknown,
        left=row["left"],
        mrr_minor=int(row["paid"]),
        unknown=row["unknown"],
        back=row["back"],
        back_minor=int(row["back_minor"]),
    )


def _lines(every: Iterable[_One], by: str) -> list[Line]:
    """Count by one column; what took most money first, then what was most."""
    lines: dict[str, Line] = {}
    for one in every:
        name = getattr(one, by)
        lines.setdefault(name, Line(name)).add(one)
    found = sorted(lines.values(), key=lambda line: (-line.mrr_minor, -line.left, line.name))
    _share(found)
    return found


def _share(lines: list[Line]) -> None:
    most = max((line.left for line in lines), default=0)
    for line in lines:
        line.share = line.left / most if most else 0.0


def _table(every: list[_One], reasons: list[Line], by: str, title: str) -> Table:
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for one in every:
        counted[one.reason, getattr(one, by)] += one.left
    columns = [line.name for line in sorted(_lines(every, by), key=lambda line: -line.left)[:MOST_COLUMNS]]
    lines = [
        Line(line.name, left=line.left, cells=[counted[line.name, column] for column in columns]) for line in reasons
    ]
    return Table(title, columns, lines)


def _quarters(every: list[_One]) -> list[Line]:
    """Return the last quarters, oldest first, also those in which nobody left."""
    lines = {key: Line(_("Q%(quarter)d %(year)d") % {"quarter": key[1], "year": key[0]}) for key in _last_quarters()}
    for one in every:
        if line := lines.get(one.quarter):
            line.add(one)
    found = list(lines.values())
    _share(found)
    return found


def _last_quarters() -> list[tuple[int, int]]:
    year, quarter = _quarter(clock.today())
    at = year * 4 + quarter - 1
    return [(number // 4, number % 4 + 1) for number in range(at - QUARTERS + 1, at + 1)]


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3 + 1
