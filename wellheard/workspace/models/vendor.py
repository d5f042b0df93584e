"""The company that runs this installation."""

from django.db import models

from wellheard.workspace.models.versions import VERSION_HELP


class Vendor(models.Model):
    """The company that runs this installation, as its customers see it on the portal and in mails. There is one row."""

    name = models.CharField(max_length=80, default="Our company")
    set_up_at = models.DateTimeField(null=True)
    set_up_sha256 = models.CharField(max_length=64, blank=True, help_text="Hash of the one-time set-up link")
    set_up_until = models.DateTimeField(null=True, help_text="When the set-up link ends")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_vendor")]

    def __str__(self) -> str:
        return self.name
