"""What the portal changes: words kept at once, and given to the contact who turns out to have said them."""

import hashlib
from collections.abc import Iterable

from django.db import transaction

from wellheard.answer.commands import acknowledge
from wellheard.customers.commands import join_device
from wellheard.customers.models import Contact, ContactIdentity
from wellheard.decide import commands as decide
from wellheard.decide.models import Evidence, EvidenceItem, Follower, Idea, Vote
from wellheard.decide.queries import standing_for
from wellheard.deliver import commands as deliver
from wellheard.foundation.facts.actors import Actor, acting
from wellheard.foundation.facts.models import Fact
from wellheard.listen import commands as listen
from wellheard.listen.models import Feedback, Suspect
from wellheard.web.portal.suspicion import is_trusted

# Where on the portal something was said.
ORIGIN, COMMENT = "portal", "comment"


@transaction.atomic
def keep_words(*, words: str, quotable: str, once: str, contact: Contact | None, origin: str = ORIGIN) -> Feedback:
    """Keep what a visitor wrote, also when nobody knows yet who they are; a double click keeps it once.

    Raises FeedbackError for empty words and for more than 20,000 characters.
    """
    feedback = listen.record_feedback(
        words=words,
        source=Feedback.Source.PORTAL,
        contact=contact,
        quotable=quotable,
        origin=origin,
        origin_key=origin_key(once, words),
    )
    _publish_if_trusted(feedback)
    return feedback


@transaction.atomic
def keep_comment(*, idea_id: int, words: str, quotable: str, once: str, contact: Contact | None) -> Feedback:
    """Keep what a visitor wrote below an idea, as evidence for it; a double click keeps it once.

    Raises FeedbackError for empty words and for more than 20,000 characters.
    """
    feedback = keep_words(words=words, quotable=quotable, once=once, contact=contact, origin=COMMENT)
    decide.add_comment(idea_id=idea_id, feedback=feedback)
    return feedback


@transaction.atomic
def keep_apart(
    *, words: str, quotable: str, once: str, contact: Contact | None, reason: str, idea_id: int | None = None
) -> Suspect:
    """Keep what looks like spam where it counts nowhere, until one of us has read it; a double click keeps it once."""
    return listen.hold_suspect(
        words=words,
        quotable=quotable,
        origin=COMMENT if idea_id else ORIGIN,
        origin_key=origin_key(once, words),
        reason=reason,
        contact=contact,
        idea_id=idea_id,
    )


@transaction.atomic
def let_in(*, suspect_id: int) -> Feedback:
    """Keep what had looked like spam as feedback, below its idea where it was a comment. Raises FeedbackError."""
    feedback = listen.let_suspect_in(suspect_id=suspect_id)
    said_below = Suspect.objects.filter(pk=suspect_id).values_list("idea_id", flat=True).first()
    idea = Idea.objects.filter(pk=standing_for(said_below)).first() if said_below else None
    if idea:
        decide.add_comment(idea_id=idea.pk, feedback=feedback)
    return feedback


@transaction.atomic
def settle(
    *,
    contact: Contact,
    posts: Iterable[int] = (),
    votes: Iterable[int] = (),
    follows: Iterable[int] = (),
    wants_releases: int = 0,
    suspects: Iterable[int] = (),
    device: Contact | None = None,
) -> None:
    """Give what a visitor said and wanted to the contact they proved to be, and tell them we have heard; safe to repeat."""
    with acting(Actor(Fact.Actor.CONTACT, contact.pk)):
        if device:
            _take_over(device, contact)
        unplaced = Feedback.objects.filter(pk__in=list(posts), contact=None, origin__in=(ORIGIN, COMMENT))
        for feedback_id in unplaced.order_by("pk").values_list("pk", flat=True):
            feedback = listen.place_feedback(feedback_id=feedback_id, contact=contact)
            acknowledge(feedback=feedback)
            _publish_if_trusted(feedback)
        listen.place_suspects(suspect_ids=list(suspects), contact=contact)
        wanted = Idea.objects.visible_to(contact).filter(pk__in=[standing_for(idea_id) for idea_id in votes])
        for idea_id in wanted.order_by("pk").values_list("pk", flat=True):
            decide.vote(idea_id=idea_id, contact=contact)
        interesting = Idea.objects.visible_to(contact).filter(pk__in=list(follows))
        for idea_id in interesting.order_by("pk").values_list("pk", flat=True):
            decide.follow(idea_id=idea_id, contact=contact)
        if wants_releases:
            deliver.subscribe(contact=contact)


def _take_over(device: Contact, contact: Contact) -> None:
    """Give what was said and wanted under no name to who turns out to have done it; what they had wanted already counts once."""
    said = Feedback.objects.filter(contact=device).order_by("pk").values_list("pk", flat=True)
    for feedback_id in list(said):
        feedback = listen.place_feedback(feedback_id=feedback_id, contact=contact)
        acknowledge(feedback=feedback)
        _publish_if_trusted(feedback)
    for vote in Vote.objects.filter(contact=device).order_by("pk"):
        _move_vote(vote, contact)
    for follower in Follower.objects.following().filter(contact=device).order_by("pk"):
        decide.keep_following(idea_id=follower.idea_id, contact=contact)
        decide.unfollow(idea_id=follower.idea_id, contact=device)
    for identity in ContactIdentity.objects.filter(contact=device, kind=ContactIdentity.Kind.DEVICE):
        join_device(contact=contact, device_id=identity.value)


def _move_vote(vote: Vote, contact: Contact) -> None:
    """Count a wish for the company it turns out to come from, with how much it blocks them and until when."""
    item = EvidenceItem.objects.select_related("evidence").filter(vote=vote).first()
    told, idea_id = (item.evidence, item.idea_id) if item else (None, standing_for(vote.idea_id))
    decide.withdraw_vote(idea_id=idea_id, contact=vote.contact)
    wish = decide.vote(idea_id=idea_id, contact=contact, voted_at=vote.voted_at)
    now = EvidenceItem.objects.select_related("evidence").filter(vote=wish).first()
    if not (told and now):
        return
    if told.importance_set_by == Evidence.SetBy.CUSTOMER and told.importance and not now.evidence.importance_set_by:
        decide.set_importance(evidence_id=now.evidence_id, importance=told.importance, set_by=Evidence.SetBy.CUSTOMER)
    if told.needed_by and not now.evidence.needed_by:
        decide.set_needed_by(evidence_id=now.evidence_id, needed_by=told.needed_by)


@transaction.atomic
def choose_language(*, contact: Contact, language: str) -> None:
    """Write to a contact in this language from now on; the one they have already changes nothing."""
    Contact.objects.filter(pk=contact.pk).exclude(language=language).update(language=language)


def _publish_if_trusted(feedback: Feedback) -> None:
    """Let others read at once what somebody says whose posts were published before, if they allow it."""
    is_open = feedback.published_at is None and feedback.hidden_at is None
    if is_open and feedback.quotable != Feedback.Quotable.NO and feedback.contact and is_trusted(feedback.contact):
        listen.publish_feedback(feedback_id=feedback.pk)


def origin_key(once: str, words: str) -> str:
    """Name one sending of one form: the browser's "back", other words and "send" again is something else that was said."""
    return hashlib.sha256(f"{once}\n{words}".encode()).hexdigest()
