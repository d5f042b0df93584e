"""What the portal changes: words kept at once, and given to the contact who turns out to have said them."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from wellheard.answer.commands import acknowledge
from wellheard.customers.models import Contact
from wellheard.decide import commands as decide
from wellheard.decide.models import Idea
from wellheard.decide.queries import standing_for
from wellheard.deliver import commands as deliver
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen import commands as listen
from wellheard.listen.models import Feedback

# Where on the portal something was said.
ORIGIN, COMMENT = "portal", "comment"


@transaction.atomic
def keep_words(*, words: str, quotable: str, once: str, contact: Contact | None, origin: str = ORIGIN) -> Feedback:
    """Keep what a visitor wrote, also when nobody knows yet who they are; a double click keeps it once.

    Raises FeedbackError for empty words and for more than 20,000 characters.
    """
    return listen.record_feedback(
        words=words,
        source=Feedback.Source.PORTAL,
        contact=contact,
        quotable=quotable,
        origin=origin,
        origin_key=_origin_key(once, words),
    )


@transaction.atomic
def keep_comment(*, idea_id: int, words: str, quotable: str, once: str, contact: Contact | None) -> Feedback:
    """Keep what a visitor wrote below an idea, as evidence for it; a double click keeps it once.

    Raises FeedbackError for empty words and for more than 20,000 characters.
    """
    feedback = keep_words(words=words, quotable=quotable, once=once, contact=contact, origin=COMMENT)
    decide.add_comment(idea_id=idea_id, feedback=feedback)
    return feedback


@transaction.atomic
def settle(
    *,
    contact: Contact,
    posts: Iterable[int] = (),
    votes: Iterable[int] = (),
    follows: Iterable[int] = (),
    wants_releases: int = 0,
) -> None:
    """Give what a visitor said and wanted to the contact they proved to be, and tell them we have heard; safe to repeat."""
    with acting(Actor(Fact.Actor.CONTACT, contact.pk)):
        unplaced = Feedback.objects.filter(pk__in=list(posts), contact=None, origin__in=(ORIGIN, COMMENT))
        for feedback_id in unplaced.order_by("pk").values_list("pk", flat=True):
            acknowledge(feedback=listen.place_feedback(feedback_id=feedback_id, contact=contact))
        wanted = Idea.objects.visible_to(contact).filter(pk__in=[standing_for(idea_id) for idea_id in votes])
        for idea_id in wanted.order_by("pk").values_list("pk", flat=True):
            decide.vote(idea_id=idea_id, contact=contact)
        interesting = Idea.objects.visible_to(contact).filter(pk__in=list(follows))
        for idea_id in interesting.order_by("pk").values_list("pk", flat=True):
            decide.follow(idea_id=idea_id, contact=contact)
        if wants_releases:
            deliver.subscribe(contact=contact)


@transaction.atomic
def choose_language(*, contact: Contact, language: str) -> None:
    """Write to a contact in this language from now on; the one they have already changes nothing."""
    Contact.objects.filter(pk=contact.pk).exclude(language=language).update(language=language)


def _origin_key(once: str, words: str) -> str:
    """Name one sending of one form: the browser's "back", other words and "send" again is something else that was said."""
    return hashlib.sha256(f"{once}\n{words}".encode()).hexdigest()
