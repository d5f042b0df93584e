"""Files that were read in, and what each of them touched."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models import Staff


class ImportQuerySet(models.QuerySet["Import"]):
    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")

    def at_work(self) -> Self:
        return self.filter(state__in=Import.AT_WORK)


class Import(models.Model):
    """One file: what came in from which system, how far it is, and how it ended. The file goes when it is over."""

    class Kind(models.TextChoices):
        COMPANIES = "companies", _("Companies")
        SUBSCRIPTIONS = "subscriptions", _("Subscriptions")
        CONTACTS = "contacts", _("Contacts")
        FEEDBACK = "feedback", _("Feedback")
        IDEAS = "ideas", _("Ideas with votes and comments")
        CONVERSATIONS = "conversations", _("Conversations with their messages")
        DEALS = "deals", _("Deals won and lost")
        DEPARTURES = "departures", _("Departures")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Waits for you")
        CHECKING = "checking", _("Being tried")
        CHECKED = "checked", _("Tried")
        RUNNING = "running", _("Coming in")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Broken off")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")

    AT_WORK = (State.CHECKING, State.RUNNING, State.UNDOING)
    NOT_BEGUN = (State.UPLOADED, State.CHECKING, State.CHECKED)
    ENDED = (State.DONE, State.STOPPED, State.FAILED)

    kind = models.CharField(max_length=13, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.DONE)
    origin = models.CharField(max_length=60, blank=True, help_text="The outside system the ids in the file belong to")
    file_name = models.CharField(max_length=255)
    file = models.CharField(max_length=100, blank=True, help_text="Where it lies under files/imports until it is over")
    options = models.JSONField(default=dict, blank=True, help_text="What was said of its columns, values and signs")
    columns = models.JSONField(default=list, blank=True, help_text="The columns of the file")
    by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0, help_text="Rows read so far: an import goes on after them")
    rows_expected = models.PositiveIntegerField(null=True, help_text="Rows found when it was tried")
    new_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    undone_count = models.PositiveIntegerField(default=0)
    trial = models.JSONField(default=dict, blank=True, help_text="What trying it showed")
    notes = models.JSONField(default=list, blank=True)
    problem = models.TextField(blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="import_newest")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.file_name}"

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    @property
    def is_over(self) -> bool:
        return self.state in self.ENDED

    @property
    def counts(self) -> dict[str, int]:
        return {"new": self.new_count, "updated": self.updated_count, "unchanged": self.unchanged_count}


class ImportedRow(models.Model):
    """One row that an import added, or changed from what stood before; kept as long as it can be taken back."""

    class Kept(models.TextChoices):
        CHANGED = "changed", _("somebody changed it since")
        USED = "used", _("something else rests on it")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="touched")
    kind = models.CharField(max_length=60, help_text="The table, as app and model")
    object_id = models.BigIntegerField()
    before = models.JSONField(null=True, help_text="What stood in the columns it changed; nothing where it was added")
    fingerprint = models.CharField(max_length=32, help_text="Of what the import left")
    kept = models.CharField(max_length=7, choices=Kept, blank=True, help_text="Why taking back left it")

    class Meta:
        indexes = [models.Index(fields=["run", "-id"], name="imported_row_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class RefusedRow(models.Model):
    """One row that did not come in, why, and its cells, to be put right and imported again."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="refused")
    number = models.PositiveBigIntegerField(help_text="Its line in the file")
    reason = models.TextField()
    cells = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="refused_row_order")]

    def __str__(self) -> str:
        return f"line {self.number}"


class ImportHabit(models.Model):
    """What was said of the files of one system last time, offered again the next."""

    kind = models.CharField(max_length=13, choices=Import.Kind)
    origin = models.CharField(max_length=60, blank=True)
    options = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "origin"], name="import_habit_once")]

    def __str__(self) -> str:
        return f"{self.kind} from {self.origin}"
