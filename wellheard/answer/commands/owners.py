"""High-touch customers hear it from the person who looks after them first; that is a task with a due date."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q

from wellheard.answer.models import Answer
from wellheard.answer.queries import TELL
from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.workspace.commands import Subject, add_task, drop_tasks_about, finish_tasks_about
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Task
from wellheard.workspace.permissions import Role

LEFT_TO_OWNER = names.declare("answer.left_to_owner", "An answer waits for the company's owner to tell it in person.")

# The promise where a tier makes none, in business hours.
DEFAULT_HOURS = 16
# Where nobody ever works, a task is due after a quarter all the same.
LONGEST_DAYS = 92


@transaction.atomic
def leave_to_owner(*, answer: Answer, company: Company) -> Task:
    """Let the company's owner speak to the contact first; nothing goes out by itself. Repeating it makes no second task."""
    hours = (company.tier.answer_within_hours if company.tier else None) or DEFAULT_HOURS
    owner = who_tells(company)
    due_on = working_day_after(clock.today(), hours=hours)
    task = add_task(kind=TELL, about=about(answer), assignee=owner, due_on=due_on, by=None)
    ledger.record(LEFT_TO_OWNER, answer, task=task.pk)
    return task


def who_tells(company: Company) -> Staff | None:
    """Return who tells a company its news: whoever looks after it. Where they work here no more and passed it on to nobody,

    whoever of success, else of product, has the fewest open tasks. None where nobody looks after it.
    """
    if company.owner is None or company.owner.is_active:
        return company.owner
    return _least_busy(Role.SUCCESS) or _least_busy(Role.PRODUCT)


def _least_busy(role: Role) -> Staff | None:
    open_tasks = Count("tasks", filter=Q(tasks__done_at=None, tasks__dropped_at=None))
    people = Staff.objects.at_work().filter(role=role, away_since=None).annotate(busy=open_tasks)
    return people.order_by("busy", "pk").first()


def settle_owner(answer: Answer, *, by: Staff | None) -> None:
    """Close the owner's task: they told the contact, or let the mail go out."""
    finish_tasks_about(kind=TELL, about=about(answer), by=by)


def spare_owner(answer: Answer) -> None:
    """Close the owner's task: there is nothing to tell any more."""
    drop_tasks_about(kind=TELL, about=about(answer))


def about(answer: Answer) -> Subject:
    """Name an answer as a task does."""
    return Subject("answer", answer.pk)


def working_day_after(day: date, *, hours: int) -> date:
    """Return the working day on which so many business hours are over, counted from the next one, as the owner set them."""
    ours, left = installation().business_hours, hours * 60
    for _day in range(LONGEST_DAYS):
        day += timedelta(days=1)
        left -= ours.minutes_on(day)
        if left <= 0:
            return day
    return day
