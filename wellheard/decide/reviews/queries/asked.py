"""What meetings wanted to know first: who is to find it out, and what was found."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from wellheard.decide.reviews.models import Verdict
from wellheard.decide.reviews.queries.proposals import ABOUT_ITEM, FIND_EVIDENCE
from wellheard.workspace.models import Staff, Task


@dataclass(frozen=True)
class Question:
    """What a meeting asked about an idea, and the task to find it out."""

    verdict: Verdict
    task: Task

    def is_for(self, staff: Staff) -> bool:
        """Whether somebody is to find it out: whoever has the task now, whatever their role."""
        return self.task.assignee_id == staff.pk


def asked_of(staff: Staff) -> list[Question]:
    """Return what somebody is to find out, the oldest first."""
    return _questions(_open().filter(assignee=staff))


def asked_about(idea_id: int) -> list[Question]:
    """Return what is to be found out about an idea, the oldest first."""
    items = Verdict.objects.filter(item__idea=idea_id).values("item")
    return _questions(_open().filter(subject_id__in=items))


def question_of(item_id: int) -> Question | None:
    """Return what a meeting asked about one idea on its table, answered or not; none where it asked nothing."""
    tasks = Task.objects.filter(kind=FIND_EVIDENCE, subject_type=ABOUT_ITEM, subject_id=item_id, dropped_at=None)
    return next(iter(_questions(tasks.select_related("assignee").order_by("-pk")[:1])), None)


def found_out_about(idea_ids: Iterable[int]) -> dict[int, Verdict]:
    """Return for each idea the last question of a meeting to which somebody wrote what they found."""
    answered = Verdict.objects.exclude(found="").filter(item__idea__in=list(idea_ids))
    rows = answered.select_related("item", "owner").order_by("item__idea", "-pk").distinct("item__idea")
    return {verdict.item.idea_id: verdict for verdict in rows}


def _open() -> QuerySet[Task]:
    waiting = Task.objects.open().filter(kind=FIND_EVIDENCE, subject_type=ABOUT_ITEM)
    return waiting.select_related("assignee").order_by("pk")


def _questions(tasks: QuerySet[Task]) -> list[Question]:
    rows = list(tasks)
    asked = Verdict.objects.filter(item__in=[task.subject_id for task in rows], outcome=Verdict.Outcome.NEED_EVIDENCE)
    verdicts = {verdict.item_id: verdict for verdict in asked.select_related("item__idea", "item__review", "owner")}
    return [Question(verdicts[task.subject_id], task) for task in rows if task.subject_id in verdicts]
