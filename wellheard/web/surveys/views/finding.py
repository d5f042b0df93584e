"""The survey an address names."""

from django.http import Http404
from django.utils.translation import gettext as _

from wellheard.listen.surveys.models import Survey


def found(survey_id: int) -> Survey:
    """Return a survey with its segment, or say that it is gone."""
    survey = Survey.objects.select_related("segment", "made_by").filter(pk=survey_id).first()
    if survey is None:
        raise Http404(_("This survey does not exist any more; look for it in the list of surveys."))
    return survey
