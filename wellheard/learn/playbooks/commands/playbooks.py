"""Make, change, switch and remove playbooks. What began goes on as it began."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.learn.playbooks.beginnings import may_begin
from wellheard.learn.playbooks.conditions import Condition, require_of
from wellheard.learn.playbooks.errors import PlaybookError, UnknownPlaybookError
from wellheard.learn.playbooks.models import Playbook, PlaybookStep
from wellheard.learn.playbooks.queries import forget_names
from wellheard.workspace.commands.errors import NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Staff, Tier
from wellheard.workspace.permissions import Role

ADDED = names.declare("playbook.added", "A playbook was made; it is switched off.")
EDITED = names.declare("playbook.edited", "A playbook was changed; what began before goes on as it began.")
SWITCHED_ON = names.declare("playbook.switched_on", "A playbook begins by itself from now on.")
SWITCHED_OFF = names.declare("playbook.switched_off", "A playbook begins no more; what began goes on.")
REMOVED = names.declare("playbook.removed", "A playbook was removed with the record of its runs; their tasks stay.")

MOST_STEPS = 20
MOST_DAYS = 1000


@dataclass(frozen=True)
class StepDraft:
    """What is to be done, how many days after it began, by the company's owner or by somebody with a role."""

    title: str
    after_days: int = 0
    who: str = PlaybookStep.Who.OWNER
    role: str = ""


@dataclass(frozen=True)
class PlaybookDraft:
    """A playbook as somebody wants it."""

    name: str
    begins_on: str
    steps: Sequence[StepDraft] = field(default_factory=tuple)
    segment: Segment | None = None
    tier: Tier | None = None
    conditions: Sequence[Condition] = ()


@transaction.atomic
def add_playbook(*, draft: PlaybookDraft, by: Staff | None) -> Playbook:
    """Make a playbook, switched off. Raises NameTakenError and PlaybookError."""
    lock_workspace()
    playbook = Playbook(made_by=by, made_at=clock.now())
    _fill(playbook, draft)
    playbook.save(force_insert=True)
    _write_steps(playbook, draft.steps)
    ledger.record(ADDED, playbook, begins_on=playbook.begins_on)
    return playbook


@transaction.atomic
def edit_playbook(*, playbook_id: int, version: int, draft: PlaybookDraft) -> Playbook:
    """Change a playbook for whatever begins later. Raises NameTakenError, PlaybookError and StaleError."""
    lock_workspace()
    playbook = _locked(playbook_id)
    require_version(playbook, version)
    _fill(playbook, draft)
    playbook.save(update_fields=["name", "begins_on", "segment", "wants_segment", "tier", "conditions", "version"])
    playbook.steps.all().delete()
    _write_steps(playbook, draft.steps)
    ledger.record(EDITED, playbook, begins_on=playbook.begins_on)
    transaction.on_commit(forget_names)
    return playbook


@transaction.atomic
def switch_playbook_on(*, playbook_id: int) -> Playbook:
    """Let a playbook begin by itself from now on; a second click changes nothing. Raises PlaybookError without steps."""
    playbook = _locked(playbook_id)
    if playbook.is_on:
        return playbook
    if not playbook.steps.exists():
        raise PlaybookError(_("Write at least one step before you switch it on."))
    playbook.switched_on_at = clock.now()
    playbook.save(update_fields=["switched_on_at"])
    ledger.record(SWITCHED_ON, playbook)
    transaction.on_commit(forget_names)
    return playbook


@transaction.atomic
def switch_playbook_off(*, playbook_id: int) -> Playbook:
    """Let a playbook begin no more; what began goes on. A second click changes nothing."""
    playbook = _locked(playbook_id)
    if playbook.is_on:
        playbook.switched_on_at = None
        playbook.save(update_fields=["switched_on_at"])
        ledger.record(SWITCHED_OFF, playbook)
        transaction.on_commit(forget_names)
    return playbook


@transaction.atomic
def remove_playbook(*, playbook_id: int) -> None:
    """Remove a playbook that runs nowhere. Raises PlaybookError while it does."""
    playbook = _locked(playbook_id)
    if playbook.runs.running().exists():
        raise PlaybookError(_("It runs for some companies. Stop it there, or switch it off and let it end."))
    ledger.record(REMOVED, playbook)
    playbook.delete()
    transaction.on_commit(forget_names)


def _fill(playbook: Playbook, draft: PlaybookDraft) -> None:
    playbook.name = name_of(draft.name)[:80]
    if Playbook.objects.filter(name__iexact=playbook.name).exclude(pk=playbook.pk or 0).exists():
        raise NameTakenError(playbook.name)
    if not may_begin(draft.begins_on):
        raise PlaybookError(_("Choose what begins it."), field="begins_on")
    require_of(draft.conditions, draft.begins_on)
    playbook.conditions = [one.kept() for one in draft.conditions]
    playbook.begins_on, playbook.tier = draft.begins_on, draft.tier
    playbook.segment, playbook.wants_segment = draft.segment, draft.segment is not None


def _write_steps(playbook: Playbook, steps: Sequence[StepDraft]) -> None:
    if len(steps) > MOST_STEPS:
        raise PlaybookError(_("Keep it to %(most)d steps.") % {"most": MOST_STEPS})
    rows = [PlaybookStep(playbook=playbook, position=number, **_kept(step)) for number, step in enumerate(steps)]
    if playbook.is_on and not rows:
        raise PlaybookError(_("It is switched on, so it needs at least one step."))
    PlaybookStep.objects.bulk_create(rows)


def _kept(step: StepDraft) -> dict[str, object]:
    title = clean_line(step.title)[:160]
    if not title:
        raise PlaybookError(_("Write what is to be done."))
    if not 0 <= step.after_days <= MOST_DAYS:
        raise PlaybookError(_("A step is due from 0 to %(most)d days after it began.") % {"most": MOST_DAYS})
    if step.who not in PlaybookStep.Who.values or (step.role and step.role not in Role.values):
        raise PlaybookError(_("Choose who does it."))
    if step.who == PlaybookStep.Who.ROLE and not step.role:
        raise PlaybookError(_("Choose the role of whoever does it."))
    return {"title": title, "after_days": step.after_days, "who": step.who, "role": step.role}


def _locked(playbook_id: int) -> Playbook:
    playbook = Playbook.objects.select_for_update(of=("self",), no_key=True).filter(pk=playbook_id).first()
    if playbook is None:
        raise UnknownPlaybookError(_("This playbook does not exist any more; go back to the list of playbooks."))
    return playbook
