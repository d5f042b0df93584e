"""One edit of a talk at a time."""

from django.utils.translation import gettext as _

from wellheard.listen.interviews.errors import UnknownTalkError
from wellheard.listen.interviews.models import Interview


def locked_interview(interview_id: int) -> Interview:
    """Return a talk, locked for this transaction. Raises UnknownTalkError."""
    rows = Interview.objects.select_for_update(of=("self",), no_key=True).select_related("company", "host", "guide")
    found = rows.filter(pk=interview_id).first()
    if found is None:
        raise UnknownTalkError(_("This talk does not exist any more; go back to the list of talks."))
    return found
