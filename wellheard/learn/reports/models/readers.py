"""Who wishes to get reports by mail."""

from django.db import models

from wellheard.workspace.models import Staff


class Reader(models.Model):
    """A colleague who gets every report by mail when it is published."""

    staff = models.OneToOneField(Staff, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"reader {self.staff_id}"
