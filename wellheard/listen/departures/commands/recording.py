"""Record that a company left: also when nobody knows why, and without a word from them."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact
from wellheard.foundation import clock, journal
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line, clean_words
from wellheard.listen.commands import FeedbackError, record_feedback
from wellheard.listen.departures.commands.errors import DepartureError
from wellheard.listen.departures.commands.history import change, put_in_its_place
from wellheard.listen.departures.commands.meaning import reason_of, said_reason
from wellheard.listen.departures.commands.places import keep_stage, lock_company, locked, stage_after
from wellheard.listen.departures.models import Departure
from wellheard.listen.departures.money import paid_before
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Competitor, Reason, Staff

RECORDED = names.declare(
    "departure.recorded", "A company left: the reason’s key, what it paid a month in minor units, and who reported it."
)
EXPLAINED = names.declare("departure.explained", "Why a company left was said, or said anew.")
TAKEN_BACK = names.declare("departure.taken_back", "A departure was a mistake and is not there any more.")

EARLIEST = date(1990, 1, 1)
MOST_COULD_HAVE = 5_000


@dataclass(frozen=True)
class Leaving:
    """What is known of a departure; everything but the company, the day and who reports it may be unknown.

    `words` are the customer's own, or reported by staff; `mrr_minor` is asked of the subscriptions where it is not given.
    """

    company_id: int
    left_on: date
    reported_by: str
    reason: Reason | None = None
    reason_said: str = ""
    competitor: Competitor | None = None
    words: str = ""
    contact: Contact | None = None
    could_have: str = ""
    mrr_minor: int | None = None
    source: str = ""
    external_id: str = ""


@transaction.atomic
def record_departure(*, leaving: Leaving, by: Staff | None) -> Departure:
    """Record that a company left and mark it as lost; what it paid on the day before is kept with it.

    The same id of the same source, and a second click on the same day, return what is there. Raises DepartureError for a company
    that has left already and not come back, a day to come, and a reason that is not one for departures.
    """
    check(leaving)
    company = lock_company(leaving.company_id)
    if there := _there_already(leaving):
        return there
    away = Departure.objects.open().filter(company=company).first()
    if away and away.left_on <= leaving.left_on and leaving.reported_by != Departure.ReportedBy.IMPORT:
        raise DepartureError(
            _(
                "%(company)s left on %(day)s and has not come back since. Note its return first, or add to that departure."
            )
            % {"company": company.name, "day": away.left_on.isoformat()}
        )
    departure = keep(leaving, company, by=by)
    paid = departure.mrr_minor
    key = departure.reason.key if departure.reason else ""
    ledger.record(RECORDED, departure, reason=key, by=departure.reported_by, mrr_minor=paid, open=departure.is_open)
    return departure


def keep(leaving: Leaving, company: Company, *, by: Staff | None) -> Departure:
    """Write a departure down in its place among the company's others, and mark the company as lost if it is away now."""
    reason, competitor, reason_from = _why(leaving)
    departure = Departure(
        company=company,
        contact=leaving.contact,
        left_on=leaving.left_on,
        reason=reason,
        reason_from=reason_from,
        reason_said=clean_line(leaving.reason_said)[:200],
        competitor=competitor,
        could_have=clean_words(leaving.could_have),
        reported_by=Departure.ReportedBy(leaving.reported_by),
        recorded_by=by,
        recorded_at=clock.now(),
        stage_before=company.stage if company.stage != Company.Stage.LOST else "",
        source=leaving.source,
        external_id=clean_line(leaving.external_id)[:200],
        mrr_minor=_paid(leaving),
        feedback=_said(leaving, company, by=by),
    )
    put_in_its_place(departure)
    keep_stage(company, stage_after(company))
    return departure


@transaction.atomic
def explain_departure(
    *,
    departure_id: int,
    reason: Reason | None,
    competitor: Competitor | None = None,
    words: str = "",
    contact: Contact | None = None,
    could_have: str | None = None,
    by: Staff | None,
) -> Departure:
    """Say why a company left, now that somebody knows; words that come later stand beside the earlier ones as feedback.

    Raises DepartureError.
    """
    departure, _company = locked(departure_id)
    said = Leaving(
        departure.company_id,
        departure.left_on,
        departure.reported_by,
        reason=reason,
        words=words,
        could_have=could_have or "",
    )
    check(said)
    values: dict[str, object] = {"reason": reason, "competitor": competitor, "reason_from": "person" if reason else ""}
    if could_have is not None:
        values["could_have"] = clean_words(could_have)
    if contact and not departure.contact_id:
        values["contact"] = contact
    feedback = _said(said, departure.company, by=by, contact=contact or departure.contact)
    if feedback and not departure.feedback_id:
        values["feedback"] = feedback
    if change(departure, values) or feedback:
        ledger.record(EXPLAINED, departure, reason=reason.key if reason else "")
    return departure


