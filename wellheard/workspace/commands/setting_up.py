"""Note how far setting up has come, so that it can be left and gone on with, by another admin too."""

from django.db import transaction

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.models import SetUpStep, Staff

NOTED = names.declare("set_up.step_noted", "A step of setting up was done or passed over.")


@transaction.atomic
def note_step(*, key: str, outcome: SetUpStep.Outcome, by: Staff) -> None:
    """Note that a step was done or passed over. What was done stays done when somebody passes over it later."""
    lock_workspace()
    step = SetUpStep.objects.filter(key=key).first()
    if step and step.outcome in {SetUpStep.Outcome.DONE, outcome}:
        return
    SetUpStep.objects.update_or_create(key=key, defaults={"outcome": outcome, "noted_at": clock.now(), "noted_by": by})
    ledger.record(NOTED, by, step=key, outcome=outcome.value)
