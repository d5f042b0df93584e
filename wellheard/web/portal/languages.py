"""The languages of the portal."""

from django.conf import settings
from django.utils.translation import get_language_info

from wellheard.decide.models import IdeaTranslation


def languages_offered() -> list[tuple[str, str]]:
    """Return the code and own name of each language visitors may choose: the installation's first, then those of translations."""
    translated = IdeaTranslation.objects.order_by("language").values_list("language", flat=True).distinct()
    codes = dict.fromkeys([settings.LANGUAGE_CODE, *translated])
    known = dict(settings.LANGUAGES)
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in codes if code in known]
