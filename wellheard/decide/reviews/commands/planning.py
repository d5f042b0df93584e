"""Plan a meeting: when, who comes, how much room there is."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellheard.decide.reviews.commands.cycle import standing_cycle
from wellheard.decide.reviews.commands.locking import locked, locked_in
from wellheard.decide.reviews.commands.questions import standing_questions
from wellheard.decide.reviews.errors import ReviewError, StaleReviewError
from wellheard.decide.reviews.models import Attendee, Review
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.listen.interviews.answers import ask_again
from wellheard.workspace.commands.locking import lock_workspace
from wellheard.workspace.commands.tasks import Subject, drop_tasks_about
from wellheard.workspace.models import Staff

PLANNED = names.declare("review.planned", "A review meeting was planned.")
CHANGED = names.declare("review.changed", "When a review meeting is, or how much room there is, changed.")
MOVED = names.declare("review.moved", "A review meeting is at another time, or takes longer or shorter.")
CALLED_OFF = names.declare("review.called_off", "A review meeting was called off.")
INVITED = names.declare("review.attendee_added", "Somebody was asked to come to a review meeting.")
UNINVITED = names.declare("review.attendee_removed", "Somebody does not come to a review meeting.")

State = Review.State
RATE = "rate_ideas"
ABOUT_ATTENDEE = "attendee"
DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Plan:
    """When a meeting is and what holds for it. Weeks are of work."""

    meets_at: datetime
    minutes: int
    rate_until: datetime
    quorum: int
    capacity_weeks: Decimal
    taken_weeks: Decimal = Decimal(0)
    capacity_until: date | None = None


def next_plan() -> Plan:
    """Return what the next meeting is by default: a cycle after the last one, at the same time of day."""
    cycle = standing_cycle()
    last = Review.objects.exclude(state=State.CALLED_OFF).aggregate(last=Max("meets_at"))["last"]
    # By the clock on the wall: where summer time ends in between, a cycle is an hour longer.
    meets_at = (last.astimezone(clock.zone()) if last else _this_afternoon()) + timedelta(days=cycle.days)
    while meets_at <= clock.now():
        meets_at += timedelta(days=cycle.days)
    return Plan(
        meets_at=meets_at,
        minutes=cycle.minutes,
        rate_until=meets_at - timedelta(hours=cycle.rating_hours),
        quorum=cycle.quorum,
        capacity_weeks=Decimal(cycle.capacity_weeks),
        capacity_until=(meets_at + timedelta(days=cycle.days)).date(),
    )


def _this_afternoon() -> datetime:
    """Return today at two, by the installation's clock."""
    return clock.now().astimezone(clock.zone()).replace(hour=14, minute=0, second=0, microsecond=0)


