"""What somebody writes about a goal, before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wellheard.workspace.models import Area, Staff, Team


@dataclass(frozen=True)
class ObjectiveDraft:
    """An objective as somebody wrote it."""

    title: str
    begins_on: date
    last_on: date
    why: str = ""
    owner: Staff | None = None
    team: Team | None = None
    area: Area | None = None


@dataclass(frozen=True)
class ResultDraft:
    """A key result as somebody wrote it: read from a figure (its key) of whom `scope` names, or entered by hand in a unit."""

    title: str
    begins_at: float
    aims_at: float
    figure: str = ""
    scope: Mapping[str, int] = field(default_factory=dict)
    unit: str = ""
    idea_ids: tuple[int, ...] = ()
