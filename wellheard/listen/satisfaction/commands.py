"""Ask customers how a conversation went, and keep what they say."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.customers.queries import is_left_alone
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.language import detect_language
from wellheard.listen.commands import record_feedback
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.listen.satisfaction.letters import letter_of
from wellheard.listen.satisfaction.models import Asking, Rating
from wellheard.listen.satisfaction.queries import address_of, asking, last_to_answer, may_be_asked
from wellheard.workspace.commands import WorkspaceError
from wellheard.workspace.commands.locking import require_version

ASKED = names.declare("rating.asked", "A customer was asked how a conversation went.")
GIVEN = names.declare("rating.given", "A customer said how a conversation went: 1 not good, 2 okay, 3 good.")
COMMENTED = names.declare("rating.commented", "A customer said in words how a conversation went; it is feedback too.")
CHANGED = names.declare("asking.changed", "Whether and how often customers are asked how it went.")

MOST_CHARACTERS = 10_000


class RatingError(WorkspaceError):
    """What somebody said cannot be kept so; the text says what to do."""


@transaction.atomic
def ask_customers(*, version: int, percent: int, every_days: int, after_hours: int) -> Asking:
    """Ask a share of the customers from now on how it went. Raises StaleError after another's edit."""
    row = _held()
    require_version(row, version)
    row.asks_since = row.asks_since or clock.now()
    row.percent, row.every_days, row.after_hours = percent, every_days, after_hours
    row.save(update_fields=["asks_since", "percent", "every_days", "after_hours", "version"])
    ledger.record(CHANGED, row, asks=True, percent=percent)
    return row


@transaction.atomic
def stop_asking(*, version: int) -> Asking:
    """Ask nobody any more; who was asked may still answer. Raises StaleError after another's edit."""
    row = _held()
    require_version(row, version)
    row.asks_since = None
    row.save(update_fields=["asks_since", "version"])
    Rating.objects.filter(asked_at=None).delete()
    ledger.record(CHANGED, row, asks=False, percent=row.percent)
    return row


@transaction.atomic
def plan_asking(*, conversation_id: int) -> Rating | None:
    """Plan to ask whoever asked how it went, some time after closing; nothing where they may not be asked. Safe to repeat."""
    conversation = Conversation.objects.filter(pk=conversation_id).first()
    if conversation is None or conversation.requester_id is None:
        return None
    # One at a time for each person: of two conversations that close at once, both would be the first to be asked about.
    Contact.objects.select_for_update(no_key=True).filter(pk=conversation.requester_id).first()
    if Rating.objects.filter(conversation=conversation).exists():
        return None
    if not may_be_asked(conversation):
        return None
    return Rating.objects.create(
        conversation=conversation,
        contact_id=conversation.requester_id,
        staff_id=last_to_answer(conversation) or conversation.assignee_id,
        team_id=conversation.team_id,
        language=conversation.language,
        ask_at=clock.now() + timedelta(hours=asking().after_hours),
    )


@transaction.atomic
def drop_asking(*, conversation_id: int) -> None:
    """Ask nobody about a conversation that goes on; who was asked already may answer."""
    Rating.objects.filter(conversation=conversation_id, asked_at=None).delete()


@transaction.atomic
def ask(*, rating_id: int) -> None:
    """Ask a customer now, once, if their conversation is still closed."""
    held = Rating.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=rating_id, asked_at=None, ask_at__lte=clock.now()
    )
    rating = held.select_related("conversation__mailbox", "contact").first()
    if rating is None:
        return
    talk = rating.conversation
    if not talk.is_closed or talk.aside_reason or talk.merged_into_id or is_left_alone(address_of(talk)):
        drop_asking(conversation_id=rating.conversation_id)
        return
    letter = letter_of(rating)
    if letter is None:
        drop_asking(conversation_id=rating.conversation_id)
        return
    rating.mail, rating.asked_at = queue_mail(letter), clock.now()
    rating.save(update_fields=["mail", "asked_at"])
    ledger.record(ASKED, rating)


@transaction.atomic
def give_rating(*, rating_id: int, score: int) -> Rating:
    """Keep how a customer says it went; they may change their mind. Raises RatingError for what is no score."""
    if score not in Rating.Score.values:
        raise RatingError(_("Choose one of the three."))
    rating = Rating.objects.select_for_update(of=("self",), no_key=True).get(pk=rating_id)
    if rating.score != score:
        rating.score, rating.rated_at = score, clock.now()
        rating.save(update_fields=["score", "rated_at"])
        ledger.record(GIVEN, rating, score=score, conversation=rating.conversation_id)
    return rating


@transaction.atomic
def comment_on_rating(*, rating_id: int, words: str) -> Rating:
    """Keep what a customer says in words; it is feedback like any other. Only the first words are kept. Raises RatingError."""
    rating = (
        Rating.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contact", "conversation")
        .get(pk=rating_id)
    )
    kept = clean_words(words)[:MOST_CHARACTERS]
    if not kept:
        raise RatingError(_("Write a few words, or leave it at your choice."), field="comment")
    if rating.comment:
        return rating
    rating.comment = kept
    rating.language = detect_language(kept, otherwise=rating.conversation.language)
    rating.feedback = record_feedback(
        words=kept,
        source=Feedback.Source.SURVEY,
        acknowledge="none",
        contact=rating.contact,
        company=rating.conversation.company,
        origin="rating",
        origin_key=str(rating.pk),
        language=rating.language,
    )
    rating.save(update_fields=["comment", "language", "feedback"])
    ledger.record(COMMENTED, rating, conversation=rating.conversation_id, score=rating.score)
    return rating


def _held() -> Asking:
    Asking.objects.get_or_create(pk=1)
    return Asking.objects.select_for_update(no_key=True).get(pk=1)
