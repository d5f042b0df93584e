"""Decide about one idea on the table, once; customers are answered by the decision that stands behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.decide import commands as ideas
from wellheard.decide.models import Decision
from wellheard.decide.reviews.commands.cycle import before_next_table
from wellheard.decide.reviews.commands.locking import State, item_of, locked_in
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Expectation, Review, ReviewItem, Verdict
from wellheard.decide.reviews.queries.opinions import opinions_of
from wellheard.decide.reviews.queries.proposals import ABOUT_ITEM, FIND_EVIDENCE
from wellheard.decide.reviews.queries.rounds import departments_there
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.workspace.commands.tasks import Subject, add_task
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

DECIDED = names.declare(
    "review.idea_decided", "A review meeting decided about an idea: `idea`, `outcome`, and whether against the ratings."
)

Outcome = Verdict.Outcome
# The kind of task that begins the work on what was accepted.
BEGIN = "begin_accepted"
ABOUT_IDEA = "idea"
MOST_CHARACTERS = 5_000
_DECISIONS = {Outcome.ACCEPT: Decision.Outcome.YES, Outcome.NOT_NOW: Decision.Outcome.NOT_NOW}


@dataclass(frozen=True)
class Expected:
    """What an accepted idea is to bring: how much of what, and until when."""

    measure: str
    amount: Decimal
    by_day: date
    words: str = ""
    event: str = ""
    owner: Staff | None = None


@dataclass(frozen=True)
class VerdictDraft:
    """What the meeting wants to decide. `reason` is for us, `public_reason` is what customers read."""

    outcome: str
    reason: str
    public_reason: str = ""
    defer_until: date | None = None
    question: str = ""
    owner: Staff | None = None
    override_reason: str = ""
    dissent: str = ""
    expected: Expected | None = None


@transaction.atomic
def decide_item(*, review_id: int, item_id: int, version: int, draft: VerdictDraft, by: Staff) -> Verdict:
    """Decide about an idea on the table. The same again (a double click, a second leader) changes nothing.

    A yes and a not now are decided about the idea itself in the same transaction: both stand or neither, and everybody who
    asked hears it. `version` is the idea's, as whoever decides saw it.

    Raises ReviewError when too few departments are there, for what is missing, and when the meeting decided otherwise already;
    DecisionError and StaleIdeaError as a decision beside a meeting does.
    """
    review = locked_in(review_id, State.REVEALED)
    item = item_of(review, item_id)
    new = _verdict(item, draft, by)
    there = Verdict.objects.filter(item=item).select_related("decided_by").first()
    if there:
        return _same_or_refused(there, new)
    _require_quorum(review)
    _require_whole(review, new, draft)
    if new.outcome in _DECISIONS:
        new.decision = _decided(item, version, new, by)
    new.save(force_insert=True)
    if draft.expected and new.outcome == Outcome.ACCEPT:
        _expect(new, draft.expected)
    review.items.filter(pk=item.pk).update(talk_until=None)
    ledger.record(DECIDED, review, idea=item.idea_id, outcome=new.outcome, override=int(new.is_override))
    _what_follows(new, by)
    return new


def _verdict(item: ReviewItem, draft: VerdictDraft, by: Staff) -> Verdict:
    if draft.outcome not in Outcome.values:
        raise ReviewError(_("Choose what was decided: Yes, Later, Not now, or Ask customers first."))
    outcome = Outcome(draft.outcome)
    return Verdict(
        item=item,
        outcome=outcome,
        reason=clean_words(draft.reason),
        public_reason=clean_words(draft.public_reason) if outcome in _DECISIONS else "",
        defer_until=draft.defer_until if outcome == Outcome.DEFER else None,
        question=clean_words(draft.question) if outcome == Outcome.NEED_EVIDENCE else "",
        owner=draft.owner if outcome == Outcome.NEED_EVIDENCE else None,
        override_reason=clean_words(draft.override_reason),
        dissent=clean_words(draft.dissent),
        decided_by=by,
        decided_at=clock.now(),
    )


def _same_or_refused(there: Verdict, new: Verdict) -> Verdict:
    columns = ("outcome", "reason", "public_reason", "defer_until", "question", "owner_id")
    if all(getattr(there, name) == getattr(new, name) for name in columns):
        return there
    said = {"who": there.decided_by or _("Somebody"), "outcome": there.get_outcome_display()}
    raise ReviewError(_("%(who)s recorded “%(outcome)s” for this idea meanwhile. It stands.") % said)


def _require_quorum(review: Review) -> None:
    missing = review.quorum - len(departments_there(review))
    if missing > 0:
        raise ReviewError(
            ngettext(
                "%(n)d more department must be there to decide. Note who is there, or meet another day.",
                "%(n)d more departments must be there to decide. Note who is there, or meet another day.",
                missing,
            )
            % {"n": missing}
        )


def _require_whole(review: Review, new: Verdict, draft: VerdictDraft) -> None:
    if not new.reason:
        raise ReviewError(_("Write the reason, so that whoever asks next year can read it."))
    texts = (new.reason, new.question, new.override_reason, new.dissent)
    if max(map(len, texts)) > MOST_CHARACTERS:
        raise ReviewError(_("A reason has at most 5,000 characters; shorten it."))
    if new.outcome == Outcome.ACCEPT:
        _require_expected(draft.expected)
    if new.outcome == Outcome.DEFER and (new.defer_until is None or new.defer_until <= clock.today()):
        raise ReviewError(_("Choose the day on which it comes back to the table; it is still to come."))
    if new.outcome == Outcome.NEED_EVIDENCE and not (new.question and new.owner and new.owner.is_active):
        raise ReviewError(_("Write what has to be known first, and who finds it out."))
    if is_against_ratings(review, new.item_id, new.outcome):
        if not new.override_reason:
            raise ReviewError(_("This is against what the ratings say. Write why, for the minutes."))
    else:
        new.override_reason = ""


def _require_expected(expected: Expected | None) -> None:
    if expected is None or expected.measure not in Expectation.Measure.values:
        raise ReviewError(_("Write what you expect of it: how much of what, and until when."))
    if expected.by_day <= clock.today():
        raise ReviewError(_("What you expect lies ahead: choose a day that is still to come."))
    if expected.measure == Expectation.Measure.OTHER and not clean_line(expected.words):
        raise ReviewError(_("Write in a few words what is to change."))


def is_against_ratings(review: Review, item_id: int, outcome: str) -> bool:
    """Tell whether deciding so goes against what the ratings say: a yes they do not carry, a not now to what they want."""
    one = next((one for one in opinions_of(review) if one.item.pk == item_id), None)
    if one is None or one.speaks_for_it is None:
        return False
    return outcome == (Outcome.NOT_NOW if one.speaks_for_it else Outcome.ACCEPT)


def _decided(item: ReviewItem, version: int, new: Verdict, by: Staff) -> Decision:
    return ideas.record_decision(
        idea_id=item.idea_id,
        version=version,
        outcome=_DECISIONS[Outcome(new.outcome)],
        reason=new.reason,
        public_reason=new.public_reason,
        by=by,
    )


def _expect(verdict: Verdict, expected: Expected) -> None:
    Expectation.objects.create(
        verdict=verdict,
        idea=verdict.item.idea,
        measure=expected.measure,
        amount=expected.amount,
        by_day=expected.by_day,
        words=clean_line(expected.words)[:200],
        event=clean_line(expected.event)[:200],
        owner=expected.owner or verdict.item.idea.owner,
    )


def _what_follows(verdict: Verdict, by: Staff) -> None:
    """Give somebody what has to be done now; the task says it in the installation's language."""
    item, idea = verdict.item, verdict.item.idea
    with translation.override(installation().language):
        if verdict.outcome == Outcome.NEED_EVIDENCE:
            title = _("Find out about “%(idea)s”: %(question)s") % {"idea": idea.title, "question": verdict.question}
            kind, about, whose, due_on = FIND_EVIDENCE, Subject(ABOUT_ITEM, item.pk), verdict.owner, before_next_table()
        elif verdict.outcome == Outcome.ACCEPT:
            title = _("“%(idea)s” was accepted: see that the work begins") % {"idea": idea.title}
            kind, about, whose, due_on = BEGIN, Subject(ABOUT_IDEA, idea.pk), idea.owner or by, None
        else:
            return
    add_task(kind=kind, title=title, about=about, assignee=whose, due_on=due_on, by=by)
