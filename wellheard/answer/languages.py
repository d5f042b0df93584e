"""The languages in which an answer is framed: those our own sentences are written in."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.foundation.text.language import detect_language
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation

FRAMES: dict[str, str | Promise] = {
    "en": _("English"),
    "zh-hans": _("Chinese"),
    "ru": _("Russian"),
    "lt": _("Lithuanian"),
    "de": _("German"),
}


def frame_of(code: str) -> str:
    """Return the frame's language for a language code such as de-AT or zh; nothing when we have no frame in it."""
    code = code.strip().lower().replace("_", "-")
    if code in FRAMES:
        return code
    if code.startswith("zh"):
        # Whoever reads traditional characters reads these sooner than English.
        return "zh-hans"
    return code.split("-")[0] if code.split("-")[0] in FRAMES else ""


def language_for(contact: Contact, said: Feedback | None) -> str:
    """Return the language we write to a contact in: what they chose, else what they wrote in, else the installation's."""
    return language_of(contact.language, said.language if said else "")


def language_of(chosen: str, spoken: str) -> str:
    """Return the frame for a language somebody chose and one they wrote in, where either is known."""
    wanted = (chosen, spoken, installation().language)
    return next((frame for code in wanted if (frame := frame_of(code))), "en")


def name_of(code: str) -> str:
    """Return a language's name in the language of whoever reads the page; its code where we have no name for it."""
    frame = frame_of(code)
    return str(FRAMES[frame]) if frame else code


@lru_cache(maxsize=256)
def written_in(text: str) -> str:
    """Return the language of what staff wrote; short texts are taken for the installation's."""
    if not text:
        return ""
    detected = detect_language(text, otherwise=installation().language)
    return frame_of(detected) or detected
