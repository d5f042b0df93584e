"""In which language the tab speaks with somebody: what their product asks for, their browser's, what they chose, ours."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation.trans_real import parse_accept_lang_header

from wellheard.answer.languages import frame_of
from wellheard.customers.models import Contact
from wellheard.workspace.installation import installation


def language_of(wished: str, accepted: str, contact: Contact | None) -> str:
    """Return the first of these languages that the tab comes in, as the owner chose; else the installation's."""
    ours = installation()
    known = set(dict(settings.LANGUAGES))
    offered = known & {ours.language, *ours.languages} if ours.languages else known
    listed = [code for code, _weight in parse_accept_lang_header(accepted[:500].lower())]
    chosen = contact.language if contact else ""
    return next((code for code in _codes([wished, chosen, *listed]) if code in offered), ours.language)


def direction() -> str:
    """Return how the present language is written."""
    return "rtl" if get_language_bidi() else "ltr"


def present() -> str:
    """Return the present language."""
    return get_language() or installation().language


def _codes(wished: Iterable[str]) -> Iterable[str]:
    for each in wished:
        code = each.strip().lower().replace("_", "-")[:20]
        yield from (code, code.split("-")[0], frame_of(code))
