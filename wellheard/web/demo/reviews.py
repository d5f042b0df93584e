"""How Northwind decides together in the demo story: who rates what, what its meetings decide, and what came of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wellheard.decide.counters import recount
from wellheard.decide.models import Idea
from wellheard.decide.reviews import commands
from wellheard.decide.reviews.commands import Expected, Plan, RatingDraft, VerdictDraft
from wellheard.decide.reviews.models import Check, Review
from wellheard.foundation import clock
from wellheard.learn.outcomes import check_what_is_due
from wellheard.web.demo.reading import chapters
from wellheard.web.demo.stage import Story
from wellheard.workspace.commands import finish_task
from wellheard.workspace.models import Task

REVIEWS: list[dict[str, Any]] = chapters("reviews")["review"]
# So long before a meeting it is planned and its shortlist frozen; then everybody has so long to rate.
PLANNED_DAYS, RATED_DAYS = 9, 5
MEETS_MINUTES, LASTS = 360, 45
BEGUN_AFTER_DAYS = 3
QUORUM = 3


def plan(story: Story, told: dict[str, Any]) -> None:
    """Plan a meeting, put ideas on its table, and freeze its shortlist."""
    review = _planned(story, told)
    ids = [story.ideas[key].pk for key in told.get("ideas") or [verdict["idea"] for verdict in told["verdict"]]]
    for idea_id in ids:
        commands.put_on_table(review_id=review.pk, idea_id=idea_id, by=story.staff["Ines Calder"])
    # The story counts ideas at its end; what is frozen is counted now.
    recount(ids)
    commands.freeze_review(review_id=review.pk, by=story.staff["Ines Calder"])


def _planned(story: Story, told: dict[str, Any]) -> Review:
    """Plan the first meeting; each later one was planned by itself as the one before ended, and moves to its day."""
    meets_at, ines = _meets_at(story, told), story.staff["Ines Calder"]
    plan = Plan(
        meets_at=meets_at,
        minutes=LASTS,
        rate_until=meets_at - timedelta(hours=24),
        quorum=QUORUM,
        capacity_weeks=Decimal(told["room"]),
        capacity_until=(meets_at + timedelta(days=14)).date(),
    )
    standing = Review.objects.ahead().order_by("pk").first()
    if standing:
        return commands.change_review(review_id=standing.pk, version=standing.version, plan=plan)
    coming = [story.staff[name] for name in ("Marta Lind", "Joel Amberg", "Tomas Reuter", "Hana Okafor")]
    return commands.plan_review(plan=plan, attendees=coming, by=ines)


def rate(story: Story, told: dict[str, Any]) -> None:
    """Let each rate alone and hand in; with the last one all ratings open."""
    review = _review(story, told)
    items = {item.idea_id: item.pk for item in review.items.all()}
    for name, given in told["ratings"].items():
        drafts = [one for key, said in given.items() for one in _drafts(items[story.ideas[key].pk], said)]
        commands.rate(review_id=review.pk, by=story.staff[name], drafts=drafts)
        commands.hand_in(review_id=review.pk, by=story.staff[name])


def meet(story: Story, told: dict[str, Any]) -> None:
    """Hold the meeting: note who is there, decide about each idea, and let the minutes stand."""
    review = _review(story, told)
    for attendee in review.attendees.all():
        commands.note_there(review_id=review.pk, attendee_id=attendee.pk, came_at=clock.now())
    for verdict in told["verdict"]:
        _decide(story, review, verdict)
    with clock.at(clock.now() + timedelta(minutes=LASTS - 5)):
        commands.hold_review(review_id=review.pk, notes=told["notes"])


def see_that_it_begins(story: Story, told: dict[str, Any]) -> None:
    """Begin the work on what was accepted."""
    accepted = [story.ideas[one["idea"]].pk for one in told["verdict"] if one["outcome"] == "accept"]
    tasks = Task.objects.open().filter(kind="begin_accepted", subject_type="idea", subject_id__in=accepted)
    for task in tasks.order_by("pk"):
        finish_task(task_id=task.pk, by=task.assignee)


def see_what_came_of_it(story: Story) -> None:
    """Put what happened beside what was expected of what is live long enough, and say what we think of it."""
    check_what_is_due()
    for verdict in (one for told in REVIEWS for one in told.get("verdict", []) if "judged" in one):
        idea = story.ideas[verdict["idea"]]
        for check in Check.objects.filter(expectation__idea=idea).select_related("expectation__owner"):
            owner = check.expectation.owner or story.staff["Ines Calder"]
            judgement = check.judgement or Check.Judgement.PARTLY
            took = Decimal(verdict["took"])
            commands.judge_check(
                check_id=check.pk, judgement=judgement, words=verdict["judged"], by=owner, took_weeks=took
            )


def _decide(story: Story, review: Review, told: dict[str, Any]) -> None:
    idea = Idea.objects.get(pk=story.ideas[told["idea"]].pk)
    item = review.items.get(idea=idea)
    if "remark" in told:
        commands.remark(review_id=review.pk, item_id=item.pk, words=told["remark"])
    draft = VerdictDraft(
        outcome=told["outcome"],
        reason=told["reason"],
        public_reason=told.get("public_reason", ""),
        defer_until=clock.today() + timedelta(days=told["until"]) if "until" in told else None,
        question=told.get("question", ""),
        owner=story.staff.get(told.get("owner", "")),
        dissent=told.get("dissent", ""),
        expected=_expected(told),
    )
    commands.decide_item(
        review_id=review.pk, item_id=item.pk, version=idea.version, draft=draft, by=story.staff["Ines Calder"]
    )


def _expected(told: dict[str, Any]) -> Expected | None:
    if "measure" not in told:
        return None
    by_day = clock.today() + timedelta(days=told["by"])
    return Expected(told["measure"], Decimal(told["amount"]), by_day, event=told.get("event", ""))


def _drafts(item_id: int, said: Any) -> Iterator[RatingDraft]:
    """Read a rating: what it is worth, and from who builds it the weeks."""
    worth, *weeks = said if isinstance(said, list) else [said]
    yield RatingDraft(item_id, "worth", value=worth)
    if weeks:
        low, likely, high = map(Decimal, weeks)
        yield RatingDraft(item_id, "effort", weeks=(low, likely, high))


def _review(story: Story, told: dict[str, Any]) -> Review:
    return Review.objects.get(meets_at=_meets_at(story, told))


def _meets_at(story: Story, told: dict[str, Any]) -> datetime:
    """Return when a meeting is: at two on its day, never on a weekend."""
    if told["days"] > 0:
        return story.ago(told["days"], minutes=MEETS_MINUTES)
    return story.working_hour(story.day(-told["days"]), 14)
