"""The connection to GitHub, its repositories, what arrived from there, and what we wrote there."""

from typing import Self
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.deliver.work_items.models import WorkItem
from wellheard.workspace.models import Staff

# What its secrets are sealed for.
PURPOSE = "github"


class Connection(models.Model):
    """A GitHub we are connected to: github.com, or a company's own. Its secrets are sealed; the webhook's is shown once."""

    class Kind(models.TextChoices):
        TOKEN = "token", _("A fine-grained token")
        APP = "app", _("A GitHub App")

    class Notes(models.TextChoices):
        NONE = "none", _("Nothing")
        STATUS = "status", _("When an issue is closed or opened again")
        ALL = "all", _("That, and what is written below it")

    url = models.CharField(max_length=260, help_text="Where people open it, such as https://github.com")
    path = models.CharField(max_length=40, unique=True, help_text="The part of the webhook's address nobody can guess")
    kind = models.CharField(max_length=5, choices=Kind)
    secret_sealed = models.TextField(help_text="The token, or the App's private key")
    app_id = models.CharField(max_length=40, blank=True)
    installation_id = models.CharField(max_length=40, blank=True)
    webhook_secret_sealed = models.TextField()
    login = models.CharField(max_length=100, blank=True, help_text="As whom we write there")
    notes = models.CharField(
        max_length=6, choices=Notes, default=Notes.NONE, help_text="What conversations get as internal notes"
    )
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="When a signed message arrived last")
    problem = models.TextField(blank=True, help_text="Why GitHub could not be asked the last time")
    refused_at = models.DateTimeField(
        null=True,
        help_text="Since when GitHub does not accept our token or key: nothing more is asked until it gets another",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["url"], name="github_once")]

    def __str__(self) -> str:
        return self.url

    @property
    def site(self) -> str:
        """The host in the addresses of its issues."""
        return urlsplit(self.url).netloc.lower()

    @property
    def api_url(self) -> str:
        """Where programs ask: github.com and *.ghe.com have a host for that, a GitHub Enterprise Server a path."""
        if self.site == "github.com" or self.site.endswith(".ghe.com"):
            return f"https://api.{self.site}"
        return f"{self.url}/api/v3"


class Repository(models.Model):
    """A repository whose issues may be linked, and what we write below them."""

    class Tells(models.TextChoices):
        NOTHING = "nothing", _("Nothing")
        COUNT = "count", _("How many companies wait")
        MONEY = "money", _("That, what they pay together, and three quotes without names")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="repositories")
    name = models.CharField(max_length=200, help_text="owner/name")
    is_private = models.BooleanField(default=False)
    tells = models.CharField(max_length=7, choices=Tells, default=Tells.COUNT)
    added_at = models.DateTimeField()
    read_until = models.DateTimeField(
        null=True, help_text="Up to which change its issues were read for what was missed"
    )
    etag = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "name"], name="github_repository_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_tell_money(self) -> bool:
        """Whether what customers pay and say may stand below its issues: only where nobody but invited people reads it."""
        return self.is_private and self.tells == self.Tells.MONEY


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Arrival(models.Model):
    """One signed message of GitHub's, as it came. Kept raw before anything else; GitHub's id of it is taken once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        NOT_OURS = "not_ours", _("Concerns nothing here")
        FAILED = "failed", _("Cannot be read")

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="arrivals")
    delivery = models.CharField(max_length=80)
    event = models.CharField(max_length=60)
    action = models.CharField(max_length=60, blank=True)
    body = models.BinaryField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "delivery"], name="github_arrival_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.delivery}"


class Issue(models.Model):
    """What we keep of an issue beside the work it stands for: the tag of its last reading, and our one comment below it."""

    item = models.OneToOneField(WorkItem, on_delete=models.CASCADE, related_name="+")
    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="issues")
    etag = models.CharField(max_length=200, blank=True)
    comment_id = models.BigIntegerField(null=True)
    comment_words = models.TextField(blank=True)
    silenced_at = models.DateTimeField(null=True, help_text="When our comment was found deleted: none is written again")

    def __str__(self) -> str:
        return str(self.item_id)


class News(models.Model):
    """Something about an issue that conversations get as a note, several at a time. `key` keeps it from coming twice."""

    item = models.ForeignKey(WorkItem, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    author = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    heard_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="When it was noted in the conversations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="github_news_once")]
        indexes = [models.Index(fields=["heard_at"], condition=models.Q(told_at=None), name="github_news_untold")]

    def __str__(self) -> str:
        return self.key
