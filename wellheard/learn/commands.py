"""Set what we aim at."""

from collections.abc import Mapping
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.learn.figures import FIGURES
from wellheard.learn.figures.figure import Unit
from wellheard.learn.models import Target
from wellheard.workspace.commands.errors import StaleError
from wellheard.workspace.commands.locking import lock_workspace

SET = names.declare("target.set", "The target of a figure was set, or taken away; `figure` is the figure's key.")

# A year, in days or in hours; the end of the scale.
MOST = {
    Unit.PERCENT: 100.0,
    Unit.DAYS: 366.0,
    Unit.WORKING_HOURS: 8784.0,
    Unit.POINTS: 100.0,
    Unit.OF_SEVEN: 7.0,
    Unit.PER_HUNDRED: 10_000.0,
    Unit.MONEY: 1e12,
}


class TargetError(ValueError):
    """A target nobody can aim at; `figure` says whose."""

    def __init__(self, message: str, *, figure: str) -> None:
        super().__init__(message)
        self.figure = figure


@transaction.atomic
def set_targets(*, version: int, targets: Mapping[str, float | None]) -> None:
    """Set the targets of these figures in their own units; None takes one away. What is left out stays.

    `version` is the sum of all versions as the editor read them. Raises StaleError when somebody else set one meanwhile,
    TargetError when a number does not fit its figure.
    """
    lock_workspace()
    standing = {target.figure: target for target in Target.objects.all()}
    if sum(target.version for target in standing.values()) != version:
        raise StaleError
    for key, value in targets.items():
        _require_fit(key, value)
        target = standing.get(key) or Target(figure=key)
        if target.value == value:
            continue
        target.value, target.version = value, target.version + 1
        if target.pk:
            target.save(update_fields=["value", "version"])
        else:
            target.save(force_insert=True)
        ledger.record(SET, target, figure=key, value=value)


def _require_fit(key: str, value: float | None) -> None:
    most = MOST[FIGURES[key].unit]
    if value is not None and not (isfinite(value) and 0 < value <= most):
        raise TargetError(_("Use a number above 0, at most %(most)g.") % {"most": most}, figure=key)