@transaction.atomic
def take_back_departure(*, departure_id: int) -> None:
    """Remove a departure that was a mistake; the company is as before it. What the customer said stays as feedback."""
    departure, company = locked(departure_id)
    ledger.record(TAKEN_BACK, departure)
    stage_before, was_open = departure.stage_before, departure.is_open
    earlier = list(Departure.objects.filter(followed_by=departure).order_by("left_on", "pk"))
    for other in earlier[:-1]:
        change(other, {"followed_by": earlier[-1]})
    for last in earlier[-1:]:
        change(last, {"followed_by": departure.followed_by})
    departure.delete()
    if was_open and not earlier and stage_before and company.stage == Company.Stage.LOST:
        keep_stage(company, stage_before)


def check(leaving: Leaving) -> None:
    """Refuse what cannot be. Raises DepartureError."""
    if leaving.left_on > clock.today():
        raise DepartureError(_("This day is still to come. Choose the day they left or gave notice."), field="left_on")
    if leaving.left_on < EARLIEST:
        raise DepartureError(_("This day is too long ago; correct it."), field="left_on")
    if leaving.reason and leaving.reason.kind != Reason.Kind.DEPARTURE:
        raise DepartureError(_("Choose one of the reasons for leaving."), field="reason")
    if len(leaving.could_have) > MOST_COULD_HAVE:
        raise DepartureError(_("Write this in at most 5,000 characters."), field="could_have")
    if leaving.mrr_minor is not None and not 0 <= leaving.mrr_minor < 2**62:
        raise DepartureError(_("What they paid is 0 or more; correct it."), field="mrr")


def _there_already(leaving: Leaving) -> Departure | None:
    external_id = clean_line(leaving.external_id)[:200]
    if external_id:
        return Departure.objects.filter(source=leaving.source, external_id=external_id).first()
    same_day = Departure.objects.open().filter(company_id=leaving.company_id, left_on=leaving.left_on)
    return same_day.filter(reported_by=leaving.reported_by).first()


def _why(leaving: Leaving) -> tuple[Reason | None, Competitor | None, str]:
    """Return the reason: as a person says, else as what the source's word means."""
    if leaving.reason:
        return leaving.reason, leaving.competitor, "person"
    said = clean_line(leaving.reason_said)[:200]
    if not said:
        return None, leaving.competitor, ""
    meaning = said_reason(source=leaving.source, said=said)
    reason = reason_of(meaning)
    return reason, leaving.competitor or meaning.competitor, "mapping" if reason else ""


def _paid(leaving: Leaving) -> int | None:
    if leaving.mrr_minor is not None:
        return leaving.mrr_minor
    return paid_before(company_id=leaving.company_id, day=leaving.left_on)


def _said(leaving: Leaving, company: Company, *, by: Staff | None, contact: Contact | None = None) -> Feedback | None:
    """Keep their words as feedback; nothing where there are none."""
    words = clean_words(leaving.words)
    if not words:
        return None
    is_own = leaving.reported_by != Departure.ReportedBy.STAFF or by is None
    key = f"departure:{leaving.external_id}"[:200] if leaving.external_id else ""
    try:
        feedback = record_feedback(
            words=words,
            source=Feedback.Source.DEPARTURE,
            acknowledge="none",
            contact=contact or leaving.contact,
            company=company,
            heard_at=_moment(leaving.left_on),
            voice=Feedback.Voice.OWN if is_own else Feedback.Voice.REPORTED,
            origin=leaving.source[:60],
            origin_key=key,
            logged_by=None if is_own else by,
        )
    except FeedbackError as problem:
        raise DepartureError(str(problem), field="words") from problem
    journal.added([feedback])
    return feedback


def _moment(day: date) -> datetime:
    """Return now for today, else noon of the day: when on it they said so, nobody knows."""
    if day == clock.today():
        return clock.now()
    return timezone.make_aware(datetime.combine(day, time(12)), clock.zone())
