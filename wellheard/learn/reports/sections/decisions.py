"""What was decided in these days, by whom and why, and what came of what was decided before."""

from typing import Any

from django.db.models import Count, Exists, OuterRef

from wellheard.answer.models import Answer
from wellheard.decide.models import Decision, Idea
from wellheard.decide.reviews.models import Check, Verdict
from wellheard.foundation import clock
from wellheard.learn.reports.sections.telling import STATES
from wellheard.learn.reports.sections.within import Built, Within

MOST = 15


def build(within: Within) -> Built:
    """Return the decisions of these days, the outcomes of what went live, and what was put off until now."""
    made = Decision.objects.filter(idea__merged_into=None, **within.days("decided_at"))
    rows = [_row(one) for one in made.select_related("idea", "decided_by").order_by("-idea__mrr_minor", "pk")[:MOST]]
    data = {
        "decided": made.count(),
        "rows": rows,
        "later": _later(within),
        "expected": _expected(within),
        "outcomes": _outcomes(within),
        "due": _due(within),
    }
    return Built(data)


def _row(one: Decision) -> dict[str, Any]:
    return {
        "decision": one.pk,
        "idea": one.idea_id,
        "title": one.idea.title,
        "outcome": one.outcome,
        "on": clock.day_of(one.decided_at).isoformat(),
        "by": one.decided_by.name if one.decided_by else "",
        "reason": one.reason,
        "status": one.idea.status,
        "companies": one.idea.company_count,
        "mrr_minor": one.idea.mrr_minor,
    }


def _later(within: Within) -> list[dict[str, Any]]:
    """Return what meetings put off in these days, until a day or until customers were asked, and nobody decided since."""
    outcomes = (Verdict.Outcome.DEFER, Verdict.Outcome.NEED_EVIDENCE)
    said = Verdict.objects.filter(item__idea__merged_into=None, **within.days("decided_at"))
    last = said.order_by("item__idea", "-decided_at", "-pk").distinct("item__idea")
    since = Decision.objects.filter(
        idea=OuterRef("item__idea"), decided_at__gt=OuterRef("decided_at"), decided_at__lt=within.ends
    )
    made = Verdict.objects.filter(~Exists(since), pk__in=last.values("pk"), outcome__in=outcomes)
    return [
        {
            "idea": one.item.idea_id,
            "title": one.item.idea.title,
            "outcome": one.outcome,
            "until": one.defer_until.isoformat() if one.defer_until else "",
            "question": one.question,
        }
        for one in made.select_related("item__idea").order_by("decided_at", "pk")[:MOST]
    ]


def _expected(within: Within) -> list[dict[str, Any]]:
    """Return what was expected of ideas that are live beside what came of it, as checked in these days."""
    checks = Check.objects.filter(**within.days("checked_at")).select_related("expectation__idea")
    return [
        {
            "idea": check.expectation.idea_id,
            "title": check.expectation.idea.title,
            "measure": check.expectation.measure,
            "words": check.expectation.words,
            "expected": float(check.expectation.amount),
            "came": None if check.amount is None else float(check.amount),
            "days": check.days,
            "judgement": check.judgement,
        }
        for check in checks.order_by("checked_at", "pk")[:MOST]
    ]


def _outcomes(within: Within) -> list[dict[str, Any]]:
    """Return what those who were told say of what went live, as far as anybody said so in these days."""
    said = Answer.objects.filter(**within.days("solved_at")).exclude(idea=None).exclude(solved="").order_by()
    rows = said.values("idea_id", "idea__title").annotate(
        said=Count("contact", distinct=True),
        helped=Count("contact", distinct=True, filter=STATES["helped"]),
        no=Count("contact", distinct=True, filter=STATES["no"]),
    )
    found = [
        {
            "idea": row["idea_id"],
            "title": row["idea__title"],
            "said": row["said"],
            "helped": row["helped"],
            "no": row["no"],
        }
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row["said"], row["idea"]))[:MOST]


def _due(within: Within) -> list[dict[str, Any]]:
    """Return what is to be looked at again by the end of these days and still stands at “not now”."""
    put_off = Decision.objects.filter(
        revisit_on__lt=within.stretch.ends_on, idea__status=Idea.Status.NOT_NOW, idea__merged_into=None
    )
    latest = put_off.order_by("idea_id", "-decided_at").distinct("idea_id").select_related("idea")
    rows = sorted(latest, key=lambda one: (one.revisit_on or within.stretch.ends_on, one.pk))[:MOST]
    return [
        {
            "idea": one.idea_id,
            "title": one.idea.title,
            "revisit_on": one.revisit_on.isoformat() if one.revisit_on else "",
        }
        for one in rows
    ]
