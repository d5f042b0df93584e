"""Each time a playbook began for a company, and its steps as they stood then."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company
from wellheard.learn.playbooks.models.playbooks import Playbook
from wellheard.workspace.models import Staff, Task


class PlaybookRunQuerySet(models.QuerySet["PlaybookRun"]):
    def running(self) -> Self:
        return self.filter(state="running")


class PlaybookRun(models.Model):
    """That a playbook began for a company, on one occasion. One runs at a time for a company."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    playbook = models.ForeignKey(Playbook, on_delete=models.CASCADE, related_name="runs")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    fact_id = models.BigIntegerField(help_text="The occasion: the fact that began it")
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PlaybookRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["playbook", "company", "fact_id"], name="playbook_once_an_occasion"),
            models.UniqueConstraint(
                fields=["playbook", "company"], condition=Q(state="running"), name="playbook_runs_once"
            ),
        ]
        indexes = [models.Index(fields=["playbook", "-began_at", "-id"], name="playbook_runs")]

    def __str__(self) -> str:
        return f"{self.playbook} for {self.company_id}"


class RunStep(models.Model):
    """A step of a run, as a task. Later edits of the playbook change only runs that begin later."""

    run = models.ForeignKey(PlaybookRun, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="run_step_once")]

    def __str__(self) -> str:
        return str(self.task)
