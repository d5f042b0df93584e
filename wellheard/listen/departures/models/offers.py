"""What somebody who is about to leave is offered, by the reason they give."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.listen.surveys.models.surveys import in_language
from wellheard.workspace.models import Reason
from wellheard.workspace.models.versions import VERSION_HELP


class Offer(models.Model):
    """What the cancellation form offers to who gives this reason. It never stands in the way of leaving."""

    class Kind(models.TextChoices):
        NONE = "none", _("Nothing")
        PAUSE = "pause", _("A pause")
        DOWNGRADE = "downgrade", _("A smaller plan")
        CALL = "call", _("A talk with a person")
        LINK = "link", _("A page to read")

    reason = models.OneToOneField(Reason, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    texts = models.JSONField(default=dict, blank=True, help_text="By language, what they read")
    url = models.URLField(
        max_length=500, blank=True, help_text="Where who takes it goes on; empty: the page they came from"
    )
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    def __str__(self) -> str:
        return f"{self.kind} for {self.reason_id}"

    def text_in(self, language: str, fallback: str) -> str:
        """Return what somebody of a language reads: in theirs, else in the fallback, else in any it is written in."""
        by_code = {code: {"text": text} for code, text in self.texts.items() if text}
        found = in_language(by_code, language, fallback).get("text")
        return str(found or next((one["text"] for one in by_code.values()), ""))
