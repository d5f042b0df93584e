"""Note that a talk took place or that they did not come, and what was said."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.interviews.commands.cadence import settle_check_in
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.commands.planning import HELD
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Interview
from wellheard.workspace.commands.locking import require_version
from wellheard.workspace.models import Staff

MISSED = names.declare("interview.missed", "A customer did not come to a planned talk.")
NOTED = names.declare("interview.noted", "The notes of a talk were written or changed.")

MOST_CHARACTERS = 100_000


@transaction.atomic
def hold_interview(*, interview_id: int, by: Staff | None) -> Interview:
    """Note that a talk took place; a second click changes nothing. Held before its time, it began now. Raises TalkError."""
    interview = locked_interview(interview_id)
    if interview.state == Interview.State.HELD:
        return interview
    if interview.state == Interview.State.CANCELLED:
        raise TalkError(_("This talk was called off. Write down the one that took place as a new one."))
    interview.state = Interview.State.HELD
    interview.planned_at = min(interview.planned_at, clock.now())
    interview.version += 1
    interview.save(update_fields=["state", "planned_at", "version"])
    ledger.record(HELD, interview, kind=interview.kind)
    settle_check_in(interview, by=by)
    return interview


@transaction.atomic
def miss_interview(*, interview_id: int) -> Interview:
    """Note that they did not come: the check-in is due again. A second click changes nothing. Raises TalkError."""
    interview = locked_interview(interview_id)
    if interview.state == Interview.State.MISSED:
        return interview
    if interview.state != Interview.State.PLANNED:
        raise TalkError(_("Only of a planned talk can be said that they did not come."))
    if interview.planned_at > clock.now():
        raise TalkError(_("This talk has not begun yet. Call it off, or move it."))
    interview.state = Interview.State.MISSED
    interview.version += 1
    interview.save(update_fields=["state", "version"])
    ledger.record(MISSED, interview, kind=interview.kind)
    return interview


@transaction.atomic
def note_interview(*, interview_id: int, version: int, notes: str) -> Interview:
    """Keep the notes of a talk as they are now. Raises TalkError for too many, and StaleError after another's edit."""
    interview = locked_interview(interview_id)
    kept = clean_words(notes)
    if len(kept) > MOST_CHARACTERS:
        raise TalkError(
            _("These notes are longer than %(most)d characters; shorten them.") % {"most": MOST_CHARACTERS},
            field="notes",
        )
    if kept == interview.notes:
        return interview
    require_version(interview, version)
    interview.notes = kept
    interview.save(update_fields=["notes", "version"])
    ledger.record(NOTED, interview)
    return interview
