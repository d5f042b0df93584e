"""Who was heard, through which channels, how many of those we asked answered; and who was not heard."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q

from wellheard.customers.models import Company, Membership
from wellheard.learn.reports.sections.filing import filing
from wellheard.learn.reports.sections.voices import customers, heard_companies, said
from wellheard.learn.reports.sections.within import Built, Within
from wellheard.listen.surveys.models import Display, Response

MOST_SILENT = 10


def build(within: Within) -> Built:
    """Return the share of companies, money and people heard, by tier and role, and the silent that pay most."""
    heard = heard_companies(within)
    firms = list(customers(within).values_list("pk", "mrr_minor", "tier__name", "tier__position", "tier"))
    silent = [pk for pk, *_rest in firms if pk not in heard]
    data = {
        "said": said(within).count(),
        "unplaced": said(within).filter(company=None).count(),
        "unfiled": said(within).filter(filed_at=None, set_aside_at=None).count(),
        "companies": len(firms),
        "heard": len(firms) - len(silent),
        "mrr_minor": sum(mrr for _pk, mrr, *_rest in firms),
        "heard_mrr_minor": sum(mrr for pk, mrr, *_rest in firms if pk in heard),
        "silent": len(silent),
        "silent_mrr_minor": sum(mrr for pk, mrr, *_rest in firms if pk not in heard),
        "channels": _channels(within),
        "tiers": _tiers(firms, heard),
        "roles": _roles(within),
        "surveys": _surveys(within),
        "filing": filing(within),
        "silent_most": _silent(silent),
    }
    return Built(data)


def _channels(within: Within) -> list[dict[str, Any]]:
    rows = (
        said(within).order_by().values("source").annotate(said=Count("pk"), companies=Count("company", distinct=True))
    )
    return sorted(map(dict, rows), key=lambda row: (-row["said"], row["source"]))


def _tiers(
    firms: Sequence[tuple[int, int, str | None, int | None, int | None]], heard: set[int]
) -> list[dict[str, Any]]:
    places = {tier or "": (position, key) for _pk, _mrr, tier, position, key in firms}
    every = Counter(tier or "" for _pk, _mrr, tier, *_place in firms)
    ours = Counter(tier or "" for pk, _mrr, tier, *_place in firms if pk in heard)
    # Those without a tier come last.
    order = sorted(every, key=lambda tier: (not tier, places[tier][0] or 0, tier))
    return [{"tier": tier, "id": places[tier][1], "heard": ours[tier], "companies": every[tier]} for tier in order]


def _roles(within: Within) -> list[dict[str, Any]]:
    """Return of the people of each role at a customer, how many said anything in their own name."""
    spoke = said(within).exclude(contact=None).values("contact_id")
    there = Membership.objects.filter(is_primary=True, company__in=customers(within), contact__erased_at=None)
    rows = there.order_by().values("role")
    counted = rows.annotate(people=Count("pk"), heard=Count("pk", filter=Q(contact__in=spoke)))
    return sorted(map(dict, counted), key=lambda row: str(row["role"]))


def _surveys(within: Within) -> dict[str, int]:
    asked = Display.objects.filter(**within.days("shown_at"))
    return {
        "shown": asked.count(),
        "answered": asked.filter(response__isnull=False).count(),
        "answers": Response.objects.filter(**within.days("answered_at")).count(),
    }


def _silent(ids: list[int]) -> list[dict[str, Any]]:
    rows = Company.objects.filter(pk__in=ids).select_related("tier", "owner").paying_most_first()[:MOST_SILENT]
    return [
        {
            "company": one.pk,
            "name": one.name,
            "tier": one.tier.name if one.tier else "",
            "owner": one.owner.name if one.owner else "",
            "mrr_minor": one.mrr_minor,
            "renews_on": one.renews_on.isoformat() if one.renews_on else "",
        }
        for one in rows
    ]
