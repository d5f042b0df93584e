"""What trends owe when something is heard, filed or taken back: the day it was said on is counted again."""

from wellheard.foundation import clock
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.understand.trends.commands.counting import mark_all_days, mark_days, mark_days_of_import
from wellheard.understand.trends.models import CompanyVolume


@reacts_to(
    "feedback.recorded",
    "feedback.placed",
    "feedback.filed",
    "feedback.unfiled",
    "feedback.set_aside",
    "feedback.put_together",
    "feedback.restored",
    "feedback.split",
    "feedback.joined",
)
def mark_day_of_feedback(fact: Fact) -> None:
    """Count again the day on which it was heard."""
    heard = Feedback.objects.filter(pk=fact.subject_id).values_list("heard_at", flat=True)
    mark_days(days=[clock.day_of(moment) for moment in heard])


@reacts_to(
    "conversation.opened",
    "conversation.tagged",
    "conversation.untagged",
    "conversation.suggested",
    "conversation.set_aside",
    "conversation.brought_back",
    "conversation.merged",
    "conversation.unmerged",
    "conversation.split",
)
def mark_day_of_conversation(fact: Fact) -> None:
    """Count again the day on which it began, and the day of each that was joined to it or taken out of it."""
    named = [pk for pk in (fact.subject_id, fact.details.get("into"), fact.details.get("was")) if pk]
    began = Conversation.objects.filter(pk__in=named).values_list("started_at", flat=True)
    mark_days(days=[clock.day_of(moment) for moment in began])


@reacts_to("import.finished")
def mark_days_that_came_in(fact: Fact) -> None:
    """Count again the days of what an import brought."""
    mark_days_of_import(run_id=fact.subject_id)


@reacts_to("import.undone", "area.removed", "category.removed", "demo.removed")
def mark_every_day(fact: Fact) -> None:  # noqa: ARG001 - whatever went or moved is somewhere in them
    """Count everything again: rows went, or moved to another area."""
    mark_all_days()


@reacts_to("installation.changed")
def mark_days_of_another_zone(fact: Fact) -> None:
    """Count everything again where days begin at another hour now."""
    if "time_zone" in fact.details["columns"]:
        mark_all_days()


@reacts_to("company.merged", "company.unmerged")
def mark_days_of_companies(fact: Fact) -> None:
    """Count again the days of both companies."""
    both = [fact.subject_id, fact.details.get("gone"), fact.details.get("kept")]
    days = CompanyVolume.objects.filter(company_id__in=[pk for pk in both if pk]).order_by()
    mark_days(days=days.values_list("day", flat=True).distinct())
