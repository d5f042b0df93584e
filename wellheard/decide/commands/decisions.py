"""Decide about an idea, in the open and with a reason."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.decide.commands.ideas import changeable, move, require_version
from wellheard.decide.models import Decision, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.models import Staff

DECIDED = names.declare("idea.decided", "An idea was decided with a reason; everyone who asked is owed an answer.")

_STATUS = {
    Decision.Outcome.YES: Idea.Status.PLANNED,
    Decision.Outcome.NOT_NOW: Idea.Status.NOT_NOW,
    Decision.Outcome.ALREADY_POSSIBLE: Idea.Status.ALREADY_POSSIBLE,
}

MOST_CHARACTERS = 5_000


class DecisionError(ValueError):
    """A decision cannot be recorded so."""


@transaction.atomic
def record_decision(
    *,
    idea_id: int,
    version: int,
    outcome: str,
    reason: str,
    public_reason: str,
    by: Staff | None,
    revisit_on: date | None = None,
) -> Decision:
    """Record what was decided and why. Deciding the same again (a double click) changes nothing.

    Raises DecisionError without reasons, for a date that has passed and for an idea that is live, and StaleIdeaError when
    the idea changed meanwhile.
    """
    idea = changeable(idea_id)
    latest = idea.decisions.order_by("-decided_at", "-pk").first()
    new = Decision(
        idea=idea,
        outcome=_outcome(outcome),
        reason=clean_words(reason),
        public_reason=clean_words(public_reason),
        # Only what we do not do now is looked at again.
        revisit_on=revisit_on if outcome == Decision.Outcome.NOT_NOW else None,
        decided_by=by,
        decided_at=clock.now(),
    )
    if latest and _says_the_same(latest, new) and idea.status == _next_status(idea, new):
        return latest
    require_version(idea, version)
    _require_open(idea)
    _require_reasons(new)
    new.save(force_insert=True)
    idea.version += 1
    idea.save(update_fields=["version"])
    move(idea, _next_status(idea, new))
    ledger.record(DECIDED, idea, decision=new.pk, outcome=outcome)
    return new


def _outcome(outcome: str) -> Decision.Outcome:
    if outcome not in Decision.Outcome.values:
        raise DecisionError(_("Choose what was decided: Yes, Not now, or Already there."))
    return Decision.Outcome(outcome)


def _next_status(idea: Idea, decision: Decision) -> Idea.Status:
    """Return where a decision moves an idea; a yes to what is being built already leaves it there."""
    if decision.outcome == Decision.Outcome.YES and idea.status in {Idea.Status.BUILDING, Idea.Status.BETA}:
        return Idea.Status(idea.status)
    return _STATUS[Decision.Outcome(decision.outcome)]


def _says_the_same(one: Decision, other: Decision) -> bool:
    return (one.outcome, one.reason, one.public_reason, one.revisit_on) == (
        other.outcome,
        other.reason,
        other.public_reason,
        other.revisit_on,
    )


def _require_open(idea: Idea) -> None:
    if idea.status == Idea.Status.SHIPPED:
        raise DecisionError(
            _("This idea is live already. Move it back to Under review before you decide about it again.")
        )


def _require_reasons(decision: Decision) -> None:
    if not decision.reason:
        raise DecisionError(_("Write the reason, so that whoever asks next year can read it."))
    if not decision.public_reason:
        raise DecisionError(_("Write what customers will read; everyone who asked gets this sentence."))
    if max(len(decision.reason), len(decision.public_reason)) > MOST_CHARACTERS:
        raise DecisionError(_("A reason has at most 5,000 characters; shorten it."))
    if decision.revisit_on and decision.revisit_on <= clock.today():
        raise DecisionError(_("Look at it again on a day that is still to come."))
