"""Keep macros, and use them."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.commands.sharing import Whose, checked_words, held_row, require_room
from wellheard.listen.desk.commands.taking import Taker, take_steps
from wellheard.listen.desk.models import Macro
from wellheard.listen.desk.steps import Steps
from wellheard.workspace.commands.locking import name_of, require_version
from wellheard.workspace.models import Staff

MADE = names.declare("macro.made", "Somebody joined several steps to take them at once.")
EDITED = names.declare("macro.edited", "A macro takes other steps, or is somebody else’s.")
REMOVED = names.declare("macro.removed", "A macro was removed.")
USED = names.declare("macro.used", "The steps of a macro were taken in a conversation.")


@transaction.atomic
def make_macro(*, name: str, whose: Whose, steps: Steps, by: Staff) -> Macro:
    """Join several steps to take them at once. Raises DeskError."""
    require_room(Macro)
    macro = Macro.objects.create(
        name=name_of(name)[:120],
        owner=whose.owner,
        team=whose.team,
        does=checked(steps).written(),
        made_by=by,
        made_at=clock.now(),
    )
    ledger.record(MADE, macro)
    return macro


@transaction.atomic
def edit_macro(*, macro_id: int, version: int, name: str, whose: Whose, steps: Steps, by: Staff) -> Macro:
    """Let a macro take other steps. Raises DeskError, or StaleError after another's edit."""
    macro = held_row(Macro, macro_id, by)
    require_version(macro, version)
    macro.name, macro.owner, macro.team = name_of(name)[:120], whose.owner, whose.team
    macro.does = checked(steps).written()
    macro.save(update_fields=["name", "owner", "team", "does", "version"])
    ledger.record(EDITED, macro)
    return macro


@transaction.atomic
def remove_macro(*, macro_id: int, by: Staff) -> None:
    """Remove a macro; what was done with it stays. Removing it again changes nothing."""
    if Macro.objects.filter(pk=macro_id).exists():
        macro = held_row(Macro, macro_id, by)
        ledger.record(REMOVED, macro)
        macro.delete()


@transaction.atomic
def run_macro(*, macro_id: int, conversation_id: int, by: Staff, key: str, seen_message_id: int | None) -> Conversation:
    """Take a macro's steps in a conversation, all or none. Raises DeskError, ConversationError as the steps themselves would."""
    macro = Macro.objects.filter(pk=macro_id).first()
    if macro is None or not macro.is_open_to(by):
        raise DeskError(_("This macro is not there any more; choose another one."))
    taker = Taker(by, f"macro:{macro.pk}:{key}", seen_message_id)
    conversation = take_steps(conversation_id=conversation_id, steps=Steps.read(macro.does), taker=taker)
    Macro.objects.filter(pk=macro.pk).update(use_count=F("use_count") + 1, last_used_at=clock.now())
    ledger.record(USED, conversation, macro=macro.pk)
    return conversation


def checked(steps: Steps) -> Steps:
    """Return steps that can be taken. Raises DeskError naming the field for those that make no sense."""
    if steps.is_empty:
        raise DeskError(_("Choose at least one step."))
    checked_words(steps.note, field="note")
    checked_words(steps.reply, field="reply")
    if steps.reply and steps.saved:
        raise DeskError(_("Write an answer or choose a saved one, not both."), field="saved")
    if steps.closes and steps.snooze:
        raise DeskError(_("A conversation is either closed or put off; choose one."), field="snooze")
    return steps
