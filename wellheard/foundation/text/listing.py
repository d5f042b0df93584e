"""Signs that part names and sentences, as the viewer's language writes them."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def comma() -> str:
    """Return what stands before something more that is said of the same."""
    return pgettext("before something more that is said of the same", ", ")


def colon() -> str:
    """Return what stands between a name and what is said of it."""
    return pgettext("between a name and what is said of it", ": ")


def listed(parts: Iterable[object]) -> str:
    """Return parts one behind the other: “Ada, Bo”, and “Ada、Bo” in Chinese."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)
