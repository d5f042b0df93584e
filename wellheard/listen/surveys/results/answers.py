"""Answers as the statistics take them: one of each person, with the company it comes from and what that pays."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from wellheard.foundation.statistics.grouped import Answers
from wellheard.foundation.statistics.promoters import side_of
from wellheard.listen.surveys.results.scope import Scope


class Answer(NamedTuple):
    """One number somebody gave; `mrr` is what their company pays now, in minor units."""

    key: int
    contact: int | None
    device: str
    company: int | None
    score: int
    at: datetime
    mrr: int

    @property
    def person(self) -> int | str:
        """Who gave it: a person, a device, or, where nothing is known, nobody else."""
        return self.contact or self.device or f"#{self.key}"

    @property
    def group(self) -> tuple[str, int | str]:
        """Who is alike: colleagues; somebody without a company stands alone."""
        return ("company", self.company) if self.company else ("person", self.person)


def scored(scope: Scope) -> list[Answer]:
    """Return every answer with a number, the oldest first, in one query."""
    columns = ("pk", "contact_id", "device", "company_id", "score", "answered_at", "company__mrr_minor")
    rows = scope.responses().scored().order_by("answered_at", "pk").values_list(*columns)
    return [Answer._make((*row[:-1], row[-1] or 0)) for row in rows]


def latest(answers: Iterable[Answer]) -> list[Answer]:
    """Return the last answer of each person: who is asked every quarter counts once."""
    return list({answer.person: answer for answer in answers}.values())


def sides(answers: Sequence[Answer], weights: Sequence[float] | None = None) -> Answers:
    """Return answers from nought to ten by their side, with their companies."""
    return Answers([side_of(answer.score) for answer in answers], [answer.group for answer in answers], weights)
