"""What follows from decisions, rates and companies that came in later. Safe to repeat."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.deals import commands
from wellheard.listen.deals.commands.meanings import settle_again
from wellheard.listen.deals.imports.importer import source_of
from wellheard.listen.models import Import


@reacts_to("stage_meaning.decided")
def read_stages(fact: Fact) -> None:
    """Read all deals of a stage as it is now decided."""
    commands.read_stages_again(meaning_id=fact.subject_id)


@reacts_to("reason_meaning.decided")
def read_reasons(fact: Fact) -> None:
    """Read all deals with these words as it is now decided."""
    commands.read_reasons_again(meaning_id=fact.subject_id)


@reacts_to("rates.saved", "rate.removed")
def price_at_new_rates(fact: Fact) -> None:
    """Count deals at the rates there are now."""
    currency = fact.details.get("currency")
    commands.price_again(currencies=fact.details.get("currencies") or [currency])


@reacts_to("installation.changed")
def price_in_another_currency(fact: Fact) -> None:
    """Count all deals anew when the owner chose another reporting currency."""
    if "currency" in fact.details.get("columns", []):
        commands.price_again()


@reacts_to("import.finished")
def place_deals(fact: Fact) -> None:  # noqa: ARG001 - any import may have brought the company
    """Look again whose deals those are of which nobody knew."""
    commands.place_deals_left()


@reacts_to("import.undone")
def settle_what_was_put_back(fact: Fact) -> None:
    """Settle how deals ended whose words a file had changed, now that they say again what they said before."""
    run = Import.objects.filter(pk=fact.subject_id, kind=Import.Kind.DEALS).first()
    if run:
        settle_again(source=source_of(run.origin))
