"""Changes of many ideas at once."""

from django.db import models

from wellheard.workspace.models import Staff


class BulkEdit(models.Model):
    """One change of many ideas; `before` holds what each was, for the way back."""

    change = models.CharField(max_length=16, help_text="status, area, owner, publish, hide or merge")
    before = models.JSONField(default=list, help_text="Pairs of an idea and its former value; merges for a merge")
    after = models.CharField(max_length=40, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.change} of {len(self.before)}"
