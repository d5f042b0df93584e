"""A survey as the tab asks it: in one language, with the pairs drawn for this one showing."""

from itertools import combinations
from random import Random
from typing import Any

from wellheard.listen.surveys.commands.checking import side
from wellheard.listen.surveys.models import QuestionKind, Survey
from wellheard.listen.surveys.queries import as_shown
from wellheard.web.widget.speaking import present

# More comparisons than this tire people; what they say about three is worth more.
MOST_PAIRS = 3


def asked(survey: Survey, *, display: str, key: str) -> dict[str, Any]:
    """Return a survey to be shown under a display; the key decides which pairs, so that a second look shows the same."""
    shown = as_shown(survey, present())
    thanks = shown["thanks"]
    following = {"label": thanks["next_label"], "url": thanks["next_url"]} if thanks["next_url"] else None
    return {
        "display": display,
        "name": shown["intro"],
        "kind": shown["kind"],
        "language": shown["language"],
        "dir": shown["direction"],
        "delay": shown["delay_seconds"],
        "foot": "",
        "questions": [_question(one, Random(f"{key} {one['key']}")) for one in shown["questions"]],  # noqa: S311
        "thanks": {"text": thanks["text"], "next": following},
    }


def _question(shown: dict[str, Any], chance: Random) -> dict[str, Any]:
    options = [{"id": one["key"], "label": one["label"]} for one in shown.get("options", [])]
    if shown["shuffled"]:
        chance.shuffle(options)
    is_pair = shown["kind"] == QuestionKind.PAIR
    lowest, highest = shown.get("scale") or (None, None)
    return {
        "id": shown["key"],
        "kind": shown["kind"],
        "text": shown["question"],
        "hint": shown["placeholder"],
        "button": shown["button"],
        "low": shown["low"],
        "high": shown["high"],
        "from": lowest,
        "to": highest,
        "required": shown["required"],
        "options": [] if is_pair else options,
        "pairs": _pairs(options, chance) if is_pair else [],
        "branches": [_branch(one) for one in shown["branches"]],
    }


def _pairs(options: list[dict[str, str]], chance: Random) -> list[dict[str, Any]]:
    """Draw which options stand against each other, and on which side."""
    every = [list(two) for two in combinations(options, 2)]
    drawn = chance.sample(every, min(MOST_PAIRS, len(every)))
    for two in drawn:
        chance.shuffle(two)
    return [{"left": _side(left), "right": _side(right)} for left, right in drawn]


def _side(option: dict[str, str]) -> dict[str, str]:
    return {"id": side(option["id"]), "title": option["label"], "note": ""}


def _branch(branch: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: branch[name] for name in ("at_least", "at_most") if name in branch}
    if "any_of" in branch:
        said["any"] = branch["any_of"]
    return said | {"to": branch["go"] or "end"}
