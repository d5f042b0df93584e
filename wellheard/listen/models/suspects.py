"""Posts that look like spam: kept apart from everything until one of us has read them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact
from wellheard.listen.models.feedback import Feedback


class SuspectQuerySet(models.QuerySet["Suspect"]):
    def waiting(self) -> Self:
        """Those nobody has let in."""
        return self.filter(let_in_at=None)


class Suspect(models.Model):
    """A post of the portal that looked like spam. It is no feedback: nobody counts it, files it or answers it.

    Let in, it becomes feedback as of when it was said. It is never deleted, as a rule can be wrong.
    """

    class Reason(models.TextChoices):
        TRAP = "trap", _("filled in a field that people do not see")
        LINKS = "links", _("has more links than you allow")
        REPEATED = "repeated", _("the same words were sent again and again")

    words = models.TextField()
    quotable = models.CharField(max_length=7, choices=Feedback.Quotable, default=Feedback.Quotable.NO)
    origin = models.CharField(max_length=60, help_text="Where on the portal it was said")
    origin_key = models.CharField(max_length=200, unique=True, help_text="One sending of one form")
    idea_id = models.BigIntegerField(null=True, help_text="The idea it was said below")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason)
    held_at = models.DateTimeField()
    let_in_at = models.DateTimeField(null=True)
    feedback = models.OneToOneField(
        Feedback, on_delete=models.SET_NULL, null=True, related_name="+", help_text="What it became"
    )

    objects = SuspectQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="suspect_has_words")]
        indexes = [models.Index(fields=["-held_at", "-id"], condition=Q(let_in_at=None), name="suspect_newest")]

    def __str__(self) -> str:
        return self.words[:80]
