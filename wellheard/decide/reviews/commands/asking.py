"""Ask, before a table is frozen, whether what customers said long ago is still needed."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.demand.commands import begin_round
from wellheard.decide.demand.models import Round
from wellheard.decide.reviews.commands.locking import State, locked_in
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.queries.freshness import old_ideas
from wellheard.workspace.models import Staff


@transaction.atomic
def ask_still_needed(*, review_id: int, by: Staff | None) -> Round:
    """Ask everybody who asked for the ideas whose evidence is old whether they still need them, each once by one mail.

    Raises ReviewError once the table is frozen and where nothing on it is old, and AskingError when nobody is left to ask.
    """
    review = locked_in(review_id, State.GATHERING)
    old = old_ideas(review)
    if not old:
        raise ReviewError(_("What customers said of these ideas is fresh; nobody has to be asked again."))
    return begin_round(idea_ids=[idea.pk for idea in old], by=by)
