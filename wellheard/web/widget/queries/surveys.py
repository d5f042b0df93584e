"""A survey as the tab asks it: in one language, with the pairs of which least is known when it is shown."""

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.listen.surveys.asked import Asked
from wellheard.listen.surveys.keys import moment_of
from wellheard.listen.surveys.models import QuestionKind, Survey
from wellheard.listen.surveys.pairs import Pair, pairs_for, side
from wellheard.listen.surveys.queries import as_shown
from wellheard.web.widget.speaking import direction, present
from wellheard.workspace.installation import installation


def asked(survey: Survey, *, display: str, key: str, who: Asked, channel: str) -> dict[str, Any]:
    """Return a survey to be shown under a display; the key says when it began, so that a second look shows the same pairs."""
    shown = as_shown(survey, present())
    compared = partial(pairs_for, survey.pk, key=key, who=who, as_of=moment_of(key))
    thanks = shown["thanks"]
    following = {"label": thanks["next_label"], "url": thanks["next_url"]} if thanks["next_url"] else None
    return {
        "display": display,
        "name": shown["intro"],
        "kind": shown["kind"],
        "delay": shown["delay_seconds"],
        "foot": _foot(len(shown["questions"]), who),
        "questions": [_question(one, Random(f"{key} {one['key']}"), compared) for one in shown["questions"]],  # noqa: S311
        "thanks": {"text": thanks["text"], "next": following},
    } | _other(shown, channel)


def _other(shown: dict[str, Any], channel: str) -> dict[str, str]:
    """Return what is there only where it is other than the tab's own: the language, its direction, and where it is asked."""
    own = {"language": shown["language"], "dir": shown["direction"], "channel": channel}
    usual = {"language": present(), "dir": direction(), "channel": Survey.Channel.IN_APP}
    return {name: value for name, value in own.items() if value != usual[name]}


def _foot(questions: int, who: Asked) -> str:
    """Return what somebody may want to know before they answer: how many questions, and whether it is seen who they are."""
    many = ngettext("%(n)d question.", "%(n)d questions at most.", questions) % {"n": questions}
    if not who.is_known:
        return many
    return f"{many} {_('%(vendor)s sees who answers.') % {'vendor': installation().vendor_name}}"


def _question(shown: dict[str, Any], chance: Random, compared: Callable[[list[str]], list[Pair]]) -> dict[str, Any]:
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
        "pairs": _pairs(options, compared) if is_pair else [],
        "branches": [_branch(one) for one in shown["branches"]],
    }


def _pairs(options: list[dict[str, str]], compared: Callable[[list[str]], list[Pair]]) -> list[dict[str, Any]]:
    by_id = {one["id"]: one for one in options}
    return [{"left": _side(by_id[left]), "right": _side(by_id[right])} for left, right in compared([*by_id])]


def _side(option: dict[str, str]) -> dict[str, str]:
    return {"id": side(option["id"]), "title": option["label"], "note": ""}


def _branch(branch: dict[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {name: branch[name] for name in ("at_least", "at_most") if name in branch}
    if "any_of" in branch:
        said["any"] = branch["any_of"]
    return said | {"to": branch["go"] or "end"}
