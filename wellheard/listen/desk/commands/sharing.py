"""Whose a saved reply or macro is, and how many there may be."""

from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.placeholders import PlaceholderError, require_known
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.filling import known
from wellheard.listen.desk.models import Shared
from wellheard.workspace.models import Staff, Team

MOST_ROWS = 2_000
MOST_CHARACTERS = 20_000
Row = TypeVar("Row", bound=Shared)


@dataclass(frozen=True)
class Whose:
    """Somebody's own, a team's, or everybody's."""

    owner: Staff | None = None
    team: Team | None = None


def held_row(model: type[Row], pk: int, by: Staff) -> Row:
    """Return a row to change, held. Raises DeskError where it is gone or somebody else's."""
    row: Row | None = model._default_manager.select_for_update(no_key=True).filter(pk=pk).first()  # noqa: SLF001 - documented
    if row is None or not row.is_open_to(by):
        raise DeskError(_("This is not there any more, or it is somebody else’s; go back to the list."))
    return row


def require_room(model: type[Shared]) -> None:
    """Raise DeskError when there are too many."""
    if model._default_manager.count() >= MOST_ROWS:  # noqa: SLF001
        raise DeskError(_("There are 2,000 already; remove some that nobody uses first."))


def checked_words(words: str, *, field: str) -> str:
    """Return words as they are kept. Raises DeskError for too many, and for placeholders nobody can fill in."""
    kept = clean_words(words)
    if len(kept) > MOST_CHARACTERS:
        raise DeskError(_("This is too long; use at most 20,000 characters."), field=field)
    try:
        require_known(kept, known())
    except PlaceholderError as problem:
        raise DeskError(str(problem), field=field) from problem
    return kept
