"""Begin playbooks when something happens to a company, once an occasion; end them with their last task, or stop them."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Company
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.facts.models import Fact
from wellheard.learn.playbooks.conditions import conditions_of, hold
from wellheard.learn.playbooks.errors import UnknownPlaybookError
from wellheard.learn.playbooks.models import Playbook, PlaybookRun, PlaybookStep, RunStep
from wellheard.learn.playbooks.queries import fits, least_busy
from wellheard.workspace.commands.tasks import Subject, add_task, drop_tasks_about
from wellheard.workspace.models import Staff, Task

BEGUN = names.declare("playbook.begun", "A playbook began for a company; `fact` is the occasion.")
DONE = names.declare("playbook.done", "Every step of a playbook was done for a company.")
RESUMED = names.declare("playbook.resumed", "A step of a playbook that was done is open again.")
STOPPED = names.declare("playbook.stopped", "Somebody stopped a playbook for a company; its open tasks were dropped.")

STEP = "playbook_step"
State = PlaybookRun.State


def begin_playbooks(*, fact: Fact) -> list[PlaybookRun]:
    """Begin whatever this fact begins for its company. Each is a transaction of its own; a repeat begins nothing again."""
    ids = Playbook.objects.switched_on().filter(begins_on=fact.name, switched_on_at__lte=fact.happened_at)
    begun = [_begin(playbook_id, fact) for playbook_id in ids.order_by("pk").values_list("pk", flat=True)]
    return [run for run in begun if run]


@transaction.atomic
def _begin(playbook_id: int, fact: Fact) -> PlaybookRun | None:
    # Two facts at once wait here for each other: one run at a time for a company.
    rows = Playbook.objects.select_for_update(of=("self",), no_key=True)
    playbook = rows.filter(pk=playbook_id).exclude(switched_on_at=None).first()
    company = _company(fact.company_id)
    if playbook is None or company is None or not fits(playbook, company):
        return None
    if not hold(conditions_of(playbook.conditions), fact, company):
        return None
    runs = PlaybookRun.objects.filter(playbook=playbook, company=company)
    if runs.filter(fact_id=fact.pk).exists() or runs.running().exists():
        return None
    run = PlaybookRun.objects.create(playbook=playbook, company=company, fact_id=fact.pk, began_at=clock.now())
    for step in playbook.steps.order_by("position"):
        _give(run, step, company)
    ledger.record(BEGUN, _about(run), playbook=playbook.pk, fact=fact.pk)
    return run


def _company(company_id: int | None) -> Company | None:
    """Return the company, or the one it turned out to be."""
    found = Company.with_merged.select_related("merged_into__owner", "owner").filter(pk=company_id or 0).first()
    return found.merged_into or found if found else None


def _give(run: PlaybookRun, step: PlaybookStep, company: Company) -> None:
    title = _("%(step)s: %(company)s") % {"step": step.title, "company": company.name}
    due_on = clock.today() + timedelta(days=step.after_days)
    task = add_task(title=title, assignee=_who(step, company), due_on=due_on, by=None, kind=STEP)
    row = RunStep.objects.create(run=run, position=step.position, task=task)
    Task.objects.filter(pk=task.pk).update(subject_type="runstep", subject_id=row.pk)


def _who(step: PlaybookStep, company: Company) -> Staff | None:
    owner = company.owner if company.owner and company.owner.is_active else None
    if step.who == PlaybookStep.Who.OWNER and owner:
        return owner
    return least_busy(step.role) if step.role else None


@transaction.atomic
def settle_run_of(*, task_id: int) -> None:
    """End a run with its last open task, or take that back when one is open again; safe to repeat."""
    step = RunStep.objects.filter(task=task_id).first()
    run = PlaybookRun.objects.select_for_update(no_key=True).filter(pk=step.run_id).first() if step else None
    if run is None or run.state == State.STOPPED:
        return
    is_open = Task.objects.open().filter(pk__in=run.steps.values("task")).exists()
    if run.state == State.RUNNING and not is_open:
        _end(run, State.DONE, None)
        ledger.record(DONE, _about(run), playbook=run.playbook_id)
    elif run.state == State.DONE and is_open and not _others_run(run):
        run.state, run.ended_at = State.RUNNING, None
        run.save(update_fields=["state", "ended_at"])
        ledger.record(RESUMED, _about(run), playbook=run.playbook_id)


@transaction.atomic
def stop_run(*, run_id: int, by: Staff | None) -> PlaybookRun:
    """Stop a playbook for a company: what is not done yet is dropped. A second click changes nothing."""
    run = PlaybookRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if run is None:
        raise UnknownPlaybookError(_("This does not run any more; go back to the playbook."))
    if run.state != State.RUNNING:
        return run
    _end(run, State.STOPPED, by)
    for step_id in run.steps.order_by("pk").values_list("pk", flat=True):
        drop_tasks_about(kind=STEP, about=Subject("runstep", step_id))
    ledger.record(STOPPED, _about(run), playbook=run.playbook_id)
    return run


def _end(run: PlaybookRun, state: PlaybookRun.State, by: Staff | None) -> None:
    run.state, run.ended_at, run.stopped_by = state, clock.now(), by
    run.save(update_fields=["state", "ended_at", "stopped_by"])


def _others_run(run: PlaybookRun) -> bool:
    others = PlaybookRun.objects.running().filter(playbook=run.playbook_id, company=run.company_id)
    return others.exclude(pk=run.pk).exists()


def _about(run: PlaybookRun) -> ledger.About:
    return ledger.About("playbookrun", run.pk, company_id=run.company_id)
