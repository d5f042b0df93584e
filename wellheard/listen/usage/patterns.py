"""Patterns an owner may write: regular expressions that cannot keep us busy, whatever text they meet.

Python tries one way of matching after another, and some expressions have more ways than there are atoms. So the ways of an
expression are counted, from each place of a text on, and one with too many is refused: then the work for a text grows with its
length alone.
"""

import re
import warnings
from functools import reduce
from importlib import import_module
from typing import Any

from django.utils.translation import gettext as _

MOST_CHARACTERS = 200
MOST_WAYS = 500
MOST_REPEATS = 100

_parser: Any = import_module("re._parser")


class PatternError(ValueError):
    """An expression is not taken; the text says why and what to do."""


def compiled(written: str) -> re.Pattern[str]:
    """Return an expression ready for use. Raises PatternError with a sentence."""
    if not written or len(written) > MOST_CHARACTERS:
        raise PatternError(_("Write a pattern of 1 to %(most)d characters.") % {"most": MOST_CHARACTERS})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pattern = re.compile(written)
            ways = _ways(_parser.parse(written))
    except (re.error, RecursionError, OverflowError, Warning) as problem:
        raise PatternError(_("This is no pattern: %(why)s.") % {"why": problem}) from problem
    if ways > MOST_WAYS:
        raise PatternError(
            _(
                "This pattern can match in too many ways, which could take very long. Say how often things repeat: [0-9]{6}."
            )
        )
    if pattern.match(""):
        raise PatternError(_("This pattern matches nothing at all everywhere. Let at least one character be in it."))
    return pattern


def _ways(nodes: Any) -> int:
    """Return in how many ways a sequence can match from one place on; of a too large number, one that is too large."""
    return reduce(lambda ways, node: min(ways * _ways_of(*node), MOST_WAYS + 1), nodes, 1)


def _ways_of(kind: Any, value: Any) -> int:
    name = str(kind)
    if name in {"LITERAL", "NOT_LITERAL", "IN", "ANY", "AT", "RANGE", "CATEGORY"}:
        return 1
    if name == "SUBPATTERN":
        return _ways(value[-1])
    if name == "BRANCH":
        return sum(_ways(branch) for branch in value[1])
    if name in {"MAX_REPEAT", "MIN_REPEAT"}:
        return _ways_of_repeat(*value)
    raise PatternError(_("Looking ahead or back, and repeating what was found, cannot be used in a pattern here."))


def _ways_of_repeat(least: int, most: int, body: Any) -> int:
    if int(most) > MOST_REPEATS:
        raise PatternError(
            _("“*”, “+” and long repeats cannot be used: say how often at most, up to %(most)d, such as {1,40}.")
            % {"most": MOST_REPEATS}
        )
    each = _ways(body)
    ways = 0
    for times in range(int(least), int(most) + 1):
        ways += each**times
        if ways > MOST_WAYS:
            return MOST_WAYS + 1
    return ways
