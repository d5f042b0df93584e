"""The languages of the portal."""

from django.conf import settings
from django.utils.translation import get_language_info

from wellheard.workspace.installation import installation


def languages_offered() -> list[tuple[str, str]]:
    """Return the code and own name of each language visitors may choose: the installation's own first, then the others it has."""
    ours = installation()
    known = dict(settings.LANGUAGES)
    return [(code, name_of(code)) for code in dict.fromkeys([ours.language, *ours.languages]) if code in known]


def name_of(code: str) -> str:
    """Return what a language calls itself."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def name_in_ours(code: str) -> str:
    """Return what the reader of the page calls a language; a code nobody knows stays as it is."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
