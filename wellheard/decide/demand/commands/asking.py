"""Ask those who asked whether they still need it, and keep what they say."""

import secrets
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.queries import writable_address
from wellheard.decide.commands import reaffirm_evidence, withdraw_evidence
from wellheard.decide.demand.letters import letter_of
from wellheard.decide.demand.models import Asked, Round, StillNeeded
from wellheard.decide.demand.queries.asking import askers, row_of
from wellheard.decide.models import Evidence, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import queue_mail
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.models import Staff

BEGUN = names.declare("still_needed.begun", "Those who asked for some ideas are asked whether they still need them.")
ASKED = names.declare("still_needed.asked", "One person was asked, by one mail, whether they still need ideas.")
ANSWERED = names.declare("still_needed.answered", "Somebody who was asked said whether they still need an idea.")

MOST_CHARACTERS = 1_000


class AskingError(ValueError):
    """Nobody can be asked so; the text says what to do."""


@transaction.atomic
def begin_round(*, idea_ids: Iterable[int], by: Staff | None) -> Round:
    """Ask everybody who asked for these ideas once whether they still need them; the mails follow by themselves.

    Raises AskingError when there is nobody to ask: none of them asked, or all were asked within the last 30 days.
    """
    ideas = list(Idea.objects.unmerged().filter(pk__in=list(idea_ids)).order_by("pk"))
    # Two clicks at once begin one round: the second finds everybody asked, or waits until they are.
    list(Idea.objects.select_for_update(no_key=True).filter(pk__in=[idea.pk for idea in ideas]).order_by("pk"))
    wanted = askers([idea.pk for idea in ideas])
    if not wanted:
        raise AskingError(_("Nobody is left to ask: who asked was asked within 30 days, or nobody we know asked."))
    begun = Round.objects.create(begun_by=by, begun_at=clock.now())
    begun.ideas.set(ideas)
    for contact_id, ids in wanted.items():
        _note(begun, contact_id, ids)
    ledger.record(BEGUN, begun, ideas=len(ideas), people=len(wanted))
    return begun


def _note(begun: Round, contact_id: int, idea_ids: list[int]) -> None:
    asked = Asked.objects.create(
        round=begun, contact_id=contact_id, token=secrets.token_urlsafe(24), asked_at=begun.begun_at
    )
    StillNeeded.objects.bulk_create(StillNeeded(asked=asked, idea_id=idea_id) for idea_id in idea_ids)


def send_round(*, round_id: int) -> None:
    """Write to everybody of a round, each in a step of their own; what a crash left out is done when it is repeated."""
    waiting = Asked.objects.filter(round=round_id, mail=None).order_by("pk").values_list("pk", flat=True)
    for asked_id in list(waiting):
        _send(asked_id)


@transaction.atomic
def _send(asked_id: int) -> None:
    asked = Asked.objects.select_for_update(of=("self",), no_key=True).select_related("contact").get(pk=asked_id)
    address = writable_address(asked.contact)
    if asked.mail_id or not address:
        return
    asked.mail = queue_mail(letter_of(asked, address))
    asked.save(update_fields=["mail"])
    ledger.record(ASKED, asked.contact, round=asked.round_id)


@transaction.atomic
def answer_still_needed(*, question_id: int, answer: str, reason: str = "") -> StillNeeded:
    """Keep what somebody says of one idea; they may change their mind. The same again changes nothing.

    One of a company who still needs it is enough: a "no" withdraws the company's row only when no colleague said "still"
    in this round. Raises AskingError for what is no answer.
    """
    if answer not in StillNeeded.Answer.values:
        raise AskingError(_("Choose one of the two."))
    held = StillNeeded.objects.select_for_update(of=("self",), no_key=True).select_related("asked__contact", "idea")
    question = held.get(pk=question_id)
    reason = clean_words(reason)[:MOST_CHARACTERS]
    if question.answer == answer and (question.reason == reason or not reason):
        return question
    row = row_of(question, question.asked.contact)
    question.answer, question.reason, question.answered_at, question.evidence = answer, reason, clock.now(), row
    question.save(update_fields=["answer", "reason", "answered_at", "evidence"])
    ledger.record(ANSWERED, question.idea, contact=question.asked.contact_id, answer=answer)
    if row:
        _let_it_count(question, row)
    return question


def _let_it_count(question: StillNeeded, row: Evidence) -> None:
    if question.answer == StillNeeded.Answer.STILL:
        reaffirm_evidence(evidence_id=row.pk, set_by=Evidence.SetBy.CUSTOMER)
        return
    same_round = StillNeeded.objects.filter(evidence=row, asked__round=question.asked.round_id)
    if same_round.filter(answer=StillNeeded.Answer.STILL).exists():
        return
    reason = question.reason or _("They said so when we asked whether they still need it.")
    withdraw_evidence(evidence_id=row.pk, reason=reason, set_by=Evidence.SetBy.CUSTOMER)
