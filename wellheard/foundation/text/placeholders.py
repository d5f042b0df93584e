"""A little language for wordings: words in braces stand for what is filled in. Nothing else is ever run or looked up."""

import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext as _

_PLACE = re.compile(r"\{([a-z_]+)\}")


class PlaceholderError(ValueError):
    """A wording names something nobody can fill in."""


def require_known(text: str, known: Collection[str]) -> None:
    """Refuse a wording with a placeholder nobody fills in. Raises PlaceholderError naming it and those there are."""
    if unknown := [name for name in _PLACE.findall(text) if name not in known]:
        raise PlaceholderError(
            _("“{%(name)s}” cannot be filled in. There are: %(known)s.")
            % {"name": unknown[0], "known": ", ".join(f"{{{name}}}" for name in known)}
        )


def fill(text: str, value_of: Callable[[str], str]) -> str:
    """Put the values in their places, once: what a customer wrote in braces stays as they wrote it.

    A paragraph whose placeholders all have nothing to say is left out, so that no sentence ends in the air.
    """
    paragraphs = re.split(r"\n{2,}", text.strip())
    filled = (_filled(paragraph, value_of) for paragraph in paragraphs if _says_something(paragraph, value_of))
    return "\n\n".join(part for part in filled if part)


def _says_something(paragraph: str, value_of: Callable[[str], str]) -> bool:
    names = _PLACE.findall(paragraph)
    return not names or any(value_of(name) for name in names)


def _filled(paragraph: str, value_of: Callable[[str], str]) -> str:
    return _PLACE.sub(lambda found: value_of(found[1]), paragraph).strip()
