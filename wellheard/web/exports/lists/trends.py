"""How much was said of each area and category, day by day, as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from wellheard.understand.trends.queries.series import volumes
from wellheard.web.exports.table import PART, Asked, Columns, Rows, Table
from wellheard.web.trends.forms import TrendsForm
from wellheard.workspace.models import Area, Category


def _rows(asked: Asked) -> Rows:
    form = TrendsForm(asked.query)
    period = form.chosen_period
    rows = volumes(period.first, period.last, among=form.among)
    areas, categories = Area.objects.in_bulk(), Category.objects.in_bulk()
    return Rows(len(rows), _parts(rows, areas, categories))


def _parts(rows: Sequence[Any], areas: dict[int, Area], categories: dict[int, Category]) -> Iterator[Sequence[Any]]:
    for place in range(0, len(rows), PART):
        yield [
            (day, areas.get(area, ""), categories[category].label if category in categories else "", count, confirmed)
            for day, area, category, count, confirmed in rows[place : place + PART]
        ]


def _columns() -> Columns:
    return {
        "day": lambda row: row[0],
        "area": lambda row: str(row[1]),
        "category": lambda row: row[2],
        "said": lambda row: row[3],
        "confirmed": lambda row: row[4],
    }


TABLES = (Table("trends", _("What was said, by day"), _columns, _rows),)
