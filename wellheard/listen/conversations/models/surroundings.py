"""Where in the product somebody was when they wrote."""

from django.db import models

from wellheard.listen.conversations.models.messages import Message


class Surroundings(models.Model):
    """The page, the version and what else the product told of the place from which a customer wrote a message."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="surroundings")
    url = models.CharField(max_length=2000, blank=True)
    version = models.CharField(max_length=60, blank=True)
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name_plural = "surroundings"

    def __str__(self) -> str:
        return self.url or self.version
