"""What is owed when a company changes: its place in the segments."""

from wellheard.customers import commands
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_to("company.saved", "company.mrr_changed")
def place_in_segments(fact: Fact) -> None:
    """Bring the company's segments up to date."""
    commands.refresh_segments_of(company_id=fact.subject_id)
