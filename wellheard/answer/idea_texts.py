"""What an idea is called in a letter: in its reader's language where staff wrote it, else as it was written first."""

from wellheard.answer.languages import frame_of
from wellheard.decide.models import Idea, IdeaTranslation


def title_in(idea: Idea | None, language: str) -> str:
    """Return an idea's title in one of the frame's languages; nothing for no idea."""
    if idea is None:
        return ""
    written = _written_in(idea, language)
    return written.title if written else idea.title


def workaround_in(idea: Idea | None, language: str) -> str:
    """Return what helps meanwhile in one of the frame's languages; nothing for no idea."""
    if idea is None:
        return ""
    written = _written_in(idea, language)
    return written.workaround if written and written.workaround else idea.workaround


def _written_in(idea: Idea, language: str) -> IdeaTranslation | None:
    return next((row for row in idea.translations.all() if frame_of(row.language) == language), None)
