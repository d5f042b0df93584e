"""What programs that hand mail to us sign with."""

from django.db import models

from wellheard.foundation import clock


class HandOverKey(models.Model):
    """The one secret with which programs sign the mail they post to us. It is sealed; it is shown once."""

    secret_sealed = models.TextField()
    old_secret_sealed = models.TextField(blank=True)
    old_secret_until = models.DateTimeField(null=True, help_text="Until then what the old secret signed is taken too")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"made {self.made_at:%Y-%m-%d}"

    @property
    def takes_old(self) -> bool:
        """Whether what the old secret signed is taken still."""
        return self.old_secret_until is not None and self.old_secret_until > clock.now()