@transaction.atomic
def plan_review(*, plan: Plan, attendees: Iterable[Staff], by: Staff | None) -> Review:
    """Plan a meeting and ask people to come. The same again within a minute is a double click.

    Raises ReviewError for a time that has passed, and when nobody comes.
    """
    lock_workspace()
    there = Review.objects.filter(
        meets_at=plan.meets_at, planned_by=by, planned_at__gte=clock.now() - DOUBLE_CLICK
    ).first()
    if there:
        return there
    _require_sense(plan)
    coming = list(attendees)
    if not coming:
        raise ReviewError(_("Choose who comes to the meeting."))
    standing_questions()
    number = (Review.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    review = Review.objects.create(number=number, planned_by=by, planned_at=clock.now(), **_columns(plan))
    ledger.record(PLANNED, review, number=number)
    for staff in coming:
        _seat(review, staff)
    return review


@transaction.atomic
def plan_after(*, review_id: int) -> Review | None:
    """Plan the next meeting as one ends, with those who came to it; none where that is switched off or one is planned already.

    Asked again it plans no other, though the one it planned was called off meanwhile.
    """
    lock_workspace()
    held = Review.objects.get(pk=review_id)
    later = Review.objects.filter(number__gt=held.number)
    if not standing_cycle().plans_next or later.exists() or Review.objects.ahead().exists():
        return None
    coming = list(Staff.objects.at_work().filter(pk__in=held.attendees.values("staff")).order_by("pk"))
    return plan_review(plan=next_plan(), attendees=coming, by=None) if coming else None


@transaction.atomic
def change_review(*, review_id: int, version: int, plan: Plan) -> Review:
    """Change when a meeting is and what holds for it; while it goes on, the room there is may still change.

    Raises StaleReviewError when somebody else changed it meanwhile, and ReviewError for one that is over.
    """
    review = locked_in(review_id, State.GATHERING, State.RATING, State.REVEALED)
    wanted = _columns(plan)
    if all(getattr(review, name) == value for name, value in wanted.items()):
        return review
    if review.version != version:
        raise StaleReviewError(_("Somebody else changed this meeting meanwhile. Look at it again before you save."))
    if review.meets_at != plan.meets_at:
        _require_sense(plan)
    moved = (review.meets_at, review.minutes) != (plan.meets_at, plan.minutes)
    for name, value in wanted.items():
        setattr(review, name, value)
    review.version += 1
    # Calendars change only what has a higher number; who is told of nothing new writes nothing down.
    review.calendar_sequence += moved
    review.save(update_fields=["version", "calendar_sequence", *wanted])
    ledger.record(CHANGED, review)
    if moved:
        ask_again(review.attendees.all(), sequence=review.calendar_sequence)
        ledger.record(MOVED, review, sequence=review.calendar_sequence)
    return review


@transaction.atomic
def call_off_review(*, review_id: int) -> Review:
    """Call a meeting off; nobody has to rate for it any more. Raises ReviewError once ratings are open."""
    review = locked(review_id)
    if review.state == State.CALLED_OFF:
        return review
    review = locked_in(review_id, State.GATHERING, State.RATING)
    review.state = State.CALLED_OFF
    review.calendar_sequence += 1
    review.save(update_fields=["state", "calendar_sequence"])
    for attendee_id in review.attendees.values_list("pk", flat=True):
        drop_tasks_about(kind=RATE, about=Subject(ABOUT_ATTENDEE, attendee_id))
    ledger.record(CALLED_OFF, review, sequence=review.calendar_sequence)
    return review


@transaction.atomic
def invite(*, review_id: int, staff: Staff) -> Attendee:
    """Ask one more to come; asking twice changes nothing. Once the shortlist is frozen nobody joins its round."""
    return _seat(locked_in(review_id, State.GATHERING), staff)


@transaction.atomic
def uninvite(*, review_id: int, staff: Staff) -> None:
    """Let somebody not come. Raises ReviewError for the last one, and once the shortlist is frozen."""
    review = locked_in(review_id, State.GATHERING)
    if not review.attendees.exclude(staff=staff).exists():
        raise ReviewError(_("Somebody has to come. Add another one first, or call the meeting off."))
    for attendee in review.attendees.filter(staff=staff):
        attendee.delete()
        review.calendar_sequence += 1
        review.save(update_fields=["calendar_sequence"])
        ledger.record(UNINVITED, review, staff=staff.pk, sequence=review.calendar_sequence)


def _seat(review: Review, staff: Staff) -> Attendee:
    if not staff.is_active:
        raise ReviewError(_("%(name)s does not work here any more. Choose somebody else.") % {"name": staff.name})
    attendee, is_new = Attendee.objects.get_or_create(
        review=review,
        staff=staff,
        # An answer to an invitation from before they were taken off again is none to this one.
        defaults={"department": staff.department, "answer_sequence": review.calendar_sequence},
    )
    if is_new:
        ledger.record(INVITED, review, staff=staff.pk, sequence=review.calendar_sequence)
    return attendee


def _columns(plan: Plan) -> dict[str, object]:
    return {column.name: getattr(plan, column.name) for column in fields(plan)}


def _require_sense(plan: Plan) -> None:
    if plan.meets_at <= clock.now():
        raise ReviewError(_("The meeting lies in the past. Choose a time that is still to come."))
    if plan.rate_until > plan.meets_at:
        raise ReviewError(_("The ratings close before the meeting begins. Choose an earlier time for them."))
    if not (1 <= plan.quorum <= len(Staff.Department)):
        raise ReviewError(_("Between one and six departments must be there."))
    if plan.capacity_weeks < 0 or plan.taken_weeks < 0:
        raise ReviewError(_("Weeks of work are never less than none."))
