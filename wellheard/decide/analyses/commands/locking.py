"""One change of an analysis at a time: its deal is held first, as everywhere."""

from django.utils.translation import gettext as _

from wellheard.decide.analyses.commands.errors import AnalysisError
from wellheard.decide.analyses.models import Analysis
from wellheard.listen.deals.models import Deal


def open_analysis(analysis_id: int) -> Analysis:
    """Return an analysis nobody else can change now. Raises AnalysisError for one that is gone or was dropped."""
    deal_id = Analysis.objects.filter(pk=analysis_id).values_list("deal_id", flat=True).first()
    if deal_id is not None:
        # The deal's row is held whether it is read or not.
        Deal.objects.select_for_update(no_key=True).filter(pk=deal_id).first()
    analysis = Analysis.objects.select_for_update(no_key=True).filter(pk=analysis_id).first()
    if analysis is None:
        raise AnalysisError(_("This analysis does not exist any more. Go back to the list of deals."))
    if analysis.state == Analysis.State.DROPPED:
        raise AnalysisError(_("This deal is not lost any more, so there is nothing left to find out."))
    return analysis
