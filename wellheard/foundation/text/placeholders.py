"""A little language for wordings: words in braces stand for what is filled in. Nothing else is ever run or looked up.

`{name}` is filled in; `{name|there}` has words for when there is nothing to fill in; `{idea:12}` names one by its number.
"""

import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

_PLACE = re.compile(r"\{([a-z_]+(?::\d{1,18})?)(?:\|([^{}\n]{0,200}))?\}")


class PlaceholderError(ValueError):
    """A wording names something nobody can fill in."""


def require_known(text: str, known: Collection[str]) -> None:
    """Refuse a wording with a placeholder nobody fills in. Raises PlaceholderError naming it and those there are.

    One that takes a number is known with its colon: `idea:`.
    """
    if unknown := [name for name in names_in(text) if _kind(name) not in known]:
        raise PlaceholderError(
            _("“{%(name)s}” cannot be filled in. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(_shown(name) for name in known)}
        )


def names_in(text: str) -> list[str]:
    """Return the placeholders of a wording in their order, with the numbers they name."""
    return [found[1] for found in _PLACE.finditer(text)]


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """Put the values in their places, once: what a customer wrote in braces stays as they wrote it.

    A paragraph whose placeholders all have nothing to say is left out, so that no sentence ends in the air.
    """
    paragraphs = re.split(r"\n{2,}", text.strip())
    filled = (_filled(paragraph, value_of) for paragraph in paragraphs if _says_something(paragraph, value_of))
    return "\n\n".join(part for part in filled if part)


def _says_something(paragraph: str, value_of: Callable[[str], str]) -> bool:
    places = list(_PLACE.finditer(paragraph))
    return not places or any(value_of(found[1]) or found[2] for found in places)


def _filled(paragraph: str, value_of: Callable[[str], str]) -> str:
    return _PLACE.sub(lambda found: value_of(found[1]) or found[2] or "", paragraph).strip()


def _kind(name: str) -> str:
    word, colon, _number = name.partition(":")
    return word + colon


def _shown(name: str) -> str:
    return f"{{{name}12}}" if name.endswith(":") else f"{{{name}}}"
