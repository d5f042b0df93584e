"""What pages over several stages owe when something happens: work with thousands of rows goes on in the background."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.web.demo import reactions as _demo  # noqa: F401 - found by being imported
from wellheard.web.feedback.commands.batches import go_on_with, undo_parts
from wellheard.web.notifications import reactions as _whom_a_fact_concerns  # noqa: F401 - found by being imported
from wellheard.web.reports import reactions as _reports  # noqa: F401 - found by being imported


@reacts_to("triage.batch_begun")
def do_batch(fact: Fact) -> None:
    """Do what was ordered with many pieces of feedback, a hundred at a time."""
    go_on_with(batch_id=fact.subject_id)


@reacts_to("triage.batch_undone")
def undo_batch(fact: Fact) -> None:
    """Take back what was done with many pieces of feedback."""
    undo_parts(batch_id=fact.subject_id)
