"""Whose answers are meant, and when they came: a survey, narrowed to a wave, a channel, a segment or some days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from wellheard.customers.models import Segment
from wellheard.foundation import clock
from wellheard.listen.surveys.models import Display, Response, Survey, Wave
from wellheard.listen.surveys.models.ledger import DisplayQuerySet
from wellheard.listen.surveys.models.responses import ResponseQuerySet


@dataclass(frozen=True)
class Scope:
    """A survey and what its results are narrowed to; nothing named: all that was answered."""

    survey: Survey
    wave: Wave | None = None
    segment: Segment | None = None
    channel: str = ""
    begins_on: date | None = None
    last_on: date | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.wave, self.segment, self.channel, self.begins_on, self.last_on))

    @property
    def margins_of_its_day(self) -> dict[str, Any]:
        """What everybody was like when the wave that is meant was drawn; nothing where that is not known, as of a segment."""
        return self.wave.margins if self.wave and not self.segment else {}

    def responses(self) -> ResponseQuerySet:
        """Return the answers that are meant."""
        return Response.objects.filter(self._where("answered_at"), survey=self.survey)

    def displays(self) -> DisplayQuerySet:
        """Return when whom the survey was shown in it."""
        return Display.objects.filter(self._where("shown_at"), survey=self.survey)

    def _where(self, moment: str) -> Q:
        wanted: dict[str, Any] = {}
        if self.wave:
            wanted["wave"] = self.wave
        if self.channel:
            wanted["channel"] = self.channel
        if self.segment:
            wanted["company__in"] = self.segment.members.values("company")
        if self.begins_on:
            wanted[f"{moment}__gte"] = _midnight(self.begins_on)
        if self.last_on:
            wanted[f"{moment}__lt"] = _midnight(self.last_on + timedelta(days=1))
        return Q(**wanted)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.zone())
