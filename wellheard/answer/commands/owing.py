"""Owe an answer: one per contact, subject and occasion, drafted from their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import prefetch_related_objects

from wellheard.answer import drafts
from wellheard.answer.commands.in_conversations import note_told_before
from wellheard.answer.commands.owners import leave_to_owner, spare_owner
from wellheard.answer.commands.sending import send_to
from wellheard.answer.commands.writing import OPEN
from wellheard.answer.in_conversations import bound, who_waits
from wellheard.answer.models import Answer
from wellheard.answer.queries import (
    Asker,
    addresses,
    asker_ids,
    askers,
    expected_hours,
    speaking_first,
    still_true,
)
from wellheard.customers.models import Company, Contact
from wellheard.decide.models import Decision, Idea
from wellheard.deliver.models import Release
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation

OWED = names.declare("answer.owed", "A contact is owed an answer about an idea.")
ACKNOWLEDGED = names.declare(
    "answer.acknowledged", "A contact was told that we have heard them, or staff heard it in person."
)
DROPPED = names.declare(
    "answer.dropped", "An answer that had not gone out was overtaken by later news, or is not asked for any more."
)


@transaction.atomic
def acknowledge(*, feedback: Feedback) -> Answer | None:
    """Tell a contact at once that we have heard them and when a person reads it; repeating it tells nobody twice.

    What staff wrote down was acknowledged in person. Nobody is told where no contact, or no address, is known.
    """
    in_person = feedback.logged_by_id is not None
    if feedback.contact is None:
        return None
    address = "" if in_person else addresses([feedback.contact.pk]).get(feedback.contact.pk, "")
    if not (in_person or address):
        return None
    answer, is_new = Answer.objects.get_or_create(
        contact=feedback.contact,
        feedback=feedback,
        occasion=Answer.Occasion.ACKNOWLEDGED,
        defaults={"quote": feedback, "waiting_since": feedback.heard_at, "owed_at": clock.now()},
    )
    if not is_new:
        return answer
    put_in_words(answer, drafts.draft(answer, hours=expected_hours(feedback.source)))
    if in_person:
        _told_in_person(answer, feedback)
    else:
        send_to(address=address, answers=[answer], by=None)
    ledger.record(ACKNOWLEDGED, answer, feedback=feedback.pk)
    return answer


@dataclass(frozen=True)
class News:
    """What there is to tell about an idea, and the decision or release it comes from."""

    idea: Idea
    occasion: Answer.Occasion
    decision: Decision | None = None
    release: Release | None = None


@dataclass(frozen=True)
class Ways:
    """How these contacts hear: whose owner speaks first, and who can be written to."""

    owners: dict[int, Company]
    reachable: dict[int, str]

    @classmethod
    def to(cls, contact_ids: Iterable[int], *, idea: Idea | None) -> "Ways":
        """Look up how contacts hear about an idea, or about what they said."""
        everyone = list(contact_ids)
        return cls(speaking_first(everyone), addresses(everyone, idea_id=idea.pk if idea else None))


@transaction.atomic
def owe_answers(*, news: News, contact_ids: Iterable[int]) -> list[Answer]:
    """Owe these contacts, as far as they asked for the idea, one answer each; safe to repeat.

    Who asked in a conversation hears it there. High-touch customers hear it from their owner first. Of the others, who can
    be written to gets it after the hold; the rest wait for a person. News that did not go out yet is dropped.
    """
    owed: list[Answer] = []
    everyone = askers(news.idea, contact_ids)
    _read_translations(news)
    contacts = Contact.objects.in_bulk([asker.contact_id for asker in everyone])
    ways = Ways.to(contacts, idea=news.idea)
    in_conversations = who_waits(contacts)
    for asker in everyone:
        answer, is_owed_now = _owe(asker, news)
        if not is_owed_now:
            continue
        answer.contact = contacts[asker.contact_id]
        _drop_older_news(answer)
        if not answer.edited_by_id:
            put_in_words(answer, drafts.draft(answer))
        ledger.record(OWED, answer, idea=news.idea.pk, occasion=news.occasion.value)
        if answer.contact_id not in in_conversations or not _is_told_there(answer):
            set_on_its_way(answer, ways)
        owed.append(answer)
    return owed


def _is_told_there(answer: Answer) -> bool:
    """Tell whether a contact hears this in a conversation, or heard it there already."""
    return note_told_before(answer=answer) or bool(bound([answer]))


def _read_translations(news: News) -> None:
    """Read once, for all who hear it, what staff wrote in other languages."""
    for told in (news.idea, news.decision, news.release):
        if told is not None:
            prefetch_related_objects([told], "translations")


def _owe(asker: Asker, news: News) -> tuple[Answer, bool]:
    """Return the answer, and whether it is owed from now on: new, or news again after it had been overtaken unsent."""
    answer, is_new = Answer.objects.get_or_create(
        contact_id=asker.contact_id,
        idea=news.idea,
        occasion=news.occasion,
        round=_round(asker, news),
        defaults={
            "quote": asker.quote,
            "decision": news.decision,
            "release": news.release,
            "waiting_since": asker.since,
            "owed_at": clock.now(),
        },
    )
    if is_new or answer.state != Answer.State.DROPPED:
        return answer, is_new
    answer.state, answer.owed_at = Answer.State.OWED, clock.now()
    answer.decision, answer.release = news.decision, news.release
    answer.save(update_fields=["state", "decision", "release", "owed_at"])
    return answer, True


def _round(asker: Asker, news: News) -> int:
    """Return which time this is news: once more after they said it was not solved and the idea came round again."""
    told = Answer.objects.filter(contact_id=asker.contact_id, idea=news.idea, occasion=news.occasion)
    last = told.order_by("-round").first()
    if last is None:
        return 0
    unsolved = last.solved in {Answer.Solved.NO, Answer.Solved.PARTLY} and last.state in Answer.REACHED
    is_news_again = unsolved and last.solved_at is not None and news.idea.status_changed_at > last.solved_at
    return last.round + is_news_again


def put_in_words(answer: Answer, draft: drafts.Draft) -> None:
    """Keep a draft as what they will read."""
    answer.subject_line, answer.words = draft.subject_line, draft.words
    answer.language, answer.staff_language = draft.language, draft.staff_language
    answer.save(update_fields=["subject_line", "words", "language", "staff_language"])


def set_on_its_way(answer: Answer, ways: Ways) -> None:
    """Leave an answer to the company's owner, or hold it before it goes out; without an address it waits for a person."""
    if company := ways.owners.get(answer.contact_id):
        leave_to_owner(answer=answer, company=company)
    elif answer.contact_id in ways.reachable:
        answer.state = Answer.State.HELD
        answer.hold_until = clock.now() + timedelta(minutes=installation().hold_minutes)
        answer.save(update_fields=["state", "hold_until"])


