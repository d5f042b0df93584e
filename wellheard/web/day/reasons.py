"""Why somebody should be called: each reason is one query over the companies somebody looks after, however many those are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellheard.answer.models import Answer
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.learn.silence import Silence, unusual_silences
from wellheard.listen.departures.models import Unstarted
from wellheard.listen.interviews.models import Companion, Guest, Interview, Invited
from wellheard.listen.interviews.queries import CUSTOMERS, companies_to_call
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.kinds import is_detractor
from wellheard.listen.surveys.models import Response
from wellheard.understand.trends.models import Spike
from wellheard.workspace.models import Staff

# A renewal is near so many days before it.
RENEWAL_DAYS = 60
# An unhappy answer is talked about while it is remembered.
UNHAPPY_DAYS = 30
# More than anybody calls in a day.
MOST = 60


@dataclass(frozen=True)
class Why:
    """One reason to call a company. `days` until it is too late, 0 for now; `since` where only an earlier talk settles it."""

    kind: str
    company_id: int
    text: str
    days: int = 0
    contact_id: int | None = None
    said: Feedback | None = None
    since: datetime | None = None
    talk_id: int | None = None


def every_reason(owner: Staff) -> list[Why]:
    """Return every reason to call anybody this colleague looks after."""
    return [why for reason in REASONS for why in reason(owner)]


def renewals(owner: Staff) -> Iterator[Why]:
    """Return whose contract is renewed or left soon."""
    today = clock.today()
    near = Company.objects.filter(owner=owner, stage__in=CUSTOMERS, renews_on__gte=today)
    near = near.filter(renews_on__lte=today + timedelta(days=RENEWAL_DAYS)).order_by("-mrr_minor", "pk")
    for company in near[:MOST]:
        days = _days_until(company.renews_on or today)
        text = ngettext("Renews in one day", "Renews in %(n)d days", days) % {"n": days} if days else _("Renews today")
        yield Why("renewal", company.pk, text, days)


def unhappy_answers(owner: Staff) -> Iterator[Why]:
    """Return who gave a low score lately; a talk since then settles it."""
    lately = Response.objects.filter(company__owner=owner, answered_at__gte=_ago(UNHAPPY_DAYS)).exclude(score=None)
    told: set[int] = set()
    for one in lately.select_related("survey", "contact", "feedback").newest_first()[: 5 * MOST]:
        if one.company_id is None or one.company_id in told or not is_detractor(one.survey.kind, one.score):
            continue
        told.add(one.company_id)
        who = str(one.contact) if one.contact else _("Somebody")
        text = _("%(name)s gave %(score)d in “%(survey)s”") % {
            "name": who, "score": one.score, "survey": one.survey.name,
        }  # fmt: skip
        yield Why("unhappy", one.company_id, text, 0, one.contact_id, one.feedback, one.answered_at)


def owed_answers(owner: Staff) -> Iterator[Why]:
    """Return whose people wait for an answer."""
    home = {"contact__memberships__is_primary": True, "contact__memberships__company__owner": owner}
    owed = Answer.objects.outstanding().filter(**home).order_by().values_list("contact__memberships__company")
    for company_id, count, since in owed.annotate(n=Count("pk"), since=Min("waiting_since")).order_by("since")[:MOST]:
        waited = max((clock.now() - since).days, 0)
        text = ngettext("One answer is owed", "%(n)d answers are owed", count) % {"n": count}
        days = ngettext("for one day", "for %(n)d days", waited) % {"n": waited} if waited else _("since today")
        yield Why("owed", company_id, f"{text} {days}")


def never_started(owner: Staff) -> Iterator[Why]:
    """Return who pays and has not begun, while it can still be helped."""
    waiting = Unstarted.objects.waiting().filter(company__owner=owner, help_until__gte=clock.today())
    for one in waiting.order_by("help_until", "pk")[:MOST]:
        days = _days_until(one.help_until)
        text = ngettext(
            "Pays and has not begun; one day is left", "Pays and has not begun; %(n)d days are left", days
        ) % {"n": days}
        yield Why("unstarted", one.company_id, text, days)


def spikes(owner: Staff) -> Iterator[Why]:
    """Return who spoke of what is said far more often than usual just now."""
    open_ones = list(Spike.objects.filter(state=Spike.State.OPEN).exclude(area_id=None, category_id=None)[:MOST])
    if not open_ones:
        return
    wanted = Q(pk__in=[])
    for spike in open_ones:
        about = Q(heard_at__gte=spike.began_at - timedelta(days=1))
        about &= Q(area=spike.area_id) if spike.area_id else Q()
        wanted |= about & (Q(category=spike.category_id) if spike.category_id else Q())
    said = Feedback.objects.counted().filter(wanted, company__owner=owner).select_related("area", "category")
    told: set[int] = set()
    for one in said.newest_first()[: 5 * MOST]:
        if one.company_id is None or one.company_id in told:
            continue
        told.add(one.company_id)
        text = _("Far more than usual is said about %(area)s, by them too") % {"area": one.area or one.category}
        yield Why("spike", one.company_id, text, 0, one.contact_id, one, one.heard_at)


def silences(owner: Staff) -> Iterator[Why]:
    """Return of whom nothing was heard for far longer than usual for them, in any way in which they can be heard."""
    for one in unusual_silences(Company.objects.filter(owner=owner, stage__in=CUSTOMERS))[:MOST]:
        yield Why("silence", one.company_id, _silence_words(one), 14)


def declined_talks(owner: Staff) -> Iterator[Why]:
    """Return who will not come to a talk that somebody leads: it is to be moved or called off."""
    for model, who in ((Guest, "contact"), (Companion, "staff")):
        wanted = {
            "interview__host": owner,
            "interview__state": Interview.State.PLANNED,
            "answer": Invited.Answer.DECLINED,
        }
        coming = model.objects.filter(**wanted, interview__planned_at__gte=clock.now()).select_related("interview", who)
        for one in coming.order_by("interview__planned_at", "pk")[:MOST]:
            day = clock.day_of(one.interview.planned_at)
            text = _("%(name)s does not come to the talk on %(day)s") % {
                "name": getattr(one, who),
                "day": date_format(day, "DATE_FORMAT"),
            }
            yield Why("declined", one.interview.company_id, text, _days_until(day), talk_id=one.interview_id)


def check_ins(owner: Staff) -> Iterator[Why]:
    """Return whose promised call is due."""
    for company in companies_to_call().filter(owner=owner)[:MOST]:
        call_on = getattr(company, "call_on", None) or clock.today()
        days = _days_until(call_on)
        text = _call_words(days, was_called=bool(getattr(company, "last_talk_at", None)))
        yield Why("check_in", company.pk, text, max(days, 0))


REASONS: tuple[Callable[[Staff], Iterator[Why]], ...] = (
    owed_answers, unhappy_answers, never_started, renewals, spikes, silences, declined_talks, check_ins,
)  # fmt: skip


def _silence_words(silence: Silence) -> str:
    """Say how often they are heard usually, and since when they are not."""
    if silence.usual_days == 1:
        return _("Usually heard every day; nothing for %(days)d days") % {"days": silence.silent_days}
    return _("Usually heard every %(usual)d days; nothing for %(days)d") % {
        "usual": silence.usual_days,
        "days": silence.silent_days,
    }


def _call_words(days: int, *, was_called: bool) -> str:
    """Say since when, or until when, a call is promised."""
    if not was_called and days <= 0:
        return _("A check-in is promised, and nobody has talked to them yet")
    if days < 0:
        return ngettext("Check-in overdue for one day", "Check-in overdue for %(n)d days", -days) % {"n": -days}
    if not days:
        return _("Check-in due today")
    return ngettext("Check-in due in one day", "Check-in due in %(n)d days", days) % {"n": days}


def _ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


def _days_until(day: date) -> int:
    return (day - clock.today()).days
