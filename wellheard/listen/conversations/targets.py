"""Until when we promised to answer what waits: by the tier of the company, counted in business time."""

from datetime import datetime

from wellheard.customers.models import Company
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.installation import installation


def answer_due_at(conversation: Conversation, since: datetime) -> datetime:
    """Return the moment at which the promised business time after a message is over: the first answer's, or a later one's."""
    is_first = conversation.first_answer_at is None
    minutes = first_answer_minutes(conversation.company) if is_first else next_answer_minutes(conversation.company)
    return installation().business_hours.after(since, minutes * 60)


def first_answer_minutes(company: Company | None) -> int:
    """Return within how many business minutes a company's conversation is answered first.

    What a tier promises for everything (hours) holds here too where it says nothing of its own.
    """
    tier = company.tier if company else None
    if tier and tier.first_answer_minutes:
        return tier.first_answer_minutes
    if tier and tier.answer_within_hours:
        return tier.answer_within_hours * 60
    return installation().first_answer_minutes


def next_answer_minutes(company: Company | None) -> int:
    """Return within how many business minutes what a company writes later is answered."""
    tier = company.tier if company else None
    if tier and tier.next_answer_minutes:
        return tier.next_answer_minutes
    if tier and tier.answer_within_hours:
        return tier.answer_within_hours * 60
    return installation().next_answer_minutes
