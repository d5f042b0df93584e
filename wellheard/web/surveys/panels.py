"""A survey as it stands before a customer: the same pieces and words the widget draws, for the page on which staff write it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.foundation.text.listing import listed
from wellheard.foundation.text.numbers import is_whole_number
from wellheard.listen.surveys.drafts import QuestionDraft
from wellheard.listen.surveys.kinds import SCALES
from wellheard.listen.surveys.models import Question, QuestionKind
from wellheard.listen.surveys.models.surveys import in_language

IDEA = "idea:"


@dataclass(frozen=True)
class Panel:
    """One question as it is shown: its texts in one language, its numbers or its options, and when it comes."""

    key: str
    kind: str
    number: int
    of: int
    texts: dict[str, Any]
    options: list[tuple[str, str]] = field(default_factory=list)
    is_required: bool = True
    when: str = ""

    @property
    def numbers(self) -> list[int]:
        scale = SCALES.get(self.kind)
        return list(range(scale[0], scale[1] + 1)) if scale else []

    @property
    def is_short(self) -> bool:
        return len(self.numbers) < 11  # noqa: PLR2004 - 0 to 10

    @property
    def pair(self) -> list[tuple[str, str]]:
        """The first two to compare."""
        return self.options[:2]


def panels(questions: Iterable[Question | QuestionDraft], *, language: str, fallback: str) -> list[Panel]:
    """Return the questions as somebody who reads this language sees them, in at most one query."""
    asked = list(questions)
    titles = _titles(asked)
    return [
        Panel(
            key=one.key,
            kind=one.kind,
            number=number,
            of=len(asked),
            texts=(texts := in_language(one.texts, language, fallback)),
            options=_options(one, texts, titles),
            is_required=one.is_required,
            when=_when(one, asked),
        )
        for number, one in enumerate(asked, start=1)
    ]


def _options(one: Question | QuestionDraft, texts: dict[str, Any], titles: dict[str, str]) -> list[tuple[str, str]]:
    labels = texts.get("options", {})
    return [(key, titles.get(key) or labels.get(key) or key) for key in (option["key"] for option in one.options)]


def _titles(asked: list[Question | QuestionDraft]) -> dict[str, str]:
    keys = [option["key"] for one in asked for option in one.options if option["key"].startswith(IDEA)]
    numbers = {int(key.removeprefix(IDEA)) for key in keys if is_whole_number(key.removeprefix(IDEA))}
    found = Idea.objects.unmerged().filter(pk__in=numbers).values_list("pk", "title") if numbers else []
    return {f"{IDEA}{pk}": title for pk, title in found}


def _when(question: Question | QuestionDraft, asked: list[Question | QuestionDraft]) -> str:
    """Say which answers lead here, in the language of the reader of the page; nothing where every answer does."""
    before = [
        (number, branch)
        for number, one in enumerate(asked, start=1)
        for branch in one.branches
        if branch.get("go") == question.key
    ]
    return listed(_answers(number, branch) for number, branch in before)


def _answers(number: int, branch: dict[str, Any]) -> str:
    least, most = branch.get("at_least"), branch.get("at_most")
    if least is not None and most is not None:
        return _("after %(least)s to %(most)s in question %(number)s") % {
            "least": least,
            "most": most,
            "number": number,
        }
    if least is not None:
        return _("after %(least)s or more in question %(number)s") % {"least": least, "number": number}
    if most is not None:
        return _("after %(most)s or less in question %(number)s") % {"most": most, "number": number}
    if branch.get("any_of"):
        return _("after some choices in question %(number)s") % {"number": number}
    return _("after question %(number)s") % {"number": number}


def buttons(language: str) -> dict[str, str]:
    """Return what the widget itself says, in the language of the customer."""
    with translation.override(language):
        return {
            "send": _("Send"),
            "next": _("Next"),
            "skip": _("Skip"),
            "neither": _("Neither"),
            "or": _("or"),
            "not_now": _("Not now"),
        }


__all__ = ["Panel", "QuestionKind", "buttons", "panels"]
