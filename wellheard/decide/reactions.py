"""What deciding owes when something happens: money brought up to date, links in their place, ideas found by search."""

from wellheard.decide.commands import place_evidence
from wellheard.decide.counters import recount
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.understand import similar


@reacts_to("company.mrr_changed")
def recount_money(fact: Fact) -> None:
    """Bring the money of the ideas a company asks for up to date."""
    recount(Evidence.objects.filter(company_id=fact.subject_id).values_list("idea_id", flat=True))


@reacts_to("feedback.placed")
def move_links(fact: Fact) -> None:
    """Count feedback for the company it turned out to come from."""
    place_evidence(feedback_id=fact.subject_id)


@reacts_to("idea.opened", "idea.edited", "idea.merged", "idea.unmerged")
def index_idea(fact: Fact) -> None:
    """Let the idea be found and suggested while it stands for itself."""
    idea = Idea.objects.get(pk=fact.subject_id)
    if idea.merged_into_id:
        similar.forget(kind="idea", object_ids=[idea.pk])
        return
    text = "\n".join(part for part in (idea.title, idea.problem, idea.public_text) if part)
    similar.index(kind="idea", object_id=idea.pk, text=text, language=idea.language)
