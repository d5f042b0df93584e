"""Owe an answer: one per contact, subject and occasion, drafted from their own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from wellheard.answer import drafts
from wellheard.answer.commands.sending import send_answer
from wellheard.answer.commands.writing import OPEN
from wellheard.answer.models import Answer
from wellheard.answer.queries import Asker, addresses, asker_ids, askers, expected_hours
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
    if feedback.contact is None or not (in_person or addresses([feedback.contact.pk])):
        return None
    answer, is_new = Answer.objects.get_or_create(
        contact=feedback.contact,
        feedback=feedback,
        occasion=Answer.Occasion.ACKNOWLEDGED,
        defaults={"quote": feedback, "waiting_since": feedback.heard_at, "owed_at": clock.now()},
    )
    if not is_new:
        return answer
    _write(answer, drafts.draft(answer, hours=expected_hours()))
    if in_person:
        _told_in_person(answer, feedback)
    else:
        send_answer(answer_id=answer.pk)
    ledger.record(ACKNOWLEDGED, answer, feedback=feedback.pk)
    return answer


@dataclass(frozen=True)
class News:
    """What there is to tell about an idea, and the decision or release it comes from."""

    idea: Idea
    occasion: Answer.Occasion
    decision: Decision | None = None
    release: Release | None = None


@transaction.atomic
def owe_answers(*, news: News, contact_ids: Iterable[int]) -> list[Answer]:
    """Owe these contacts, as far as they asked for the idea, one answer each; safe to repeat.

    Who can be written to gets it after the hold; the others wait for a person. News that did not go out yet is dropped.
    """
    owed: list[Answer] = []
    everyone = askers(news.idea, contact_ids)
    reachable = addresses(asker.contact_id for asker in everyone)
    for asker in everyone:
        answer = _owe(asker, news)
        if answer.state != Answer.State.OWED or answer.words:
            continue
        _drop_older_news(answer)
        _write(answer, drafts.draft(answer))
        if asker.contact_id in reachable:
            _hold(answer)
        ledger.record(OWED, answer, idea=news.idea.pk, occasion=news.occasion.value)
        owed.append(answer)
    return owed


def _owe(asker: Asker, news: News) -> Answer:
    answer, is_new = Answer.objects.select_related("contact").get_or_create(
        contact_id=asker.contact_id,
        idea=news.idea,
        occasion=news.occasion,
        defaults={
            "quote": asker.quote,
            "decision": news.decision,
            "release": news.release,
            "waiting_since": asker.since,
            "owed_at": clock.now(),
        },
    )
    # News that had been overtaken before it went out is news again.
    if not is_new and answer.state == Answer.State.DROPPED:
        answer.state, answer.words = Answer.State.OWED, ""
        answer.decision, answer.release, answer.owed_at = news.decision, news.release, clock.now()
        answer.save(update_fields=["state", "words", "decision", "release", "owed_at"])
    return answer


def _write(answer: Answer, draft: drafts.Draft) -> None:
    answer.subject_line, answer.words = draft.subject_line[:300], draft.words
    answer.save(update_fields=["subject_line", "words"])


def _hold(answer: Answer) -> None:
    answer.state = Answer.State.HELD
    answer.hold_until = clock.now() + timedelta(minutes=installation().hold_minutes)
    answer.save(update_fields=["state", "hold_until"])


def _told_in_person(answer: Answer, feedback: Feedback) -> None:
    answer.state, answer.told_at, answer.told_by = Answer.State.TOLD, feedback.heard_at, feedback.logged_by
    answer.save(update_fields=["state", "told_at", "told_by"])


@transaction.atomic
def drop_unasked(*, idea: Idea) -> None:
    """Drop the answers about an idea that have not gone out to people who do not ask for it (any more)."""
    waiting = Answer.objects.select_for_update().filter(idea=idea, state__in=OPEN)
    for answer in waiting.exclude(contact_id__in=asker_ids(idea)):
        _drop(answer, by=None)


def _drop_older_news(answer: Answer) -> None:
    overtaken = (
        Answer.objects.select_for_update()
        .filter(contact_id=answer.contact_id, idea=answer.idea)
        .filter(state__in=OPEN)
        .exclude(pk=answer.pk)
    )
    for older in overtaken:
        _drop(older, by=answer.pk)


def _drop(answer: Answer, *, by: int | None) -> None:
    answer.state, answer.hold_until = Answer.State.DROPPED, None
    answer.save(update_fields=["state", "hold_until"])
    ledger.record(DROPPED, answer, by=by)
