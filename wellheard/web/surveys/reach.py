"""How many people a survey would reach if it ran now, and where the others fall out, counted in one statement.

It counts people whom we know. Who would also have to come to a page, do something or be new on a visit is not known beforehand;
neither are the few who have an urgent conversation or left several questions in a row unanswered. The page says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext as _

from wellheard.customers.models import Company, Contact, Membership, SegmentMember
from wellheard.customers.segments.rules import RuleError, compile_rule
from wellheard.foundation import clock
from wellheard.listen.surveys.drafts import StratumDraft
from wellheard.listen.surveys.gates import is_sampled
from wellheard.listen.surveys.models import Display, FatigueRules, QuestionKind, Quiet, Survey

# Up to so many the lots are looked at one by one; beyond, the share is counted with.
MOST_DRAWN = 20_000


@dataclass(frozen=True)
class Step:
    """One gate: what it asks for, how many are left behind it, and how many fell out there."""

    sentence: str
    left: int
    out: int


@dataclass(frozen=True)
class Reach:
    """How many people would be reached, of how many whom we know, and each gate on the way."""

    steps: list[Step]
    known: int
    is_about: bool = False

    @property
    def reached(self) -> int:
        return self.steps[-1].left if self.steps else self.known

    @property
    def share(self) -> float:
        return self.reached / self.known if self.known else 0.0


def reach(survey: Survey, wanted: Sequence[StratumDraft] | None = None) -> Reach:
    """Count whom a survey would reach as it stands, also while its form is being filled in. `wanted` are its groups."""
    people = Contact.objects.filter(erased_at=None)
    gates = [*_gates(survey, wanted)]
    sums: dict[str, Q] = {}
    passed = Q()
    for number, (_sentence, gate) in enumerate(gates):
        passed &= gate
        sums[f"g{number}"] = passed
    row = people.aggregate(known=Count("pk"), **{name: Count("pk", filter=q) for name, q in sums.items()})
    steps, before = [], row["known"]
    for number, (sentence, _gate) in enumerate(gates):
        left = row[f"g{number}"]
        steps.append(Step(sentence, left, before - left))
        before = left
    drawn, is_about = _drawn(survey, people.filter(passed), before)
    if drawn is not None:
        sentence = _("Drawn by lot: %(n)s of a hundred") % {"n": survey.percent}
        steps.append(Step(sentence, drawn, before - drawn))
    return Reach(steps, row["known"], is_about)


def _drawn(survey: Survey, people: QuerySet[Contact], left: int) -> tuple[int | None, bool]:
    """Return how many of those who are left are in the share that is asked, and whether that is an estimate."""
    if survey.percent >= 100:  # noqa: PLR2004 - of a hundred
        return None, False
    if left > MOST_DRAWN:
        return round(left * survey.percent / 100), True
    ids = people.values_list("pk", flat=True)
    return sum(is_sampled(survey.salt, survey.percent, f"contact:{pk}") for pk in ids), False


def _gates(survey: Survey, wanted: Sequence[StratumDraft] | None) -> Iterator[tuple[str, Q]]:
    """Return each gate that can be counted beforehand, as staff read it."""
    now = clock.now()
    rules = FatigueRules.objects.first() or FatigueRules(pk=1)
    yield from _audience(survey)
    yield from _groups(survey, wanted)
    yield _("Not asked this before, or it is their turn again"), ~Q(pk__in=_done(survey))
    quiet = Quiet.objects.filter(Q(until=None) | Q(until__gt=now))
    left_alone = Q(pk__in=quiet.exclude(contact=None).values("contact"))
    left_alone |= Q(pk__in=_people_of(quiet.exclude(company=None).values("company")))
    yield _("Not on the quiet list, neither they nor their company"), ~left_alone
    if rules.first_days:
        days = {"n": rules.first_days}
        yield _("With us longer than %(n)s days") % days, Q(created_at__lte=now - timedelta(days=rules.first_days))
    yield from _pauses(survey, rules)


def _audience(survey: Survey) -> Iterator[tuple[str, Q]]:
    if survey.audience == Survey.Audience.SEGMENT:
        members = SegmentMember.objects.filter(segment=survey.segment_id or 0).values("company")
        name = survey.segment.name if survey.segment else "–"
        yield _("In a company of “%(segment)s”") % {"segment": name}, Q(pk__in=_people_of(members))
    if survey.audience == Survey.Audience.RULE:
        yield _("In a company that fits the rule"), Q(pk__in=_people_of(_fitting(survey.rule).values("pk")))


def _groups(survey: Survey, wanted: Sequence[StratumDraft] | None) -> Iterator[tuple[str, Q]]:
    """Who belongs to the first group that fits; groups that have their answers are full."""
    reached = {one.label: one.reached for one in survey.strata.all()} if survey.pk else {}
    kept = [StratumDraft(one.label, one.rule, one.target) for one in survey.strata.all()] if wanted is None else wanted
    if not kept:
        return
    is_open, earlier = Q(pk__in=[]), Q(pk__in=[])
    for one in kept:
        theirs = Q(pk__in=_fitting(one.rule).values("pk"))
        if reached.get(one.label, 0) < one.target:
            is_open |= theirs & ~earlier
        earlier |= theirs
    companies = Company.objects.filter(is_open).values("pk")
    yield _("In a group whose answers are not complete"), Q(pk__in=_people_of(companies))


def _pauses(survey: Survey, rules: FatigueRules) -> Iterator[tuple[str, Q]]:
    now = clock.now()
    shown = Display.objects.exclude(contact=None)
    if rules.global_hours:
        hours = {"n": rules.global_hours}
        just_now = shown.filter(shown_at__gt=now - timedelta(hours=rules.global_hours)).values("contact")
        yield _("Asked nothing in the last %(n)s hours") % hours, ~Q(pk__in=just_now)
    if survey.is_transactional:
        shown = shown.filter(survey__is_transactional=True)
    lately = shown.filter(shown_at__gt=now - timedelta(days=rules.contact_days)).values("contact")
    yield _("Asked nothing in the last %(n)s days") % {"n": rules.contact_days}, ~Q(pk__in=lately)
    if survey.kind == QuestionKind.NPS and not survey.is_transactional:
        nps = shown.filter(survey__kind=QuestionKind.NPS, survey__is_transactional=False)
        nps = nps.filter(shown_at__gt=now - timedelta(days=rules.nps_days))
        yield _("Not asked for NPS in the last %(n)s days") % {"n": rules.nps_days}, ~Q(pk__in=nps.values("contact"))
    yield _("Their company has not been asked too much"), ~Q(pk__in=_people_of(_asked_companies(rules)))


def _asked_companies(rules: FatigueRules) -> QuerySet[Any, Any]:
    """Companies of which as many people were asked lately as may be; a tenth of its seats where that is more."""
    since = clock.now() - timedelta(days=rules.company_days)
    rows = Display.objects.filter(shown_at__gte=since).exclude(company=None).exclude(contact=None).order_by()
    most = Greatest(Value(rules.company_most), Coalesce(F("company__seats"), 0) / 10)
    asked = rows.values("company").annotate(people=Count("contact", distinct=True), most=most)
    return asked.filter(people__gte=F("most")).values("company")


def _done(survey: Survey) -> QuerySet[Display, object]:
    """Those who were shown it and are not to be asked again now."""
    if not survey.pk:
        return Display.objects.none().values("contact")
    shown = Display.objects.filter(survey=survey.pk).exclude(contact=None)
    if survey.schedule == Survey.Schedule.EVERY:
        shown = shown.filter(shown_at__gt=clock.now() - timedelta(days=survey.every_days or 1))
    if survey.schedule == Survey.Schedule.UNTIL_ANSWERED:
        shown = shown.filter(state=Display.State.COMPLETED)
    return shown.values("contact")


def _people_of(companies: QuerySet[Any, Any]) -> QuerySet[Membership, object]:
    return Membership.objects.filter(company__in=companies).values("contact")


def _fitting(rule: object) -> QuerySet[Company]:
    try:
        return Company.objects.filter(compile_rule(rule))
    except RuleError:
        return Company.objects.none()
