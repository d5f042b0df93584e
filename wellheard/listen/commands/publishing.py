"""Let others read what a customer said: private until staff publish it."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands.feedback import FeedbackError, UnknownFeedbackError
from wellheard.listen.models import Feedback

PUBLISHED = names.declare("feedback.published", "What a customer said can be read on the portal.")
HIDDEN = names.declare("feedback.hidden", "What a customer said can no longer be read on the portal.")
UNDECIDED = names.declare("feedback.undecided", "Whether others may read what a customer said is to be decided anew.")


@transaction.atomic
def publish_feedback(*, feedback_id: int) -> Feedback:
    """Show what a customer said on the portal. Raises FeedbackError when they did not allow to be quoted."""
    feedback = _locked(feedback_id)
    if feedback.quotable == Feedback.Quotable.NO:
        raise FeedbackError(_("They did not allow to be quoted. Ask them first, then note it here."))
    if feedback.published_at is None:
        feedback.published_at, feedback.hidden_at = clock.now(), None
        feedback.save(update_fields=["published_at", "hidden_at"])
        ledger.record(PUBLISHED, feedback)
    return feedback


@transaction.atomic
def hide_feedback(*, feedback_id: int) -> Feedback:
    """Keep what a customer said from others, or take it off the portal; it stays evidence."""
    feedback = _locked(feedback_id)
    if feedback.hidden_at is None:
        feedback.published_at, feedback.hidden_at = None, clock.now()
        feedback.save(update_fields=["published_at", "hidden_at"])
        ledger.record(HIDDEN, feedback)
    return feedback


@transaction.atomic
def unhide_feedback(*, feedback_id: int) -> Feedback:
    """Let what a customer said wait again until one of us has read it; until then nobody else does."""
    feedback = _locked(feedback_id)
    if feedback.hidden_at or feedback.published_at:
        feedback.published_at = feedback.hidden_at = None
        feedback.save(update_fields=["published_at", "hidden_at"])
        ledger.record(UNDECIDED, feedback)
    return feedback


def _locked(feedback_id: int) -> Feedback:
    feedback = Feedback.objects.select_for_update(of=("self",), no_key=True).filter(pk=feedback_id).first()
    if feedback is None:
        raise UnknownFeedbackError(_("This feedback does not exist any more; look for it in the list of feedback."))
    return feedback
