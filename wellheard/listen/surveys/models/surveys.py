"""Surveys, their questions, and the groups whose answers are counted apart."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Segment
from wellheard.workspace.models import VERSION_HELP, Staff


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    NPS = "nps", _("Would they recommend us: 0 to 10")
    CSAT = "csat", _("How satisfied they are: 1 to 5")
    CES = "ces", _("How easy it was: 1 to 7")
    CHOICE = "choice", _("One of several")
    CHOICES = "choices", _("Any of several")
    RATING = "rating", _("Stars: 1 to 5")
    TEXT = "text", _("Their own words")
    PAIR = "pair", _("This idea or that")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def running(self) -> Self:
        return self.filter(state=Survey.State.RUNNING)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Survey(models.Model):
    """A few questions that chosen people are asked, where, when and how often."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class Channel(models.TextChoices):
        IN_APP = "in_app", _("In the product")
        EMAIL = "email", _("By e-mail")
        LINK = "link", _("By a link")
        TAB = "tab", _("In the feedback tab")

    class Audience(models.TextChoices):
        ANYBODY = "anybody", _("Everybody, also those we do not know")
        KNOWN = "known", _("Everybody we know")
        SEGMENT = "segment", _("People of the companies of a segment")
        RULE = "rule", _("People of the companies a rule describes")

    class Schedule(models.TextChoices):
        ONCE = "once", _("Once")
        UNTIL_ANSWERED = "until_answered", _("Again until they answer, three times at most")
        EVERY = "every", _("Again after some days")

    class LinkFor(models.TextChoices):
        BROWSER = "browser", _("Once in each browser")
        ADDRESS = "address", _("Once by each person, who signs in with their address first")
        ANYBODY = "anybody", _("As often as somebody likes, as on a shared tablet")

    class Ending(models.TextChoices):
        BY_HAND = "by_hand", _("One of us ended it")
        DATE = "date", _("Its last day was over")
        ANSWERS = "answers", _("It had the answers it wanted")
        MARGIN = "margin", _("It was as exact as it had to be")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=QuestionKind, help_text="What it measures")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    channels = ArrayField(models.CharField(max_length=8, choices=Channel), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list, help_text="The first is the fallback")
    texts = models.JSONField(
        default=dict, blank=True, help_text="By language: intro, subject, thanks, next_label, next_url"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.KNOWN)
    segment = models.ForeignKey(Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    rule = models.JSONField(null=True, blank=True, help_text="A rule over companies, as a segment's")
    trigger = models.JSONField(
        default=dict,
        blank=True,
        help_text="pages, event, properties, at_least, within_days, delay_seconds, after",
    )
    percent = models.PositiveSmallIntegerField(default=100, help_text="Of those it is for, always the same people")
    salt = models.CharField(max_length=40, help_text="Surveys with the same salt ask the same people")
    per_day = models.PositiveIntegerField(null=True, blank=True, help_text="Shown at most so often a day")
    stop_at = models.PositiveIntegerField(null=True, blank=True, help_text="Ends at so many answers")
    stop_at_margin = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Ends when the result is known to so many points up or down"
    )
    priority = models.SmallIntegerField(default=0, help_text="Of several that fit, the highest is asked")
    schedule = models.CharField(max_length=14, choices=Schedule, default=Schedule.ONCE)
    every_days = models.PositiveSmallIntegerField(null=True, blank=True)
    is_transactional = models.BooleanField(
        default=False, help_text="Asks of one thing that just happened: what was asked in general does not hold it back"
    )
    link_token = models.CharField(max_length=40, unique=True, help_text="What stands in its public link")
    link_for = models.CharField(max_length=7, choices=LinkFor, default=LinkFor.BROWSER, help_text="Who answers by it")
    shown_count = models.PositiveIntegerField(default=0)
    started_count = models.PositiveIntegerField(default=0)
    completed_count = models.PositiveIntegerField(default=0)
    dismissed_count = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=8, choices=Ending, blank=True)
    changed_at = models.DateTimeField(help_text="Processes that decide read it again after this")
    version = models.PositiveIntegerField(default=1, help_text=VERSION_HELP)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="survey_has_name"),
            models.CheckConstraint(condition=Q(percent__gte=1, percent__lte=100), name="survey_asks_a_share"),
        ]
        indexes = [
            models.Index(fields=["state", "-made_at", "-id"], name="survey_in_state"),
            models.Index(
                fields=["id"], include=["version", "changed_at"], condition=Q(state="running"), name="survey_running"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def fallback(self) -> str:
        return self.languages[0] if self.languages else "en"

    def texts_in(self, language: str) -> dict[str, Any]:
        """Return its own texts in a language; what is not there is taken from the fallback."""
        return in_language(self.texts, language, self.fallback)


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> Self:
        """Those that are still asked, in order."""
        return self.filter(retired_at=None).order_by("position", "pk")


class Question(models.Model):
    """One question of a survey, its texts by language, and which question follows which answer.

    `texts` holds by language question, low, high, placeholder, button and `options` (label by key). `options` is a list of
    {"key": "…"}; of a pair a key may be "idea:12". `branches` is a list of {"at_least": 0, "at_most": 6} or
    {"any_of": ["key"]}, each with "go": the key of the question that follows, or "" for the end; the first that fits counts.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=QuestionKind)
    texts = models.JSONField(default=dict)
    options = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=True)
    is_shuffled = models.BooleanField(default=False, help_text="The options come in another order for each person")
    branches = models.JSONField(default=list, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="Not asked any more; its answers stay")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="question_key_once")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.key}"

    def texts_in(self, language: str, fallback: str) -> dict[str, Any]:
        """Return its texts in a language; what is not there is taken from the fallback."""
        return in_language(self.texts, language, fallback)


class Stratum(models.Model):
    """A group whose answers are counted apart, described by a rule over companies, and how many answers of it are wanted."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="strata")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=80)
    rule = models.JSONField()
    target = models.PositiveIntegerField()
    reached = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "strata"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "label"], name="stratum_once")]

    def __str__(self) -> str:
        return self.label


def in_language(texts: dict[str, dict[str, Any]], language: str, fallback: str) -> dict[str, Any]:
    """Return texts in a language. zh-Hans-CN finds zh-hans and zh; what is missing or empty is taken from the fallback."""
    by_code = {code.lower().replace("_", "-"): found for code, found in texts.items()}
    merged: dict[str, Any] = {}
    for code in _from_far_to_near(language, fallback, by_code):
        for name, text in by_code.get(code, {}).items():
            if name == "options" and isinstance(text, dict):
                merged[name] = merged.get(name, {}) | {key: label for key, label in text.items() if label}
            elif text:
                merged[name] = text
    return merged


def _from_far_to_near(language: str, fallback: str, known: dict[str, Any]) -> list[str]:
    wanted = language.lower().replace("_", "-")
    parts = wanted.split("-")
    family = [code for code in known if code.split("-")[0] == parts[0]][:1]
    exact = ["-".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return [fallback.lower().replace("_", "-"), *family, *exact]
