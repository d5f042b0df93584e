"""A forum, what arrived from it, its topics and posts as feedback, and the answers that are posted there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellheard.answer.models import Answer
from wellheard.decide.models import Idea
from wellheard.listen.models import Feedback
from wellheard.workspace.models import Staff

# What its secrets are sealed for.
PURPOSE = "discourse"


class Forum(models.Model):
    """A Discourse we are connected to. Its secrets are sealed; the one of the webhook is shown once."""

    url = models.CharField(max_length=260, unique=True)
    path = models.CharField(max_length=40, unique=True, help_text="The part of the webhook's address nobody can guess")
    key_sealed = models.TextField(help_text="The API key")
    username = models.CharField(max_length=100, help_text="As whom we read and write there")
    webhook_secret_sealed = models.TextField()
    made_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, help_text="When a signed message arrived last")
    read_until = models.BigIntegerField(null=True, help_text="The newest post that was read for what was missed")
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.url


class ForumArrival(models.Model):
    """One signed message of a forum, as it came. Its id there is taken once."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Done")
        NOT_OURS = "not_ours", _("Concerns nothing here")
        FAILED = "failed", _("Cannot be read")

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="arrivals")
    event_id = models.CharField(max_length=80)
    event = models.CharField(max_length=60)
    body = models.BinaryField()
    arrived_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "event_id"], name="forum_arrival_once")]

    def __str__(self) -> str:
        return f"{self.event} {self.event_id}"


class Topic(models.Model):
    """A topic of a forum; solved while a post of it is marked as the solution."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="topics")
    number = models.BigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    solved_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True, help_text="When we last looked whether it is solved")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "number"], name="forum_topic_once")]

    def __str__(self) -> str:
        return self.title or f"#{self.number}"

    @property
    def url(self) -> str:
        """Where people read it."""
        return f"{self.forum.url}/t/{self.number}"


class Post(models.Model):
    """A post that became feedback. `version` grows with each edit there: an older one that comes late changes nothing."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts")
    number = models.BigIntegerField(help_text="Its id in the whole forum")
    version = models.PositiveIntegerField(default=1)
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="+")
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="forum_post_once")]

    def __str__(self) -> str:
        return str(self.number)


class TopicAnswer(models.Model):
    """What a topic is told about an idea its posts asked for; once on each occasion, and only when somebody here says so."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a person")
        QUEUED = "queued", _("On its way")
        POSTED = "posted", _("Posted")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not posted")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="answers")
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=16, choices=Answer.Occasion)
    words = models.TextField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)
    post_number = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    posted_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "idea", "occasion"], name="topic_told_once")]

    def __str__(self) -> str:
        return self.words[:80]
