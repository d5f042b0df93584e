"""What is owed when a company changes: its place in the segments."""

from wellheard.customers import commands
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact


@reacts_to("company.saved", "company.mrr_changed")
def place_in_segments(fact: Fact) -> None:
    """Bring the company's segments up to date."""
    commands.refresh_segments_of(company_id=fact.subject_id)


@reacts_to("import.finished")
def refresh_segments(fact: Fact) -> None:  # noqa: ARG001 - any import may have changed who belongs where
    """Bring all segments up to date after an import."""
    commands.refresh_all_segments()


@reacts_to("installation.changed")
def count_in_another_currency(fact: Fact) -> None:
    """Sum up what companies pay anew when the owner chose another reporting currency."""
    if "currency" in fact.details.get("columns", []):
        commands.settle_mrr()
