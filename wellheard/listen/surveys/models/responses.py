"""What people answered."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Company, Contact
from wellheard.listen.models import Feedback
from wellheard.listen.surveys.models.ledger import Display
from wellheard.listen.surveys.models.surveys import Question, Survey


class ResponseQuerySet(models.QuerySet["Response"]):
    def newest_first(self) -> Self:
        return self.order_by("-answered_at", "-pk")

    def scored(self) -> Self:
        return self.exclude(score=None)


class Response(models.Model):
    """One person's answer to one survey: begun, then complete. What comes later under the same key replaces what was there."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    display = models.OneToOneField(Display, on_delete=models.SET_NULL, null=True, blank=True, related_name="response")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    device = models.CharField(max_length=320, blank=True)
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    wave = models.ForeignKey("surveys.Wave", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    stratum = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=8, choices=Survey.Channel)
    language = models.CharField(max_length=10, blank=True)
    submission_key = models.CharField(max_length=120, unique=True)
    score = models.SmallIntegerField(null=True, blank=True, help_text="What it measures; of NPS 0 to 10")
    is_complete = models.BooleanField(default=False)
    answered_at = models.DateTimeField(help_text="When the first answer came")
    changed_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    feedback = models.ForeignKey(
        Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Their first own words"
    )
    attributes = models.JSONField(default=dict, blank=True, help_text="url, version and what the page said beside it")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["survey", "-answered_at", "-id"], name="response_of_survey"),
            models.Index(fields=["survey", "score"], condition=~Q(score=None), name="response_scored"),
            models.Index(fields=["contact", "-answered_at"], condition=~Q(contact=None), name="response_of_contact"),
            models.Index(fields=["device"], condition=~Q(device=""), name="response_of_device"),
            models.Index(fields=["company", "-answered_at"], condition=~Q(company=None), name="response_of_company"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} by {self.contact_id or self.device}"


class ResponseItem(models.Model):
    """The answer to one question: a number, options, or words, as its kind has it."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    number = models.SmallIntegerField(null=True, blank=True)
    options = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    words = models.TextField(blank=True)
    feedback = models.ForeignKey(Feedback, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="question_answered_once")]
        indexes = [models.Index(fields=["question", "number"], name="item_of_question")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.number if self.number is not None else self.words[:40] or self.options}"


class PairVote(models.Model):
    """That one person preferred one of two, or could not decide. Each is "idea:12" or "option:key"."""

    class Chosen(models.TextChoices):
        LEFT = "left", _("The first")
        RIGHT = "right", _("The second")
        NEITHER = "neither", _("Could not decide")

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="pair_votes")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="pair_votes")
    left = models.CharField(max_length=80)
    right = models.CharField(max_length=80)
    chosen = models.CharField(max_length=7, choices=Chosen)
    voted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "left", "right"], name="pair_voted_once"),
            models.CheckConstraint(condition=~Q(left=models.F("right")), name="pair_of_two"),
        ]
        indexes = [models.Index(fields=["survey", "left", "right"], name="pair_votes_of_survey")]

    def __str__(self) -> str:
        return f"{self.left} or {self.right}: {self.chosen}"
