"""What we promise to which companies."""

from typing import NotRequired, TypedDict, Unpack

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.errors import InUseError, NameTakenError
from wellheard.workspace.commands.locking import lock_workspace, name_of, require_version
from wellheard.workspace.models import Tier
from wellheard.workspace.queries import move_uses, uses_of

ADDED = names.declare("tier.added", "A tier, a promise to a class of companies, was added.")
EDITED = names.declare("tier.edited", "A tier was renamed, moved in the list, or promises something else.")
REMOVED = names.declare("tier.removed", "A tier was removed; `into` is the one that took over its companies.")


class Promise(TypedDict):
    """What a tier promises: who speaks first, within what business time we answer, every how many days we call."""

    touch: str
    answer_within_hours: int | None
    first_answer_minutes: NotRequired[int | None]
    next_answer_minutes: NotRequired[int | None]
    call_every_days: int | None


@transaction.atomic
def add_tier(*, name: str, **promise: Unpack[Promise]) -> Tier:
    """Add a tier at the end of the list. Raises NameTakenError when there is one of that name."""
    lock_workspace()
    tier = Tier(name=name_of(name), position=_next_position(), **promise)
    _require_free(tier)
    tier.save(force_insert=True)
    ledger.record(ADDED, tier, touch=tier.touch)
    return tier


@transaction.atomic
def edit_tier(*, tier_id: int, version: int, name: str, position: int, **promise: Unpack[Promise]) -> Tier:
    """Rename a tier, move it in the list or promise something else. Raises NameTakenError, StaleError after another's edit."""
    lock_workspace()
    tier = Tier.objects.select_for_update(no_key=True).get(pk=tier_id)
    require_version(tier, version)
    wanted = {"name": name_of(name), "position": position, **promise}
    changed = [field for field, value in wanted.items() if getattr(tier, field) != value]
    if not changed:
        return tier
    for field in changed:
        setattr(tier, field, wanted[field])
    _require_free(tier)
    tier.save(update_fields=[*changed, "version"])
    ledger.record(EDITED, tier, changed=sorted(changed))
    return tier


@transaction.atomic
def remove_tier(*, tier_id: int, into: Tier | None = None) -> None:
    """Remove a tier; its companies move to `into`. Raises InUseError when it has some and `into` is missing or itself."""
    lock_workspace()
    tier = Tier.objects.select_for_update(no_key=True).get(pk=tier_id)
    if into is not None and into.pk != tier.pk:
        move_uses(tier, into)
    elif uses_of(tier) or into is not None:
        raise InUseError(
            _("“%(name)s” is promised to companies. Choose the tier that takes them over.") % {"name": tier.name},
            field="into",
        )
    ledger.record(REMOVED, tier, into=into.pk if into else None)
    tier.delete()


def _require_free(tier: Tier) -> None:
    if Tier.objects.filter(name__iexact=tier.name).exclude(pk=tier.pk).exists():
        raise NameTakenError(tier.name)


def _next_position() -> int:
    return (Tier.objects.aggregate(last=Max("position"))["last"] or 0) + 1
