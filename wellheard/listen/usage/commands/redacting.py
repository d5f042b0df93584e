"""Say what is taken out of events before anything is kept."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.usage.models import OwnPattern, Redaction
from wellheard.listen.usage.patterns import PatternError, compiled
from wellheard.listen.usage.redaction import BUILT_IN
from wellheard.listen.usage.rules import rules_now
from wellheard.workspace.commands import StaleError, WorkspaceError

SWITCHED = names.declare("redaction.switched", "Which built-in rules take nothing out of events: `off`.")
ADDED = names.declare("redaction.pattern_added", "A pattern of the owner's is taken out of events.")
REMOVED = names.declare("redaction.pattern_removed", "A pattern of the owner's is taken out of events no longer.")

MOST_PATTERNS = 20


class RedactionError(WorkspaceError):
    """A rule cannot be kept so; the text says what to do."""


@transaction.atomic
def switch_rules_off(*, off: Sequence[str], version: int) -> Redaction:
    """Let these built-in rules take nothing out, and all others do. Raises StaleError after another's edit."""
    Redaction.objects.get_or_create(pk=1, defaults={"version": 0})
    row = Redaction.objects.select_for_update(no_key=True).get(pk=1)
    if row.version != version:
        raise StaleError
    wanted = [rule.key for rule in BUILT_IN if rule.key in off]
    if wanted != row.switched_off:
        row.switched_off, row.version = wanted, row.version + 1
        row.save(update_fields=["switched_off", "version"])
        ledger.record(SWITCHED, row, off=wanted)
        transaction.on_commit(_know)
    return row


@transaction.atomic
def add_pattern(*, name: str, pattern: str) -> OwnPattern:
    """Take out what matches a pattern, from now on. Raises RedactionError."""
    try:
        compiled(pattern)
    except PatternError as problem:
        raise RedactionError(str(problem), field="pattern") from problem
    there = OwnPattern.objects.filter(pattern=pattern).first()
    if there:
        return there
    if OwnPattern.objects.count() >= MOST_PATTERNS:
        raise RedactionError(_("There are %(most)d patterns already; remove one first.") % {"most": MOST_PATTERNS})
    row = OwnPattern.objects.create(name=name, pattern=pattern, made_at=clock.now())
    ledger.record(ADDED, row)
    transaction.on_commit(_know)
    return row


@transaction.atomic
def remove_pattern(*, pattern_id: int) -> None:
    """Take a pattern away; what it took out stays out."""
    row = OwnPattern.objects.select_for_update(no_key=True).filter(pk=pattern_id).first()
    if row:
        ledger.record(REMOVED, row)
        row.delete()
        transaction.on_commit(_know)


def _know() -> None:
    """Let this process know at once; others do within seconds."""
    rules_now()