def _told_in_person(answer: Answer, feedback: Feedback) -> None:
    answer.state, answer.told_at, answer.told_by = Answer.State.TOLD, feedback.heard_at, feedback.logged_by
    answer.save(update_fields=["state", "told_at", "told_by"])


@transaction.atomic
def drop_unasked(*, idea: Idea) -> None:
    """Drop the answers about an idea that have not gone out to people who do not ask for it (any more)."""
    waiting = Answer.objects.select_for_update(no_key=True).filter(idea=idea, state__in=OPEN)
    for answer in waiting.exclude(contact_id__in=asker_ids(idea)):
        drop(answer=answer, by=None)


@transaction.atomic
def drop_untrue(*, idea: Idea) -> None:
    """Drop the answers about an idea that have not gone out and say what is no longer so."""
    for answer in (
        Answer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("idea")
        .filter(idea=idea, state__in=OPEN)
    ):
        if not still_true(answer):
            drop(answer=answer, by=None)


def _drop_older_news(answer: Answer) -> None:
    overtaken = (
        Answer.objects.select_for_update(no_key=True)
        .filter(contact_id=answer.contact_id, idea=answer.idea)
        .filter(state__in=OPEN)
        .exclude(pk=answer.pk)
    )
    for older in overtaken:
        drop(answer=older, by=answer.pk)


@transaction.atomic
def drop(*, answer: Answer, by: int | None) -> None:
    """Let an answer that has not gone out rest; `by` is the later answer that says more."""
    answer.state, answer.hold_until = Answer.State.DROPPED, None
    answer.save(update_fields=["state", "hold_until"])
    spare_owner(answer)
    ledger.record(DROPPED, answer, by=by)
