"""The company that runs this installation, and what its owner set for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.workspace.models.versions import VERSION_HELP


def usual_week() -> list[list[str] | None]:
    """Return the hours of a week, Monday first: nine to five, and nobody at the weekend."""
    return [["09:00", "17:00"]] * 5 + [None] * 2


class Vendor(models.Model):
    """The company that runs this installation, as its customers see it on the portal and in mails. There is one row.

    What is empty follows the operator's settings (WELLHEARD_*). Read it through `workspace.installation`.
    """

    class Voices(models.TextChoices):
        KNOWN = "known", _("Only people who prove an address")
        POSTS = "posts", _("Anybody may write; votes need an address")
        ALL = "all", _("Anybody may write and vote")

    class Counts(models.TextChoices):
        AFTER_VOTE = "after_vote", _("Once somebody has voted")
        ALWAYS = "always", _("Always")

    name = models.CharField(max_length=80, default="Our company")
    set_up_at = models.DateTimeField(null=True)
    set_up_sha256 = models.CharField(max_length=64, blank=True, help_text="Hash of the one-time set-up link")
    set_up_until = models.DateTimeField(null=True, help_text="When the set-up link ends")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    language = models.CharField(max_length=10, blank=True, help_text="For people who have not chosen one")
    languages = models.JSONField(default=list, blank=True, help_text="Languages of the portal; empty: any")
    time_zone = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="Reporting currency")
    business_hours = models.JSONField(default=usual_week, help_text="From and until of each weekday, Monday first")
    holidays = models.JSONField(default=list, blank=True, help_text="Days on which nobody works")
    hold_minutes = models.PositiveIntegerField(null=True, blank=True)
    answer_within_hours = models.PositiveIntegerField(null=True, blank=True)
    first_answer_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Business minutes in which a conversation is answered first"
    )
    next_answer_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="Business minutes in which what a customer writes later is answered"
    )
    mail_from_name = models.CharField(max_length=80, blank=True)
    mail_from_address = models.CharField(max_length=254, blank=True)
    notes_opened_mail = models.BooleanField(default=False)

    logo = models.CharField(max_length=100, blank=True, help_text="File below the folder of files")
    accent = models.CharField(max_length=7, blank=True, help_text="Colour of what can be acted on, as #rrggbb")
    portal_host = models.CharField(max_length=253, blank=True, help_text="Host name the portal has for itself")
    voices = models.CharField(max_length=5, choices=Voices, default=Voices.KNOWN)
    counts = models.CharField(max_length=10, choices=Counts, default=Counts.AFTER_VOTE)
    trusted_after = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Published posts after which an author's next need no reading; empty: never"
    )
    most_links = models.PositiveSmallIntegerField(default=2, help_text="A post with more links is held as spam")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_vendor")]

    def __str__(self) -> str:
        return self.name
