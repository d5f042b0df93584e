"""What follows from what companies pay. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.departures import commands
from wellheard.listen.departures.importer import DepartureImporter
from wellheard.listen.imports.running import IMPORTERS
from wellheard.listen.models import Import

IMPORTERS[Import.Kind.DEPARTURES] = DepartureImporter


@reacts_to("company.mrr_changed")
def notice_return(fact: Fact) -> None:
    """Note that a company is back once it pays again for something that began after it had left."""
    if int(fact.details["new"]) > 0:
        commands.notice_return(company_id=fact.subject_id)
