"""Keep automations, switch them on and off."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.automations.conditions import Conditions
from wellheard.listen.automations.models import Automation, AutomationVersion
from wellheard.listen.automations.queries import TRIGGERS
from wellheard.listen.desk.commands.errors import DeskError
from wellheard.listen.desk.commands.sharing import checked_words
from wellheard.listen.desk.steps import Steps
from wellheard.workspace.commands.locking import name_of, require_version
from wellheard.workspace.models import Staff

MADE = names.declare("automation.made", "Somebody wrote down what is to be done by itself.")
EDITED = names.declare("automation.edited", "An automation has other conditions or steps, or another place.")
REMOVED = names.declare("automation.removed", "An automation was removed.")
SWITCHED_ON = names.declare("automation.switched_on", "An automation acts from now on.")
SWITCHED_OFF = names.declare("automation.switched_off", "An automation does nothing more, and why.")

MOST = 200


@dataclass(frozen=True)
class Rule:
    """What an automation is: its name, when it acts, what must hold, what it does, and its place among the others."""

    name: str
    when: str
    conditions: Conditions
    steps: Steps
    position: int = 0


@transaction.atomic
def make_automation(*, rule: Rule, by: Staff) -> Automation:
    """Write down what is to be done by itself. It is off until somebody switches it on. Raises DeskError."""
    if Automation.objects.count() >= MOST:
        raise DeskError(_("There are 200 automations already; remove one first."))
    automation = Automation(made_by=by, made_at=clock.now())
    _take(automation, rule)
    automation.save(force_insert=True)
    _keep_version(automation, by)
    ledger.record(MADE, automation)
    return automation


@transaction.atomic
def edit_automation(*, automation_id: int, version: int, rule: Rule, by: Staff) -> Automation:
    """Give an automation other conditions or steps; how it was stays in its versions. Raises DeskError, StaleError."""
    automation = _held(automation_id)
    require_version(automation, version)
    _take(automation, rule)
    automation.save(update_fields=["name", "position", "when", "conditions", "does", "version"])
    _keep_version(automation, by)
    ledger.record(EDITED, automation)
    return automation


@transaction.atomic
def remove_automation(*, automation_id: int) -> None:
    """Remove an automation and its log; what it did stays. Removing it again changes nothing."""
    automation = Automation.objects.select_for_update(no_key=True).filter(pk=automation_id).first()
    if automation:
        ledger.record(REMOVED, automation)
        automation.delete()


@transaction.atomic
def switch_on(*, automation_id: int) -> Automation:
    """Let an automation act from now on; what happened before is left alone."""
    automation = _held(automation_id)
    if not automation.is_on:
        automation.switched_on_at, automation.off_reason = clock.now(), ""
        automation.save(update_fields=["switched_on_at", "off_reason"])
        ledger.record(SWITCHED_ON, automation)
    return automation


@transaction.atomic
def switch_off(*, automation_id: int, reason: str = Automation.Off.PERSON) -> Automation:
    """Let an automation do nothing more."""
    automation = _held(automation_id)
    if automation.is_on:
        automation.switched_on_at, automation.off_reason = None, reason
        automation.save(update_fields=["switched_on_at", "off_reason"])
        ledger.record(SWITCHED_OFF, automation, reason=str(reason))
    return automation


def _take(automation: Automation, rule: Rule) -> None:
    if rule.when not in TRIGGERS:
        raise DeskError(_("Choose when it acts."), field="when")
    steps = rule.steps
    if steps.is_empty:
        raise DeskError(_("Choose at least one step."))
    if steps.closes and steps.snooze:
        raise DeskError(_("A conversation is either closed or put off; choose one."), field="snooze")
    checked_words(steps.note, field="note")
    checked_words(steps.reply, field="reply")
    automation.name, automation.position, automation.when = name_of(rule.name)[:120], rule.position, rule.when
    automation.conditions, automation.does = rule.conditions.written(), steps.written()


def _keep_version(automation: Automation, by: Staff) -> None:
    AutomationVersion.objects.create(
        automation=automation,
        version=automation.version,
        name=automation.name,
        when=automation.when,
        conditions=automation.conditions,
        does=automation.does,
        saved_by=by,
        saved_at=clock.now(),
    )


def _held(automation_id: int) -> Automation:
    automation = Automation.objects.select_for_update(no_key=True).filter(pk=automation_id).first()
    if automation is None:
        raise DeskError(_("This automation does not exist any more; go back to the list."))
    return automation
