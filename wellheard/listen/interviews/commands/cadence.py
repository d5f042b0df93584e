"""Keep what the tiers promise: a task for whoever looks after a company whose check-in is due."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.listen.interviews.models import Interview
from wellheard.listen.interviews.queries import companies_to_call
from wellheard.workspace.commands.tasks import Subject, add_task, drop_tasks_about, finish_tasks_about
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff, Task

CHECK_IN = "check_in"


def keep_check_in_tasks() -> int:
    """Give owners the check-ins that are due and take back those that are not any more; return how many are new.

    Each company is a transaction of its own, so a crash loses none of the others; a repeat changes nothing.
    """
    due = {company.pk: company for company in companies_to_call().filter(owner__is_active=True)}
    there = set(Task.objects.open().filter(kind=CHECK_IN, subject_type="company").values_list("subject_id", flat=True))
    for company_id in sorted(pk for pk in there if pk and pk not in due):
        drop_tasks_about(kind=CHECK_IN, about=Subject("company", company_id))
    new = [company for pk, company in due.items() if pk not in there]
    with translation.override(installation().language):
        for company in new:
            _give(company)
    return len(new)


@transaction.atomic
def _give(company: Company) -> None:
    title = _("Check in with %(company)s") % {"company": company.name}
    call_on = getattr(company, "call_on", None)
    add_task(
        kind=CHECK_IN,
        title=title,
        assignee=company.owner,
        due_on=call_on,
        by=None,
        about=Subject("company", company.pk),
    )


def settle_check_in(interview: Interview, *, by: Staff | None) -> None:
    """Note that a talk that took place keeps the promised call, and that one that is planned leaves nothing to remind of."""
    about = Subject("company", interview.company_id)
    if interview.state == Interview.State.HELD:
        finish_tasks_about(kind=CHECK_IN, about=about, by=by)
    elif interview.is_planned:
        drop_tasks_about(kind=CHECK_IN, about=about)
