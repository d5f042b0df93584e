"""How complete a survey is in each of its languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wellheard.listen.surveys.models import Question, Survey
from wellheard.web.portal.languages import languages_offered, name_in_ours


@dataclass(frozen=True)
class Written:
    """A language other than the first, and how many texts of it are missing."""

    code: str
    name: str
    missing: int


def others(survey: Survey, questions: Sequence[Question]) -> list[Written]:
    """Return its other languages, and those that visitors of the installation may choose, with what each lacks."""
    codes = dict.fromkeys([*survey.languages[1:], *(code for code, _name in languages_offered())])
    texts = [survey.texts, *(one.texts for one in questions)]
    return [
        Written(code, name_in_ours(code), sum(_missing(one, code, survey.fallback) for one in texts))
        for code in codes
        if code != survey.fallback
    ]


def _missing(texts: dict[str, dict[str, Any]], code: str, fallback: str) -> int:
    """Count what is said in the first language and not in this one."""
    original, there = texts.get(fallback, {}), texts.get(code, {})
    labels = there.get("options", {})
    own = sum(1 for name, text in original.items() if name != "options" and text and not there.get(name))
    return own + sum(1 for key, label in original.get("options", {}).items() if label and not labels.get(key))
