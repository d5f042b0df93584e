"""What follows from whether it solved their problem: thanks, a second look, or one more question."""

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.answer import drafts
from wellheard.answer.commands.owing import Ways, drop, put_in_words, set_on_its_way
from wellheard.answer.commands.sending import send_answer
from wellheard.answer.commands.writing import OPEN
from wellheard.answer.idea_texts import title_in
from wellheard.answer.languages import frame_of
from wellheard.answer.letters import footer_of, unsubscribe_link
from wellheard.answer.models import Answer
from wellheard.answer.queries import addresses, still_true
from wellheard.decide.commands import reaffirm_evidence
from wellheard.decide.models import Evidence
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.mail.commands import Letter, queue_mail

THANKED = names.declare("answer.thanks_owed", "A contact said it solved their problem; a thank-you letter is owed.")
REOPENED = names.declare("answer.reopened", "A contact said it is not solved: the idea's evidence stands again.")
ASKED_AGAIN = names.declare(
    "answer.asked_again", "A contact was asked a second and last time whether it solved their problem."
)

_UNSOLVED = (Answer.Solved.NO, Answer.Solved.PARTLY)


@transaction.atomic
def owe_thanks(*, answer_id: int) -> Answer | None:
    """Owe a thank-you letter for a yes after a shipped answer: once, held and editable like the others."""
    told = _told(answer_id)
    if told.solved != Answer.Solved.YES or told.occasion != Answer.Occasion.SHIPPED or told.idea is None:
        return None
    thanks, is_owed_now = _follow(told, Answer.Occasion.THANKED)
    if is_owed_now:
        if not thanks.edited_by_id:
            put_in_words(thanks, drafts.draft(thanks))
        set_on_its_way(thanks, Ways.to([thanks.contact_id], idea=told.idea))
        ledger.record(THANKED, thanks)
    return thanks


@transaction.atomic
def reopen(*, answer_id: int) -> Answer | None:
    """Let the evidence of who said “no” or “partly” stand again, and tell them that we look at it again; safe to repeat."""
    told = _told(answer_id)
    if told.solved not in _UNSOLVED or told.occasion not in Answer.SOLVABLE or told.idea is None:
        return None
    for thanks in Answer.objects.filter(contact_id=told.contact_id, idea=told.idea, occasion=Answer.Occasion.THANKED):
        if thanks.state in OPEN:
            drop(answer=thanks, by=told.pk)
    answer, is_owed_now = _follow(told, Answer.Occasion.REOPENED)
    if not is_owed_now:
        return answer
    for evidence in _evidence(told):
        reaffirm_evidence(evidence_id=evidence.pk)
    put_in_words(answer, drafts.draft(answer))
    ledger.record(REOPENED, answer, idea=told.idea.pk, solved=told.solved)
    if answer.contact_id in addresses([answer.contact_id], idea_id=told.idea.pk):
        send_answer(answer_id=answer.pk)
    return answer


@transaction.atomic
def ask_again(*, answer_id: int) -> None:
    """Ask once more, and never again, whether it solved their problem. Nobody is asked who answered or moved on."""
    answer = (
        Answer.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contact", "idea", "mail")
        .get(pk=answer_id)
    )
    if answer.solved or answer.asked_again_at or answer.state != Answer.State.SENT or not still_true(answer):
        return
    answer.asked_again_at = clock.now()
    answer.save(update_fields=["asked_again_at"])
    address = addresses([answer.contact_id], idea_id=answer.idea_id).get(answer.contact_id)
    if address:
        queue_mail(_question(answer, address))
        ledger.record(ASKED_AGAIN, answer)


def _told(answer_id: int) -> Answer:
    found = Answer.objects.select_for_update(of=("self",), no_key=True).select_related(
        "contact", "idea", "release", "quote"
    )
    return found.get(pk=answer_id)


def _follow(told: Answer, occasion: Answer.Occasion) -> tuple[Answer, bool]:
    """Return the answer that follows, and whether it is owed from now on."""
    answer, is_new = Answer.objects.select_related("contact", "idea", "release", "quote").get_or_create(
        contact_id=told.contact_id,
        idea=told.idea,
        occasion=occasion,
        round=told.round,
        defaults={
            "quote": told.quote,
            "release": told.release,
            "decision": told.decision,
            "waiting_since": told.solved_at or clock.now(),
            "owed_at": clock.now(),
        },
    )
    if not is_new and answer.state == Answer.State.DROPPED:
        answer.state = Answer.State.OWED
        answer.save(update_fields=["state"])
        return answer, True
    return answer, is_new


def _evidence(told: Answer) -> list[Evidence]:
    theirs = Q(items__feedback__contact_id=told.contact_id) | Q(items__vote__contact_id=told.contact_id)
    return list(Evidence.objects.filter(theirs, idea=told.idea).distinct().order_by("pk"))


def _question(answer: Answer, address: str) -> Letter:
    with translation.override(answer.language or None):
        title = title_in(answer.idea, frame_of(answer.language))
        body = [
            drafts.greeting(answer),
            _("A while ago we told you that “%(idea)s” is there for you. Did it solve your problem?") % {"idea": title}
            + f"\n{drafts.solved_link(answer)}",
            _("One click is enough. We do not ask again."),
            drafts.signature(),
        ]
        footer = footer_of([answer])
    before = answer.mail.message_id if answer.mail else ""
    stop = unsubscribe_link([answer])
    return Letter(
        key=f"answer:{answer.pk}:solved",
        to_address=address,
        to_name=answer.contact.name,
        subject=f"Re: {answer.mail.subject if answer.mail else answer.subject_line}",
        body="\n\n".join(body),
        in_reply_to=before,
        references=" ".join(part for part in (answer.mail.references if answer.mail else "", before) if part),
        headers={"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        footer=footer,
        language=answer.language,
    )
