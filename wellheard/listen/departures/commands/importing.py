"""Bring in departures from a file: each once, in its place among the others of its company; nobody is told of an import."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.foundation.facts import ledger, names
from wellheard.listen.departures.commands.meaning import said_reason
from wellheard.listen.departures.commands.places import lock_company
from wellheard.listen.departures.commands.recording import Leaving, check, keep
from wellheard.listen.departures.models import Departure
from wellheard.workspace.commands import competitor_called
from wellheard.workspace.models import Reason

IMPORTED = names.declare("departure.imported", "An import added a departure.")


@dataclass(frozen=True)
class Kept:
    """What came of one row, and what is worth knowing of it."""

    outcome: str
    notes: Sequence[str] = ()


@transaction.atomic
def import_departure(*, leaving: Leaving, company: Company, meant: Reason | None, competitor_said: str) -> Kept:
    """Keep a row of a file as a departure. Raises DepartureError for a day that cannot be.

    The same id of the same source is there already; without ids the same company and day are. `meant` is the reason which whoever
    imports says that the file's word means.
    """
    leaving = replace(leaving, company_id=company.pk)
    check(leaving)
    there = Departure.objects.filter(company=company, left_on=leaving.left_on)
    if leaving.external_id:
        there = Departure.objects.filter(source=leaving.source, external_id=leaving.external_id)
    if there.exists():
        return Kept("unchanged")
    held = lock_company(company.pk)
    if meant and leaving.reason_said:
        said_reason(source=leaving.source, said=leaving.reason_said, reason=meant)
    if competitor_said:
        leaving = replace(leaving, competitor=competitor_called(competitor_said))
    departure = keep(leaving, held, by=None)
    ledger.record(IMPORTED, departure, open=departure.is_open)
    return Kept("new", _notes(departure, held))


def _notes(departure: Departure, company: Company) -> list[str]:
    """Return what a person may want to look at: nothing of it keeps a row out."""
    sentence = _("%(company)s left on %(first)s and again on %(second)s; when it had come back is not known.")
    pairs = [(earlier, departure) for earlier in Departure.objects.filter(followed_by=departure)]
    if departure.followed_by:
        pairs.append((departure, departure.followed_by))
    notes = [
        sentence % {"company": company.name, "first": one.left_on.isoformat(), "second": next_one.left_on.isoformat()}
        for one, next_one in pairs
    ]
    if departure.is_open and company.mrr_minor:
        notes.append(_("%(company)s left, and still has a running subscription.") % {"company": company.name})
    return notes
