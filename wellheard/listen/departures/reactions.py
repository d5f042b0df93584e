"""What follows from what companies pay. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.importer import DepartureImporter
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.models import Import

IMPORTERS[Import.Kind.DEPARTURES] = DepartureImporter


@reacts_to(
    "departure.recorded",
    "departure.taken_back",
    "cancellation.confirmed",
    "company.returned",
    "company.return_taken_back",
)
def settle_notice(fact: Fact) -> None:
    """Let what a company pays count until the end of what it paid for while it is away, else on."""
    if fact.company_id:
        commands.settle_notice(company_id=fact.company_id)


@reacts_to("company.mrr_changed")
def notice_return(fact: Fact) -> None:
    """Note that a company is back once it pays again for something that began after it had left; else it counts no longer."""
    if int(fact.details["new"]) > 0:
        commands.notice_return(company_id=fact.subject_id)
        commands.settle_notice(company_id=fact.subject_id)
