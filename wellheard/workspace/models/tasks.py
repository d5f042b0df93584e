"""What somebody here has to do, and until when."""

from typing import Self

from django.db import models

from wellheard.workspace.models.staff import Staff


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at=None, dropped_at=None)

    def due_first(self) -> Self:
        return self.order_by("due_on", "pk")


class Task(models.Model):
    """Work for one staff member with a due date, made by a person, a rule or a reaction.

    `kind` says what is to be done (a code, such as tell_answer), `subject_type` and `subject_id` about what; one open task
    of a kind and subject at a time, so that a repeated reaction makes no second one.
    """

    kind = models.SlugField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    assignee = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, help_text="Overtaken: there is nothing left to do")

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=models.Q(done_at=None, dropped_at=None, subject_id__isnull=False),
                name="task_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["assignee", "due_on", "id"], condition=models.Q(done_at=None, dropped_at=None), name="task_open"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.kind
