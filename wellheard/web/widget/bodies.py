"""What the tab sends, read as strangers write it: bounded, of the kind it should be, without what cannot be kept."""

import json
from typing import Any

from django.utils.translation import gettext as _

from wellheard.foundation.text.clean import clean_line, storable_json
from wellheard.web.widget.refusals import RefusedError, wrong_field

MOST_BYTES = 64 * 1024
MOST_CONTEXT, MOST_NAME, MOST_VALUE = 20, 60, 500
_LARGEST = 2**53


class Body:
    """The members of a JSON object, each asked for by the kind it should be."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content

    def text(self, name: str) -> str:
        """Return a text, empty where there is none. Raises RefusedError (422) for anything else."""
        value = self._content.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise wrong_field(name, _("“%(name)s” must be a text.") % {"name": name})
        return value

    def line(self, name: str, *, most: int) -> str:
        """Return one line of text, cut where it is too long. What is none is nothing: no reason to refuse the rest."""
        value = self._content.get(name)
        return clean_line(value)[:most] if isinstance(value, str) else ""

    def truth(self, name: str) -> bool | None:
        """Return yes, no, or nothing."""
        value = self._content.get(name)
        return value if isinstance(value, bool) else None

    def number(self, name: str) -> int:
        """Return a whole number. Raises RefusedError (422) for anything else."""
        value = self._content.get(name)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LARGEST:
            raise wrong_field(name, _("“%(name)s” must be a whole number.") % {"name": name})
        return value

    def parts(self, name: str, *, most: int) -> list["Body"]:
        """Return a list of objects. Raises RefusedError (422) for anything else, and for too many."""
        return [Body(one) for one in self._listed(name, most, dict)]

    def texts(self, name: str, *, most: int) -> list[str]:
        """Return a list of texts. Raises RefusedError (422) for anything else, and for too many."""
        return self._listed(name, most, str)

    def part(self, name: str) -> "Body":
        """Return an object; an empty one where there is none."""
        value = self._content.get(name)
        return Body(value if isinstance(value, dict) else {})

    def facts(self, name: str) -> dict[str, Any]:
        """Return the texts, numbers and yes or no of an object by name; what is more, or something else, is left out."""
        value = self._content.get(name)
        kept: dict[str, Any] = {}
        for key, said in (value if isinstance(value, dict) else {}).items():
            if (
                isinstance(said, str | int | float)
                and len(kept) < MOST_CONTEXT
                and (line := clean_line(key)[:MOST_NAME])
            ):
                kept[line] = clean_line(said)[:MOST_VALUE] if isinstance(said, str) else said
        return kept

    def has(self, name: str) -> bool:
        """Tell whether a member is there."""
        return self._content.get(name) is not None

    def _listed(self, name: str, most: int, kind: type) -> list[Any]:
        value = self._content.get(name, [])
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, kind) for one in value):
            raise wrong_field(name, _("“%(name)s” must be a list of at most %(most)d.") % {"name": name, "most": most})
        return value


def body_of(raw: bytes) -> Body:
    """Read the body of a request. Raises RefusedError for one that is too large or no JSON object."""
    if len(raw) > MOST_BYTES:
        raise RefusedError(413, _("This is larger than the 64 KB that fit here."))
    try:
        content = storable_json(json.loads(raw or b"{}", parse_constant=_refuse))
    except (ValueError, RecursionError) as problem:
        raise RefusedError(
            400, _("The body is not JSON we can read; check its brackets, quotes and encoding.")
        ) from problem
    if not isinstance(content, dict):
        raise RefusedError(400, _("The body must be a JSON object."))
    return Body(content)


def page_address(url: str) -> str:
    """Return the address of a page as it is kept: without what stands behind “#”, where products keep secrets and places."""
    return url.partition("#")[0] if url.startswith(("https://", "http://")) else ""


def _refuse(name: str) -> None:
    raise ValueError(name)
