"""Which lost deals are looked into, by whom, and until when."""

from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from wellheard.decide.analyses.models import LossRule
from wellheard.decide.models import EvidenceItem
from wellheard.foundation import clock
from wellheard.listen.deals.models import LOST, Deal
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Area, Staff
from wellheard.workspace.permissions import Role

LOOK_INTO = "look_into_loss"
# Where nobody works for a quarter, days are counted as they come.
_FARTHEST = 92


def loss_rule() -> LossRule:
    """Return the rule, or what holds while nobody has written one: no industry is a target."""
    return LossRule.objects.filter(pk=1).first() or LossRule(pk=1)


def is_worth_a_look(deal: Deal, rule: LossRule) -> bool:
    """Tell whether a deal was lost lately, in a target industry, because of a missing function or a competitor.

    One that its source deleted is worth none.
    """
    return not deal.is_withdrawn and is_target(deal, rule) and is_recent(deal, rule) and is_about_product(deal)


def is_target(deal: Deal, rule: LossRule) -> bool:
    """Tell whether a lost deal is of a target industry: the deal's own, else its company's."""
    industry = deal.industry or (deal.company.industry if deal.company else "")
    return deal.is_lost and industry.casefold() in {one.casefold() for one in rule.industries}


def is_recent(deal: Deal, rule: LossRule) -> bool:
    """Tell whether a deal was lost so lately that the prospect still knows why."""
    return deal.day >= clock.today() - timedelta(days=rule.lost_within_days)


def is_about_product(deal: Deal) -> bool:
    """Tell whether a missing function or a competitor is named: by how it ended, by a reason, or in words."""
    if deal.outcome == Deal.Outcome.LOST_COMPETITOR or deal.competitor_id:
        return True
    named = Q(reason__asks__in=("idea", "competitor")) | Q(reason__parent__asks__in=("idea", "competitor"))
    return deal.reasons.filter(named).exists() or deal.missing.exists()


def losses_in_reach(rule: LossRule) -> QuerySet[Deal]:
    """Return the deals lost so lately that the rule may speak of them."""
    since = clock.today() - timedelta(days=rule.lost_within_days)
    return Deal.objects.standing().filter(outcome__in=LOST, day__gte=since)


def due_day(rule: LossRule) -> date:
    """Return the working day by which an analysis begun today is to be done."""
    ours, day, left = installation().business_hours, clock.today(), rule.working_days
    for _day in range(_FARTHEST):
        day += timedelta(days=1)
        left -= bool(ours.minutes_on(day))
        if left <= 0:
            return day
    return clock.today() + timedelta(days=rule.working_days)


def who_looks_into(deal: Deal) -> Staff | None:
    """Return the product manager of a loss: who owns the idea it speaks of, else who works on its area, else of the product role.

    Among several, the one with the fewest losses to look into.
    """
    links = EvidenceItem.objects.filter(feedback__in=deal.missing.values("feedback")).select_related("idea__owner")
    ideas = [link.idea for link in links.order_by("pk")]
    for idea in ideas:
        if idea.owner and idea.owner.is_active:
            return idea.owner
    areas = {idea.area_id for idea in ideas} | set(deal.missing.values_list("feedback__area", flat=True))
    teams = Area.objects.filter(pk__in=[area for area in areas if area]).values("team")
    return _least_busy(Staff.objects.filter(teams__in=teams)) or _least_busy(Staff.objects.all())


def _least_busy(staff: QuerySet[Staff]) -> Staff | None:
    theirs = Q(tasks__kind=LOOK_INTO, tasks__done_at=None, tasks__dropped_at=None)
    managers = staff.filter(role=Role.PRODUCT, is_active=True)
    return managers.annotate(waiting=Count("tasks", filter=theirs, distinct=True)).order_by("waiting", "pk").first()
