"""Take an idea back that was written a moment ago."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import IdeaError, locked
from wellheard.decide.models import Idea
from wellheard.foundation.facts import ledger, names

DISCARDED = names.declare("idea.discarded", "An idea was taken back in the step after it was written.")


@transaction.atomic
def discard_idea(*, idea_id: int) -> None:
    """Take back an idea that nobody has built on; one that is gone already is no mistake.

    Raises IdeaError when it was changed, published, voted for, decided about or linked to since: that would be lost.
    """
    if not Idea.objects.filter(pk=idea_id).exists():
        return
    idea = locked(idea_id)
    is_new = idea.version == 1 and idea.status == Idea.Status.HEARD and not idea.is_public
    if not is_new or idea.items.exists() or idea.decisions.exists() or idea.votes.exists():
        raise IdeaError(_("Somebody has worked with this idea since; it stays, and nothing was taken back."))
    ledger.record(DISCARDED, idea)
    idea.delete()
