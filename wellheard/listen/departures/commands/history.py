"""The departures of one company in their order: what is noted late finds its place between those that are there."""

from datetime import date
from typing import Any

from wellheard.foundation import clock, journal
from wellheard.listen.departures.models import Departure
from wellheard.listen.departures.money import bought_again, paid_on

NOTHING_HELPED: dict[str, Any] = {"helped": "", "helped_idea_id": None, "helped_answer_id": None}
NO_RETURN: dict[str, Any] = {"returned_on": None, "returned_mrr_minor": None, "return_from": "", **NOTHING_HELPED}
SUBSCRIPTION = "subscription"


def put_in_its_place(new: Departure) -> None:
    """Save a departure between those before and after it, so that only the last one can be open.

    A return in between is taken from the subscriptions; where nobody knows of one, the earlier row says that they left again.
    """
    others = Departure.objects.select_for_update(of=("self",), no_key=True).filter(company_id=new.company_id)
    before = others.filter(left_on__lte=new.left_on).newest_first().first()
    after = others.filter(left_on__gt=new.left_on).order_by("left_on", "pk").first()
    own = _taken(before, new) or _return_between(new, after)
    for name, value in own.items():
        setattr(new, name, value)
    new.save(force_insert=True)
    journal.added([new])
    if before:
        _follow(before, new)


def _return_between(new: Departure, after: Departure | None) -> dict[str, Any]:
    """Return what the subscriptions know of a return before the next departure, or until today; else that they left again."""
    until = after.left_on if after else clock.today()
    back_on = bought_again(company_id=new.company_id, after=new.left_on, until=until)
    return _bought(new.company_id, back_on) if back_on else {"followed_by": after}


def _taken(before: Departure | None, new: Departure) -> dict[str, Any]:
    """Return the return that was noted with the one before and is of a later day: it belongs to the new one."""
    if before is None or before.returned_on is None or before.returned_on <= new.left_on:
        return {}
    return {name: getattr(before, name) for name in NO_RETURN}


def _follow(before: Departure, new: Departure) -> None:
    """Let the one before say what came of it."""
    if before.returned_on and before.returned_on <= new.left_on:
        return
    back_on = bought_again(company_id=new.company_id, after=before.left_on, until=new.left_on)
    if back_on:
        change(before, {"followed_by": None, **_bought(new.company_id, back_on)})
    else:
        change(before, {**NO_RETURN, "followed_by": new})


def _bought(company_id: int, back_on: date) -> dict[str, Any]:
    paid = paid_on(company_id=company_id, day=back_on)
    return {"returned_on": back_on, "returned_mrr_minor": paid, "return_from": SUBSCRIPTION}


def change(row: Departure, values: dict[str, Any]) -> list[str]:
    """Write what differs, and let an import remember what stood there; return what changed."""
    before = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not before:
        return []
    for name in before:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*before, "version"])
    journal.changed(row, before)
    return sorted(before)
