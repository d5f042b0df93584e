"""Who is heard and who is not: how many of each stratum were asked and answered, beside how many there are."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from wellheard.listen.surveys.models import Display, Invitation, Survey

# A stratum is not heard where its share of the answers is less than half its share of the people.
_HALF = 0.5


@dataclass(frozen=True)
class Stratum:
    """One stratum of the samples of a survey: how many people there are, were written to, and answered."""

    label: str
    base: int
    asked: int
    answered: int
    share_of_base: float
    share_of_answers: float

    @property
    def rate(self) -> float:
        """Return which share of those who were written to answered."""
        return self.answered / self.asked if self.asked else 0.0

    @property
    def is_unheard(self) -> bool:
        return self.asked > 0 and self.share_of_answers < self.share_of_base * _HALF


def heard_by_stratum(survey: Survey) -> list[Stratum]:
    """Return for each stratum of a survey's samples who is heard, those least heard first."""
    rows = (
        Invitation.objects.filter(survey=survey)
        .exclude(wave=None)
        .values_list("stratum")
        .annotate(
            asked=Count("pk", filter=Q(sent_at__isnull=False)),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
        )
    )
    counts = {label: (asked, answered) for label, asked, answered in rows}
    # The first wave saw everybody: later ones leave out who was drawn before.
    first = survey.waves.order_by("number").first()
    base = {label: one["base"] for label, one in (first.base if first else {}).items()}
    people, answers = sum(base.values()) or 1, sum(answered for _asked, answered in counts.values()) or 1
    found = [
        Stratum(label, base.get(label, 0), asked, answered, base.get(label, 0) / people, answered / answers)
        for label, (asked, answered) in counts.items()
    ]
    return sorted(found, key=lambda one: (one.share_of_answers - one.share_of_base, one.label))


@dataclass(frozen=True)
class Channel:
    """How it went in one channel: unique people shown, begun, answered to the end, closed."""

    channel: str
    shown: int
    begun: int
    answered: int
    closed: int

    @property
    def rate(self) -> float:
        """Return which share of the people who were shown it answered."""
        return self.answered / self.shown if self.shown else 0.0

    @property
    def completion(self) -> float:
        """Return which share of those who began came to the end."""
        return self.answered / self.begun if self.begun else 0.0


def by_channel(survey: Survey) -> list[Channel]:
    """Return response and completion of a survey side by side; people count once, whoever they are to us."""
    rows = Display.objects.filter(survey=survey).values_list("channel", "contact", "device", "state", "started_at")
    people: dict[str, dict[tuple[object, ...], str]] = {}
    begun: dict[str, set[tuple[object, ...]]] = {}
    for number, (channel, contact, device, state, started_at) in enumerate(rows.iterator()):
        who = ("contact", contact) if contact else ("device", device) if device else ("row", number)
        if started_at is not None or state == Display.State.COMPLETED:
            begun.setdefault(channel, set()).add(who)
        known = people.setdefault(channel, {})
        if known.get(who) != Display.State.COMPLETED:
            known[who] = state
    return [_channel(channel, people[channel], begun.get(channel, set())) for channel in sorted(people)]


def _channel(channel: str, people: dict[tuple[object, ...], str], begun: set[tuple[object, ...]]) -> Channel:
    states = Counter(people.values())
    return Channel(
        channel,
        shown=len(people),
        begun=len(begun),
        answered=states[Display.State.COMPLETED],
        closed=states[Display.State.DISMISSED] + states[Display.State.ABANDONED],
    )
