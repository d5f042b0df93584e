"""Record that a company came back: a third of those who leave do."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.history import NO_RETURN, SUBSCRIPTION, change
from wellheard.listen.departures.commands.places import keep_stage, locked
from wellheard.listen.departures.models import Departure
from wellheard.listen.departures.money import bought_again, paid_on

RETURNED = names.declare(
    "company.returned",
    "A company that had left came back: after how many days, and what it pays a month in minor units.",
)
RETURN_TAKEN_BACK = names.declare("company.return_taken_back", "That a company came back was a mistake.")

HELPED = names.declare(
    "departure.helped", "What brought a company back was said: the idea of theirs, or the answer of ours, that did."
)

STAFF = "staff"
MOST_HELPED = 5_000


@dataclass(frozen=True)
class Helped:
    """What brought a company back: an idea they had asked for, the answer they were given, and words. Any may be unknown."""

    words: str = ""
    idea_id: int | None = None
    answer_id: int | None = None

    def columns(self) -> dict[str, Any]:
        """Return this as a departure keeps it."""
        words = clean_words(self.words)[:MOST_HELPED]
        return {"helped": words, "helped_idea_id": self.idea_id, "helped_answer_id": self.answer_id}


@transaction.atomic
def record_return(
    *,
    departure_id: int,
    returned_on: date,
    mrr_minor: int | None = None,
    helped: Helped | None = None,
    return_from: str = STAFF,
) -> Departure:
    """Record that a company came back and mark it as returned. What it pays is asked of its subscriptions where not given.

    A second click changes nothing, and where only the day is corrected, what was said to have helped stays. Raises
    DepartureError for a day to come or before it left, and when it left again since.
    """
    departure, company = locked(departure_id)
    if departure.returned_on == returned_on:
        return departure
    if returned_on > clock.today():
        raise DepartureError(_("This day is still to come. Note the return once they are back."), field="returned_on")
    if returned_on < departure.left_on:
        raise DepartureError(_("They left on a later day; correct one of the two."), field="returned_on")
    # Asked of the days, as a return that is corrected has no successor noted any more.
    later = Departure.objects.filter(company=company, left_on__gt=departure.left_on)
    after = departure.followed_by or later.order_by("left_on", "pk").first()
    if after and after.left_on < returned_on:
        raise DepartureError(
            _("They left again on %(day)s; choose an earlier day.") % {"day": after.left_on.isoformat()},
            field="returned_on",
        )
    if mrr_minor is None:
        mrr_minor = paid_on(company_id=departure.company_id, day=returned_on)
    values = {"returned_on": returned_on, "returned_mrr_minor": mrr_minor}
    if helped and helped != Helped():
        values |= helped.columns()
    change(departure, {**values, "return_from": return_from, "followed_by": None})
    if after is None:
        keep_stage(company, Company.Stage.RETURNED)
    days = (returned_on - departure.left_on).days
    ledger.record(RETURNED, departure, days=days, mrr_minor=mrr_minor, said_by=return_from)
    return departure


@transaction.atomic
def say_what_helped(*, departure_id: int, helped: Helped) -> Departure:
    """Say what brought a company back, also later: a return that billing noted has no reason yet. Raises DepartureError."""
    departure, _company = locked(departure_id)
    if departure.returned_on is None:
        raise DepartureError(_("They have not come back. Note the return first."))
    if change(departure, helped.columns()):
        ledger.record(HELPED, departure, idea=helped.idea_id, answer=helped.answer_id)
    return departure


@transaction.atomic
def take_back_return(*, departure_id: int) -> Departure:
    """Note that a company did not come back after all. Raises DepartureError when it left again since."""
    departure, company = locked(departure_id)
    if departure.returned_on is None:
        return departure
    if Departure.objects.filter(company=company, left_on__gt=departure.left_on).exists():
        raise DepartureError(_("They left again since, so they had come back; correct the day instead."))
    change(departure, NO_RETURN)
    keep_stage(company, Company.Stage.LOST)
    ledger.record(RETURN_TAKEN_BACK, departure)
    return departure


@transaction.atomic
def notice_return(*, company_id: int) -> Departure | None:
    """Note that a company is back because a paid subscription of it began after it had left; nothing otherwise."""
    departure = Departure.objects.open().filter(company_id=company_id).first()
    if departure is None:
        return None
    back_on = bought_again(company_id=company_id, after=departure.left_on, until=clock.today())
    if back_on is None:
        return None
    return record_return(departure_id=departure.pk, returned_on=back_on, return_from=SUBSCRIPTION)
