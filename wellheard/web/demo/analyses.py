"""What Northwind's product managers find out about lost deals in the demo story."""

from typing import Any

from wellheard.decide.analyses.commands import Missed, do_step, end_with_finding, end_without_finding
from wellheard.decide.analyses.models import Analysis
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story

ANALYSES: list[dict[str, Any]] = chapters("analyses")["analysis"]


def do(story: Story, told: dict[str, Any], step: dict[str, Any]) -> None:
    """Do one step of finding out; the last one ends it where something was found."""
    analysis, by = _of(told), story.staff[told["by"]]
    do_step(analysis_id=analysis.pk, step=step["step"], note=step.get("note", ""), by=by)
    if "finding" in told and step is told["step"][-1]:
        end_with_finding(
            analysis_id=analysis.pk,
            finding=told["finding"],
            missed=Missed(missing_id=analysis.deal.missing.values_list("pk", flat=True).first()),
            idea_id=story.ideas[told["idea"]].pk,
            by=by,
        )


def give_up(story: Story, told: dict[str, Any]) -> None:
    """End one with the reason why nothing was found out."""
    end_without_finding(analysis_id=_of(told).pk, why_not=told["why_not"], by=story.staff[told["by"]])


def _of(told: dict[str, Any]) -> Analysis:
    return Analysis.objects.select_related("deal").get(deal__title=told["deal"])
