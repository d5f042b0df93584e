"""Rate ideas, alone; hand in; be reminded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.decide.reviews.commands.locking import State, locked_in, place_of
from wellheard.decide.reviews.commands.planning import ABOUT_ATTENDEE, RATE
from wellheard.decide.reviews.commands.revealing import reveal_when_all_are_in
from wellheard.decide.reviews.errors import ReviewError
from wellheard.decide.reviews.models import Attendee, Criterion, Rating, Review
from wellheard.decide.reviews.queries.rounds import missing_for, questions_for
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands.tasks import Subject, finish_tasks_about
from wellheard.workspace.models import Staff

HANDED_IN = names.declare(
    "review.handed_in", "Somebody handed in their ratings for a review meeting; which, no fact says."
)
REMINDED = names.declare("review.rater_reminded", "Somebody was reminded to rate the ideas of a review meeting.")

REMIND_BEFORE = timedelta(hours=24)
MOST_WEEKS = Decimal(999)


@dataclass(frozen=True)
class RatingDraft:
    """One answer: one to five, or weeks from low to high. Nothing in it takes the answer back."""

    item_id: int
    criterion: str
    value: int | None = None
    weeks: tuple[Decimal, Decimal, Decimal] | None = None


@transaction.atomic
def rate(*, review_id: int, by: Staff, drafts: Iterable[RatingDraft]) -> Attendee:
    """Keep somebody's ratings; nobody else can read them yet. The same again changes nothing.

    Raises ReviewError for a question that is not their department's, once they have handed in, and after the round.
    """
    review = locked_in(review_id, State.RATING)
    attendee = place_of(review, by)
    if attendee.handed_in_at:
        raise ReviewError(_("Your ratings are handed in. They open for everybody when the last one is in."))
    mine = {question["key"]: question for question in questions_for(review, attendee.department)}
    items = set(review.items.values_list("pk", flat=True))
    for draft in drafts:
        if draft.item_id not in items:
            raise ReviewError(_("This idea is not on the table any more. Load the page again."))
        if draft.criterion not in mine:
            raise ReviewError(_("This question is answered by another department."))
        _keep(attendee, draft, mine[draft.criterion]["kind"])
    return attendee


@transaction.atomic
def hand_in(*, review_id: int, by: Staff) -> Attendee:
    """Hand one's ratings in, for good; handing in twice changes nothing. With the last one all ratings open.

    Raises ReviewError while answers are missing.
    """
    review = locked_in(review_id, State.RATING, State.REVEALED)
    attendee = place_of(review, by)
    if attendee.handed_in_at:
        return attendee
    if review.state != State.RATING:
        raise ReviewError(_("The round is closed and the ratings are open."))
    missing = missing_for(attendee)
    if missing:
        sentence = ngettext("%(n)d answer is still missing.", "%(n)d answers are still missing.", missing)
        raise ReviewError(sentence % {"n": missing})
    attendee.handed_in_at = clock.now()
    attendee.save(update_fields=["handed_in_at"])
    # The fact names the meeting and who, never what they think.
    ledger.record(HANDED_IN, review, attendee=attendee.pk)
    finish_tasks_about(kind=RATE, about=Subject(ABOUT_ATTENDEE, attendee.pk), by=by)
    reveal_when_all_are_in(review)
    return attendee


def remind_raters() -> int:
    """Remind, once, who has not handed in a day before the round closes; return how many that were."""
    now = clock.now()
    soon = Review.objects.filter(state=State.RATING, rate_until__gt=now, rate_until__lte=now + REMIND_BEFORE)
    late = Attendee.objects.filter(review__in=soon, handed_in_at=None, reminded_at=None, staff__is_active=True)
    return sum(_remind(pk) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(attendee_id: int) -> bool:
    rows = Attendee.objects.select_for_update(of=("self",), no_key=True).select_related("review")
    attendee = rows.filter(pk=attendee_id, handed_in_at=None, reminded_at=None).first()
    # Whom nothing is asked is not reminded of anything.
    if attendee is None or not questions_for(attendee.review, attendee.department):
        return False
    attendee.reminded_at = clock.now()
    attendee.save(update_fields=["reminded_at"])
    ledger.record(REMINDED, attendee.review, attendee=attendee.pk, to=attendee.staff_id)
    return True


def _keep(attendee: Attendee, draft: RatingDraft, kind: str) -> None:
    place: dict[str, Any] = {"item_id": draft.item_id, "attendee": attendee, "criterion": draft.criterion}
    if draft.value is None and draft.weeks is None:
        Rating.objects.filter(**place).delete()
        return
    given = _weeks(draft) if kind == Criterion.Kind.WEEKS else _value(draft)
    Rating.objects.update_or_create(**place, defaults={**given, "rated_at": clock.now()})


def _value(draft: RatingDraft) -> dict[str, Any]:
    if draft.value is None or not 1 <= draft.value <= 5:  # noqa: PLR2004 - the scale
        raise ReviewError(_("Choose a number from one to five."))
    return {"value": draft.value}


def _weeks(draft: RatingDraft) -> dict[str, Any]:
    low, likely, high = draft.weeks or (Decimal(0), Decimal(0), Decimal(0))
    if not 0 < low <= likely <= high <= MOST_WEEKS:
        raise ReviewError(_("Write weeks from low to high, such as 2, 3 and 5; a day is 0.2."))
    return {"low_weeks": low, "likely_weeks": likely, "high_weeks": high}
