"""What Northwind does by itself in the demo story when a customer pays and has not begun."""

from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.learn.playbooks.commands import add_standard_playbooks, begin_playbooks, switch_playbook_on
from wellheard.learn.playbooks.models import Playbook, PlaybookRun
from wellheard.web.demo.stage import Story
from wellheard.workspace.commands import finish_task

NOT_BEGUN = "company.not_started"


def switch_on(story: Story) -> None:  # noqa: ARG001 - as everything that happens
    """Let the playbook for those who have not begun begin by itself."""
    add_standard_playbooks()
    for playbook in Playbook.objects.filter(begins_on=NOT_BEGUN):
        switch_playbook_on(playbook_id=playbook.pk)


def begin(story: Story) -> None:  # noqa: ARG001 - as everything that happens
    """Begin it for those who have not begun, when it was found; the first step is done."""
    for fact in Fact.objects.filter(name=NOT_BEGUN).order_by("pk"):
        with clock.at(fact.happened_at):
            begin_playbooks(fact=fact)
    for run in PlaybookRun.objects.running():
        first = run.steps.select_related("task__assignee").order_by("position").first()
        if first:
            finish_task(task_id=first.task_id, by=first.task.assignee)
