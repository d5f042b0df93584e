"""Questions about ideas, who needs them and how much."""

from wellheard.decide.queries.behind import (
    LOUDEST,
    STRONGEST,
    Asking,
    Share,
    WhoAsks,
    evidence_of,
    quotes_of,
    who_asks,
)
from wellheard.decide.queries.board import (
    CLOSED,
    COUNTERS,
    MONEY,
    RANKING,
    Choice,
    Column,
    columns,
    has_notes,
    ranking,
    share_of,
    status_counts,
)
from wellheard.decide.queries.earlier import imported_at
from wellheard.decide.queries.merges import (
    alike,
    came_since,
    companies_asking_both,
    family_of,
    merges_into,
    standing_for,
)
from wellheard.decide.queries.rows import Figures, IdeaRow, Quote, evidence_by_month, loudest_quotes

__all__ = [
    "CLOSED",
    "COUNTERS",
    "LOUDEST",
    "MONEY",
    "RANKING",
    "STRONGEST",
    "Asking",
    "Choice",
    "Column",
    "Figures",
    "IdeaRow",
    "Quote",
    "Share",
    "WhoAsks",
    "alike",
    "came_since",
    "columns",
    "companies_asking_both",
    "evidence_by_month",
    "evidence_of",
    "family_of",
    "has_notes",
    "imported_at",
    "loudest_quotes",
    "merges_into",
    "quotes_of",
    "ranking",
    "share_of",
    "standing_for",
    "status_counts",
    "who_asks",
]
