"""What listening owes when somebody imports a file: that it is tried, comes in, is taken back, and does not lie around."""

from wellheard.customers.commands import refresh_segments_of
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen import commands
from wellheard.listen.imports import running, trying, uploads
from wellheard.listen.models import Import


@reacts_to("import.prepared")
def try_import(fact: Fact) -> None:
    """Try the file, as it is meant now."""
    run = Import.objects.filter(pk=fact.subject_id, state=Import.State.CHECKING).first()
    if run:
        trying.try_upload(run=run, path=uploads.path_of(run), options=uploads.options_of(run))


@reacts_to("import.begun")
def bring_in(fact: Fact) -> None:
    """Bring the file in, or what is left of it."""
    run = Import.objects.filter(pk=fact.subject_id, state=Import.State.RUNNING).exclude(file="").first()
    if run:
        running.go_on(run=run, path=uploads.path_of(run), options=uploads.options_of(run))


@reacts_to("import.undo_begun")
def take_back(fact: Fact) -> None:
    """Take everything back, a part at a time."""
    while commands.undo_part(run_id=fact.subject_id):
        pass
    commands.end_undo(run_id=fact.subject_id)


@reacts_to("import.finished", "import.undone")
def drop_file(fact: Fact) -> None:
    """Delete the file of an import that is over; one that was stopped may go on."""
    over = (Import.State.DONE, Import.State.UNDONE)
    run = Import.objects.filter(pk=fact.subject_id, state__in=over).exclude(file="").first()
    if run:
        uploads.drop_file(run.file)
        Import.objects.filter(pk=run.pk).update(file="")


@reacts_to("import.discarded")
def drop_discarded_file(fact: Fact) -> None:
    """Delete the file of an import that never came in."""
    uploads.drop_file(str(fact.details["file"]))


@reacts_to("feedback.recorded", "feedback.placed")
def place_speaker_in_segments(fact: Fact) -> None:
    """Bring the segments that ask who spoke, and when, up to date for the company that did."""
    if fact.company_id:
        refresh_segments_of(company_id=fact.company_id, asking=("heard_from", "spoke"))
