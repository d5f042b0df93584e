"""Votes: one contact's wish, one kind of evidence among others."""

from datetime import datetime

from django.db import transaction

from wellheard.customers.models import Contact, Membership
from wellheard.decide.commands.evidence import place_of, row_for, settle
from wellheard.decide.commands.following import follow
from wellheard.decide.commands.ideas import leading
from wellheard.decide.models import EvidenceItem, Vote
from wellheard.decide.queries import family_of
from wellheard.decide.tally import counted
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names

VOTED = names.declare("idea.voted", "A contact wants an idea.")
VOTE_WITHDRAWN = names.declare("idea.vote_withdrawn", "A contact took a vote back.")


@transaction.atomic
def vote(*, idea_id: int, contact: Contact, voted_at: datetime | None = None) -> Vote:
    """Note that a contact wants an idea and wants to hear about it; voting again changes nothing.

    `voted_at` is when they voted, where we learn only now who it was.
    """
    idea = leading(idea_id)
    moment = voted_at or clock.now()
    wish, is_new = Vote.objects.get_or_create(idea=idea, contact=contact, defaults={"voted_at": moment})
    if not is_new:
        return wish
    company_id = (
        Membership.objects.filter(contact=contact, is_primary=True).values_list("company_id", flat=True).first()
    )
    place = (company_id, None if company_id else contact.pk)
    with counted(idea, place):
        evidence = row_for(idea, place, said_at=moment)
        EvidenceItem.objects.create(evidence=evidence, idea=idea, vote=wish, linked_at=clock.now())
        settle(evidence)
    follow(idea_id=idea.pk, contact=contact)
    ledger.record(VOTED, ledger.About("idea", idea.pk, company_id, contact.pk), vote=wish.pk)
    return wish


@transaction.atomic
def withdraw_vote(*, idea_id: int, contact: Contact) -> None:
    """Take a vote back; what the contact said stays evidence."""
    idea = leading(idea_id)
    # The contact may have voted for an idea that was merged into this one as well.
    wishes = EvidenceItem.objects.filter(vote__idea__in=family_of([idea.pk]), vote__contact=contact)
    for item in wishes.select_related("evidence", "vote", "idea"):
        with counted(item.idea, place_of(item.evidence)):
            if item.vote:
                item.vote.delete()
            settle(item.evidence)
        if item.idea_id == idea.pk:
            ledger.record(VOTE_WITHDRAWN, ledger.About("idea", idea.pk, item.evidence.company_id, contact.pk))
