"""How an import goes: counts, notes and refused rows, as they are told to people."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wellheard.listen.imports.columns import Matching
from wellheard.listen.imports.refusals import Refusals

MOST_NOTES = 50


@dataclass
class Note:
    """Something worth knowing: where it stands first, and on how many lines."""

    text: str
    line: int
    count: int = 1


@dataclass
class Report:
    """How an import went."""

    kind: str
    columns: Matching
    refusals: Refusals
    counts: dict[str, int] = field(default_factory=lambda: {"new": 0, "updated": 0, "unchanged": 0})
    notes: dict[str, Note] = field(default_factory=dict)
    rows: int = 0
    seconds: float = 0.0

    def note(self, text: str, *, line: int = 0) -> None:
        """Keep what is worth knowing; what many lines have in common is told once."""
        if text in self.notes:
            self.notes[text].count += 1
        elif len(self.notes) < MOST_NOTES:
            self.notes[text] = Note(text, line)
        else:
            self.notes.setdefault("", Note(_("There were more notes, which are left out here."), 0)).count += 1

    @property
    def notes_kept(self) -> list[dict[str, Any]]:
        """Return the notes as they are kept beside an import."""
        return [{"text": note.text, "line": note.line, "count": note.count} for note in self.notes.values()]

    def go_on_from(self, notes: list[dict[str, Any]], counts: dict[str, int], *, refused: int) -> None:
        """Take up what was told before a crash."""
        self.notes = {note["text"]: Note(**note) for note in notes}
        self.counts = dict(counts)
        self.refusals.go_on_from(refused)
