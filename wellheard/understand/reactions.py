"""What understanding owes when something is heard or a company is saved: that it can be found."""

from wellheard.customers.models import Company
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.models import Feedback
from wellheard.understand import commands, queries, similar


@reacts_to("feedback.recorded", "feedback.reworded")
def index_feedback(fact: Fact) -> None:
    """Let what was said be found and compared."""
    feedback = Feedback.objects.filter(pk=fact.subject_id).first()
    if feedback:
        similar.index_many([queries.feedback_document(feedback)])


@reacts_to("feedback.split", "feedback.joined")
def index_quotes(fact: Fact) -> None:
    """Let the quotes of a split be found, and no longer when it was taken back."""
    quotes = fact.details["quotes"]
    there = list(Feedback.objects.filter(pk__in=quotes))
    similar.index_many([queries.feedback_document(quote) for quote in there])
    similar.forget(kind=queries.FEEDBACK, object_ids=set(quotes) - {quote.pk for quote in there})


@reacts_to("feedback.filed", "feedback.unfiled", "feedback.restored", "feedback.set_aside")
def index_filed(fact: Fact) -> None:
    """Let filed feedback vote on what comes next, and no longer when its filing is undone."""
    feedback = Feedback.objects.filter(pk=fact.subject_id).first()
    if feedback and feedback.is_filed and feedback.may_be_evidence:
        similar.index_many([queries.filed_document(feedback)])
    else:
        similar.forget(kind=queries.FILED, object_ids=[fact.subject_id])


@reacts_to("company.saved")
def index_company(fact: Fact) -> None:
    """Let the company be found by its name, domain and id."""
    company = Company.objects.filter(pk=fact.subject_id).first()
    if company:
        similar.index_many([queries.company_document(company)])


@reacts_to("import.finished")
def index_imported(fact: Fact) -> None:  # noqa: ARG001 - whatever came in is what is not indexed yet
    """Let everything an import brought be found."""
    commands.index_missing()


@reacts_to("import.undone")
def forget_taken_back(fact: Fact) -> None:  # noqa: ARG001 - whatever is gone is what is not to be found
    """Let what was taken back not be found any more."""
    commands.forget_gone()
