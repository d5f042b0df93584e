"""Keep everything findable."""

from django.db import transaction

from wellheard.understand import queries, similar
from wellheard.understand.similar import statistics


@transaction.atomic
def forget_gone() -> None:
    """Let what does not exist any more not be found, as after an import that was taken back."""
    for kind, gone in queries.documents_of_nothing():
        similar.forget(kind=kind, object_ids=gone)


@transaction.atomic
def index_missing() -> int:
    """Index what is not indexed yet, in batches; return how much that was."""
    count = similar.index_many(queries.documents_missing())
    if count:
        # What is rolled back must not be counted, and counting need not hold anything up.
        transaction.on_commit(statistics.recount)
    return count
