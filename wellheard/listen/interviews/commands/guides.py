"""What we ask in talks."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import Guide
from wellheard.workspace.commands.errors import NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Staff

ADDED = names.declare("guide.added", "Questions to ask in talks were added.")
EDITED = names.declare("guide.edited", "Questions to ask in talks were changed.")
RETIRED = names.declare("guide.retired", "Questions to ask in talks are not offered any more; talks keep them.")

MOST_QUESTIONS = 60


@transaction.atomic
def add_guide(*, name: str, questions: str, by: Staff | None) -> Guide:
    """Add questions to ask, one a line. Raises NameTakenError, and TalkError for none or too many."""
    lock_workspace()
    guide = Guide(name=name_of(name)[:80], questions=_kept(questions), made_by=by)
    _require_free(guide)
    guide.save(force_insert=True)
    ledger.record(ADDED, guide)
    return guide


@transaction.atomic
def edit_guide(*, guide_id: int, version: int, name: str, questions: str) -> Guide:
    """Change questions; talks that use them show the new ones. Raises NameTakenError, TalkError and StaleError."""
    lock_workspace()
    guide = Guide.objects.select_for_update(no_key=True).get(pk=guide_id)
    require_version(guide, version)
    guide.name, guide.questions = name_of(name)[:80], _kept(questions)
    _require_free(guide)
    guide.save(update_fields=["name", "questions", "version"])
    ledger.record(EDITED, guide)
    return guide


@transaction.atomic
def retire_guide(*, guide_id: int) -> None:
    """Offer a guide no longer; a second click changes nothing."""
    lock_workspace()
    guide = Guide.objects.select_for_update(no_key=True).filter(pk=guide_id, retired_at=None).first()
    if guide:
        guide.retired_at = clock.now()
        guide.save(update_fields=["retired_at"])
        ledger.record(RETIRED, guide)


def _kept(questions: str) -> str:
    lines = [line.strip() for line in clean_words(questions).splitlines() if line.strip()]
    if not lines:
        raise TalkError(_("Write at least one question."), field="questions")
    if len(lines) > MOST_QUESTIONS:
        raise TalkError(_("Keep it to %(most)d questions.") % {"most": MOST_QUESTIONS}, field="questions")
    return "\n".join(lines)


def _require_free(guide: Guide) -> None:
    if Guide.objects.filter(name__iexact=guide.name, retired_at=None).exclude(pk=guide.pk or 0).exists():
        raise NameTakenError(guide.name)
