"""Why companies leave: reasons by tier and industry, the money, how it goes from quarter to quarter, and who came back."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
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
        """Count one departure."""
        self.left += 1
        self.mrr_minor += one.mrr_minor or 0
        self.unknown += one.mrr_minor is None
        self.back += one.is_back
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
    left_on: date
    reason: str
    tier: str
    industry: str
    mrr_minor: int | None
    is_back: bool
    back_minor: int


def dashboard(rows: QuerySet[Departure]) -> Dashboard:
    """Count these departures in two statements, however many there are."""
    names = _first_level()
    every = [_read(row, names) for row in rows.values_list(*_COLUMNS)]
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


_COLUMNS = (
    "left_on", "reason_id", "company__tier__name", "company__industry", "mrr_minor", "returned_on", "returned_mrr_minor",
)  # fmt: skip


def _first_level() -> dict[int, str]:
    reasons = Reason.objects.filter(kind=Reason.Kind.DEPARTURE).select_related("parent")
    return {one.pk: (one.parent or one).label for one in reasons}


def _read(row: tuple[object, ...], names: dict[int, str]) -> _One:
    left_on, reason_id, tier, industry, mrr_minor, returned_on, back_minor = row
    return _One(
        left_on=left_on,  # type: ignore[arg-type]
        reason=names.get(reason_id or 0) or _("Not known"),  # type: ignore[call-overload]
        tier=str(tier or _("No tier")),
        industry=str(industry or _("Not known")),
        mrr_minor=mrr_minor,  # type: ignore[arg-type]
        is_back=returned_on is not None,
        back_minor=(back_minor or 0) if returned_on else 0,  # type: ignore[arg-type]
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
        counted[one.reason, getattr(one, by)] += 1
    columns = [line.name for line in sorted(_lines(every, by), key=lambda line: -line.left)[:MOST_COLUMNS]]
    lines = [
        Line(line.name, left=line.left, cells=[counted[line.name, column] for column in columns]) for line in reasons
    ]
    return Table(title, columns, lines)


def _quarters(every: list[_One]) -> list[Line]:
    """Return the last quarters, oldest first, also those in which nobody left."""
    lines = {key: Line(_("Q%(quarter)d %(year)d") % {"quarter": key[1], "year": key[0]}) for key in _last_quarters()}
    for one in every:
        if line := lines.get(_quarter(one.left_on)):
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
