"""Who hears about an idea because they want to."""

from django.db import transaction

from wellheard.customers.models import Contact
from wellheard.decide.commands.ideas import leading
from wellheard.decide.models import Follower
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names

FOLLOWED = names.declare("idea.followed", "A contact wants to hear about an idea.")
UNFOLLOWED = names.declare("idea.unfollowed", "A contact does not want to hear about an idea any more.")


@transaction.atomic
def follow(*, idea_id: int, contact: Contact) -> Follower:
    """Let a contact hear about an idea, also when they had stopped; following again changes nothing. Raises IdeaError."""
    follower, is_new = _row(idea_id, contact)
    if is_new or follower.stopped_at:
        follower.since, follower.stopped_at = clock.now(), None
        follower.save(update_fields=["since", "stopped_at"])
        ledger.record(FOLLOWED, ledger.About("idea", follower.idea_id, None, contact.pk))
    return follower


@transaction.atomic
def keep_following(*, idea_id: int, contact: Contact) -> Follower:
    """Let a contact who speaks about an idea hear about it, unless they said that they do not want to. Raises IdeaError."""
    follower, is_new = _row(idea_id, contact)
    if is_new:
        ledger.record(FOLLOWED, ledger.About("idea", follower.idea_id, None, contact.pk))
    return follower


@transaction.atomic
def unfollow(*, idea_id: int, contact: Contact) -> Follower:
    """Write to a contact no more about an idea. What they said and voted stays; what is owed them about it is not sent."""
    follower, is_new = _row(idea_id, contact)
    if is_new or follower.stopped_at is None:
        follower.stopped_at = clock.now()
        follower.save(update_fields=["stopped_at"])
        ledger.record(UNFOLLOWED, ledger.About("idea", follower.idea_id, None, contact.pk))
    return follower


def _row(idea_id: int, contact: Contact) -> tuple[Follower, bool]:
    idea = leading(idea_id)
    return Follower.objects.get_or_create(idea=idea, contact=contact, defaults={"since": clock.now()})
