"""Every list that can be taken away as a file."""

from wellheard.web.exports.lists import (
    answers,
    customers,
    deals,
    feedback,
    figures,
    history,
    ideas,
    imports,
    leaving,
    surveys,
    trends,
)
from wellheard.web.exports.table import Table

TABLES: dict[str, Table] = {
    table.name: table
    for stage in (customers, feedback, ideas, answers, figures, trends, imports, surveys, deals, leaving, history)
    for table in stage.TABLES
}
