"""What was expected of an idea, put beside what happened 30 and 90 days after it went live."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.decide.models import Idea
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Check, Expectation
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.workspace.commands.tasks import Subject, add_task, finish_tasks_about
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

CHECKED = names.declare(
    "expectation.checked", "What was expected of an idea was put beside what happened, `days` after it went live."
)
JUDGED = names.declare("expectation.judged", "Somebody said whether an idea brought what was expected: `judgement`.")

JUDGE = "judge_expectation"
ABOUT_CHECK = "check"
Judgement = Check.Judgement
# From this share of what was expected on it is partly met.
PARTLY = Decimal("0.5")


@transaction.atomic
def note_live(*, idea_id: int, day: date) -> int:
    """Count the days from when an idea went live; moved back from live, they are counted from its next time.

    Where two meetings said yes, because its texts changed in between, what the later one expects is what counts.
    """
    latest = Expectation.objects.filter(idea=idea_id).order_by("-pk").values("pk")[:1]
    return Expectation.objects.filter(pk__in=latest, shipped_on=None).update(shipped_on=day)


@transaction.atomic
def note_not_live(*, idea_id: int) -> int:
    """Count no days for an idea that is not live after all, unless it was checked already."""
    return Expectation.objects.filter(idea=idea_id, checks=None).update(shipped_on=None)


@transaction.atomic
def note_check(*, expectation_id: int, days: int, found: dict[str, Any], amount: Decimal | None) -> Check:
    """Keep what happened so many days after an idea went live; a second look changes nothing.

    Where the number is known it judges; where it is not, the owner is asked.
    """
    expectation = Expectation.objects.select_for_update(of=("self",), no_key=True).get(pk=expectation_id)
    check, is_new = Check.objects.get_or_create(
        expectation=expectation,
        days=days,
        defaults={
            "found": found,
            "amount": amount,
            "judgement": judged(expectation.amount, amount),
            "checked_at": clock.now(),
        },
    )
    if is_new:
        ledger.record(CHECKED, Idea.objects.get(pk=expectation.idea_id), days=days, judgement=check.judgement)
        if not check.judgement:
            _ask_owner(check)
    return check


@transaction.atomic
def judge_check(*, check_id: int, judgement: str, words: str, by: Staff, took_weeks: Decimal | None = None) -> Check:
    """Say whether an idea brought what was expected, and what the work took. Raises ReviewError without a judgement."""
    row = Check.objects.select_for_update(of=("self",), no_key=True).select_related("expectation").filter(pk=check_id)
    check = row.first()
    if check is None or judgement not in Judgement.values:
        raise ReviewError(_("Choose how it went: as expected, partly, not, or that it cannot be told."))
    if took_weeks is not None and took_weeks <= 0:
        raise ReviewError(_("Weeks of work are more than none; a day is 0.2."))
    if took_weeks is not None:
        check.expectation.took_weeks = took_weeks
        check.expectation.save(update_fields=["took_weeks"])
    check.judgement, check.words = judgement, clean_words(words)[:5_000]
    check.judged_by, check.judged_at = by, clock.now()
    check.save(update_fields=["judgement", "words", "judged_by", "judged_at"])
    finish_tasks_about(kind=JUDGE, about=Subject(ABOUT_CHECK, check.pk), by=by)
    ledger.record(JUDGED, Idea.objects.get(pk=check.expectation.idea_id), judgement=judgement, days=check.days)
    return check


def judged(expected: Decimal, amount: Decimal | None) -> str:
    """Return what a number says beside what was expected; nothing where no number is known."""
    if amount is None:
        return ""
    if amount >= expected:
        return Judgement.MET
    return Judgement.PARTLY if expected > 0 and amount >= expected * PARTLY else Judgement.MISSED


def _ask_owner(check: Check) -> None:
    expectation = Expectation.objects.select_related("idea", "owner").get(pk=check.expectation_id)
    with translation.override(installation().language):
        title = _("“%(idea)s” has been live for %(days)s days: did it bring what we expected?") % {
            "idea": expectation.idea.title,
            "days": check.days,
        }
    owner = expectation.owner if expectation.owner and expectation.owner.is_active else None
    about = Subject(ABOUT_CHECK, check.pk)
    add_task(kind=JUDGE, title=title, about=about, assignee=owner, due_on=clock.today(), by=None)
