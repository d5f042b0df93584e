"""What Northwind wants to reach in the demo story, and what its people say of how it goes."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from wellheard.foundation import clock
from wellheard.learn.goals.commands import add_key_result, add_objective, check_in
from wellheard.learn.goals.drafts import ObjectiveDraft, ResultDraft
from wellheard.learn.goals.models import KeyResult
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story

OBJECTIVES: list[dict[str, Any]] = chapters("goals")["objective"]
LASTS_DAYS = 91


def set_goals(story: Story) -> None:
    """Set what is to be reached, and say on the way how it goes."""
    said = [one for told in OBJECTIVES for one in _set(story, told)]
    for moment, result, owner, words in sorted(said, key=lambda one: one[0]):
        with clock.at(moment):
            check_in(
                result_id=result.pk,
                confidence=words["confidence"],
                words=words["words"],
                value=words.get("value"),
                by=story.staff[owner],
            )


def _set(story: Story, told: dict[str, Any]) -> Iterator[tuple[datetime, KeyResult, str, dict[str, Any]]]:
    """Set one objective; yield what is said of its results, and when."""
    owner, begins = told["owner"], told["begins"]
    with clock.at(story.ago(begins, minutes=90)):
        draft = ObjectiveDraft(
            title=told["title"],
            why=told["why"],
            owner=story.staff[owner],
            area=story.areas.get(told.get("area", "")),
            begins_on=story.day(-begins),
            last_on=story.day(LASTS_DAYS - begins),
        )
        objective = add_objective(draft=draft, by=story.staff[owner])
        results = [_result(story, objective.pk, one) for one in told["result"]]
    for one, result in zip(told["result"], results, strict=True):
        for number, words in enumerate(one["said"]):
            yield story.ago(words["days"], minutes=100 + number), result, owner, words


def _result(story: Story, objective_id: int, told: dict[str, Any]) -> KeyResult:
    draft = ResultDraft(
        title=told["title"],
        begins_at=told["from"],
        aims_at=told["to"],
        figure=told.get("figure", ""),
        unit=told.get("unit", ""),
        idea_ids=tuple(story.ideas[key].pk for key in told.get("ideas", [])),
    )
    return add_key_result(objective_id=objective_id, draft=draft)
