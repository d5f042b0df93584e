"""Boards of the portal: ideas for everybody, or for the companies of a segment alone."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellheard.customers.models import Contact, Segment, member_of


class BoardQuerySet(models.QuerySet["Board"]):
    def in_order(self) -> Self:
        return self.order_by("position", "name")

    def visible_to(self, contact: Contact | None) -> Self:
        """Boards this visitor may see; who is not identified sees those for everybody."""
        return self.filter(seen_by(contact, prefix=""))


class Board(models.Model):
    """A list of ideas on the portal. A private one does not exist for who is not of its segment.

    Without a segment (it was removed) a private board is seen by nobody: never by everybody.
    """

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", _("Everybody")
        SEGMENT = "segment", _("The companies of a segment")

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    audience = models.CharField(max_length=9, choices=Audience, default=Audience.EVERYBODY)
    segment = models.ForeignKey(Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, help_text="Grows with each edit; tells two editors apart")

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def is_private(self) -> bool:
        return self.audience == Board.Audience.SEGMENT


def seen_by(contact: Contact | None, *, prefix: str) -> Q:
    """Return the condition under which a visitor may see a board; `prefix` leads to the board from another row."""
    for_all = Q(**{f"{prefix}audience": Board.Audience.EVERYBODY})
    if contact is None:
        return for_all
    is_theirs = member_of(contact, segment=f"{prefix}segment")
    return for_all | (Q(**{f"{prefix}audience": Board.Audience.SEGMENT}) & is_theirs)
