"""Split what a customer said into several quotes, each of which is filed and counted on its own."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.commands.feedback import FeedbackError
from wellheard.listen.commands.triage import locked_feedback
from wellheard.listen.models import Feedback

SPLIT = names.declare("feedback.split", "What a customer said was split into `quotes`, which stand for it now.")
JOINED = names.declare("feedback.joined", "A split was taken back; the whole stands for itself again.")

MOST_QUOTES = 12
ORIGIN = "passage"
GAP = " … "

# A quote is one or several stretches of the whole, each from one character up to another.
Passage = Sequence[tuple[int, int]]


@transaction.atomic
def split_feedback(*, feedback_id: int, passages: Sequence[Passage]) -> list[Feedback]:
    """Make feedback of its own from each passage, with the same author and date; the whole stays as it was said.

    Splitting the same again (a double click) returns the quotes that are there. Raises FeedbackError.
    """
    whole = locked_feedback(feedback_id)
    if whole.split_at:
        return list(whole.quotes.order_by("pk"))
    if not whole.may_be_evidence:
        raise FeedbackError(_("This was set aside or put together with another; bring it back before you split it."))
    texts = [_text(whole, passage) for passage in passages]
    _require_a_split(whole, texts)
    quotes = [_quote(whole, passage, text) for passage, text in zip(passages, texts, strict=True)]
    whole.split_at = clock.now()
    whole.save(update_fields=["split_at"])
    ledger.record(SPLIT, whole, quotes=[quote.pk for quote in quotes])
    return quotes


@transaction.atomic
def join_feedback(*, feedback_id: int) -> Feedback:
    """Take a split back: the quotes go, the whole stands for itself again.

    Raises FeedbackError when somebody has done something with a quote since: it would be lost.
    """
    whole = locked_feedback(feedback_id)
    if whole.split_at is None:
        return whole
    quotes = list(Feedback.objects.select_for_update(of=("self",), no_key=True).filter(split_from=whole).order_by("pk"))
    if not all(_is_untouched(quote, whole) for quote in quotes):
        raise FeedbackError(_("A quote of it has been filed or changed since; take that back first."))
    gone = [quote.pk for quote in quotes]
    Feedback.objects.filter(pk__in=gone).delete()
    whole.split_at = None
    whole.save(update_fields=["split_at"])
    ledger.record(JOINED, whole, quotes=gone)
    return whole


def _is_untouched(quote: Feedback, whole: Feedback) -> bool:
    is_same_person = (quote.contact_id, quote.company_id) == (whole.contact_id, whole.company_id)
    return quote.waits and not quote.assignee_id and quote.published_at is None and is_same_person


def _text(whole: Feedback, passage: Passage) -> str:
    length = len(whole.words)
    if any(not 0 <= begin < end <= length for begin, end in passage):
        raise FeedbackError(_("A passage lies outside of what was said; choose the passages again."))
    parts = (whole.words[begin:end].strip() for begin, end in passage)
    return GAP.join(part for part in parts if part)


def _require_a_split(whole: Feedback, texts: Sequence[str]) -> None:
    if not texts or not all(texts):
        raise FeedbackError(_("Each quote needs words; give at least one passage to each."))
    if len(texts) > MOST_QUOTES:
        raise FeedbackError(_("This makes more than 12 quotes; split it into fewer."))
    if len(texts) == 1 and texts[0] == whole.words.strip():
        raise FeedbackError(_("Give at least one passage to a second quote, or leave one out."))


def _quote(whole: Feedback, passage: Passage, text: str) -> Feedback:
    """Keep one passage as feedback. No fact says that it was heard: the person was heard once, and is thanked once."""
    same = ("source", "voice", "quotable", "language", "heard_at", "contact", "company", "url", "version", "logged_by")
    return Feedback.objects.create(
        words=text,
        recorded_at=clock.now(),
        origin=ORIGIN,
        origin_key=f"{whole.pk}:" + ",".join(f"{begin}-{end}" for begin, end in passage),
        split_from=whole,
        area=whole.area if not whole.filed_at else None,
        **{name: getattr(whole, name) for name in same},
    )
