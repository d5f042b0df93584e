"""Begin playbooks when the facts they wait for happen, and end them with their last task. Safe to repeat."""

from procrastinate.contrib.django import app

from wellheard.foundation.facts import ledger
from wellheard.foundation.facts.failures import UntilDone
from wellheard.foundation.facts.ledger import react, reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.learn.playbooks.commands import add_standard_playbooks
from wellheard.learn.playbooks.commands.runs import begin_playbooks, settle_run_of
from wellheard.learn.playbooks.queries import beginning_names


def watch_the_ledger() -> None:
    """Hear of every fact; called once at start-up."""
    ledger.watch(_owe)


def _owe(fact: Fact) -> None:
    """Owe the beginning in the transaction of the fact: a crash loses none, and what is rolled back begins nothing."""
    if fact.company_id and fact.name in beginning_names():
        begin.defer(fact_id=fact.pk)


@app.task(name="learn.playbooks.begin", queue="reactions", retry=UntilDone(), pass_context=False)
def begin(fact_id: int) -> None:
    """Begin what a fact begins."""
    react(_begin, Fact.objects.get(pk=fact_id))


def _begin(fact: Fact) -> None:
    begin_playbooks(fact=fact)


@reacts_to("task.done", "task.undone", "task.dropped")
def settle(fact: Fact) -> None:
    """End a playbook with its last task, or go on with it."""
    settle_run_of(task_id=fact.subject_id)


@reacts_to("vendor.set_up")
def begin_with_standard(fact: Fact) -> None:  # noqa: ARG001 - there is one vendor
    """Give a new installation the playbooks to start with, switched off."""
    add_standard_playbooks()
