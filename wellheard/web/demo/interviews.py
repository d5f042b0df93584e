"""Whom Northwind talks with in the demo story: check-ins and interviews, what was said in them, and those that lie ahead."""

from datetime import datetime, timedelta
from typing import Any

from wellheard.decide.commands import link_feedback
from wellheard.foundation import clock
from wellheard.listen.interviews.commands import (
    TalkDraft,
    add_guide,
    agree_on_step,
    keep_check_in_tasks,
    mark_quote,
    note_interview,
    plan_interview,
)
from wellheard.listen.interviews.models import Guide, Interview
from wellheard.listen.models import Feedback
from wellheard.understand.commands import file_feedback
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story

GUIDES: list[dict[str, Any]] = chapters("interviews")["guide"]
HELD: list[dict[str, Any]] = chapters("interviews")["talk"]
PLANNED: list[dict[str, Any]] = chapters("interviews")["planned"]
MINUTES = 45


def write_guides(story: Story) -> None:
    """Write down what is asked."""
    for told in GUIDES:
        add_guide(name=told["name"], questions=told["questions"], by=story.staff[told["by"]])


def talk(story: Story, told: dict[str, Any]) -> None:
    """Talk with a customer, write down what was said, mark their words, and agree on what comes next."""
    host = story.staff[told["host"]]
    draft = _draft(story, told, clock.now() - timedelta(minutes=MINUTES))
    interview = plan_interview(draft=draft, by=host)
    if "notes" in told:
        note_interview(interview_id=interview.pk, version=interview.version, notes=told["notes"].strip())
    for said in told.get("quote", []):
        _quote(story, interview, said)
    for step in told.get("step", []):
        due_on = story.day(step["due"])
        assignee = story.staff[step["assignee"]]
        agree_on_step(interview_id=interview.pk, title=step["title"], assignee=assignee, due_on=due_on, by=host)


def plan_what_lies_ahead(story: Story) -> None:
    """Plan the next talks, and remind of those that are due."""
    for told in PLANNED:
        at = story.working_hour(story.day(told["in_days"]), 10)
        plan_interview(draft=_draft(story, told, at), by=story.staff[told["host"]])
    keep_check_in_tasks()


def _draft(story: Story, told: dict[str, Any], at: datetime) -> TalkDraft:
    return TalkDraft(
        kind=told.get("kind", Interview.Kind.CHECK_IN),
        company=story.companies[told["company"]],
        planned_at=at,
        contacts=[story.people[name] for name in told["who"]],
        host=story.staff[told["host"]],
        companions=[story.staff[name] for name in told.get("with", [])],
        minutes=MINUTES,
        title=told["title"],
        place=told.get("place", ""),
        guide=Guide.objects.filter(name=told.get("guide", "Check-in")).first(),
    )


def _quote(story: Story, interview: Interview, said: dict[str, Any]) -> None:
    by = interview.host
    quotable = said.get("quotable", Feedback.Quotable.UNNAMED)
    contact = story.people[said["who"]]
    quote = mark_quote(interview_id=interview.pk, words=said["words"], contact=contact, quotable=quotable, by=by)
    area, category = story.areas[said["area"]], story.categories[said["category"]]
    file_feedback(feedback_id=quote.feedback_id, area_id=area.pk, category_id=category.pk, by=by)
    if "idea" in said:
        link_feedback(feedback_id=quote.feedback_id, idea_id=story.ideas[said["idea"]].pk, by=by)
