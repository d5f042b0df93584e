"""Keep what looks like spam apart, and let in what is none."""

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands.feedback import FeedbackError, kept_words, record_feedback
from wellheard.listen.models import Feedback, Suspect

HELD = names.declare("suspect.held", "A post looked like spam and was kept apart; `reason` says why.")
LET_IN = names.declare("suspect.let_in", "A post that had looked like spam became feedback.")


@transaction.atomic
def hold_suspect(
    *,
    words: str,
    quotable: str,
    origin: str,
    origin_key: str,
    reason: str,
    contact: Contact | None,
    idea_id: int | None = None,
) -> Suspect:
    """Keep a post apart that looks like spam; the same sending again is kept once. Raises FeedbackError for no words."""
    suspect, is_new = Suspect.objects.get_or_create(
        origin_key=origin_key,
        defaults={
            "words": kept_words(words),
            "quotable": quotable,
            "origin": origin,
            "idea_id": idea_id,
            "contact": contact,
            "reason": Suspect.Reason(reason),
            "held_at": clock.now(),
        },
    )
    if is_new:
        ledger.record(HELD, suspect, reason=suspect.reason)
    return suspect


@transaction.atomic
def let_suspect_in(*, suspect_id: int) -> Feedback:
    """Keep it as feedback after all, as of when it was said; from then on it is filed, counted and answered like any other.

    Twice is once. Raises FeedbackError when there is no such post.
    """
    suspect = Suspect.objects.select_for_update(of=("self",), no_key=True).filter(pk=suspect_id).first()
    if suspect is None:
        raise FeedbackError(_("This post does not exist any more."))
    if suspect.feedback:
        return suspect.feedback
    suspect.feedback = record_feedback(
        words=suspect.words,
        source=Feedback.Source.PORTAL,
        quotable=suspect.quotable,
        contact=suspect.contact,
        origin=suspect.origin,
        origin_key=suspect.origin_key,
        heard_at=suspect.held_at,
    )
    suspect.pictures.update(feedback=suspect.feedback, suspect=None)
    suspect.let_in_at = clock.now()
    suspect.save(update_fields=["feedback", "let_in_at"])
    ledger.record(LET_IN, suspect, feedback=suspect.feedback.pk)
    return suspect.feedback


@transaction.atomic
def place_suspects(*, suspect_ids: list[int], contact: Contact) -> None:
    """Note who said what was kept apart, now that we know; what somebody else said stays theirs."""
    Suspect.objects.filter(pk__in=suspect_ids, contact=None).update(contact=contact)
