"""What is done next, as agreed in a talk."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_line
from wellheard.listen.interviews.commands.locking import locked_interview
from wellheard.listen.interviews.errors import TalkError
from wellheard.listen.interviews.models import NextStep
from wellheard.workspace.commands.tasks import add_task
from wellheard.workspace.models import Staff, Task

AGREED = names.declare("interview.step_agreed", "Something to be done next was agreed on in a talk.")

NEXT_STEP = "next_step"


@transaction.atomic
def agree_on_step(
    *, interview_id: int, title: str, assignee: Staff | None, due_on: date | None, by: Staff | None
) -> NextStep:
    """Give somebody here what was agreed on in a talk; the same open step again returns the one that is there.

    Raises TalkError for no words and for somebody who has left.
    """
    interview = locked_interview(interview_id)
    title = clean_line(title)[:200]
    if not title:
        raise TalkError(_("Write what is to be done."), field="title")
    if assignee and not assignee.is_active:
        message = _("%(name)s does not work here any more. Choose somebody else.") % {"name": assignee.name}
        raise TalkError(message, field="assignee")
    same = interview.next_steps.filter(task__title=title, task__done_at=None, task__dropped_at=None)
    if there := same.select_related("task").first():
        return there
    task = add_task(title=title, assignee=assignee, due_on=due_on, by=by, kind=NEXT_STEP)
    step = NextStep.objects.create(interview=interview, task=task)
    Task.objects.filter(pk=task.pk).update(subject_type="nextstep", subject_id=step.pk)
    ledger.record(AGREED, interview, task=task.pk)
    return step
