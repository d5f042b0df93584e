"""The gates a survey passes before somebody is asked, in this order. Each tells whether it lets a person through, and why.

What every gate needs of the person is read once (`facing`). `MEMORY` need nothing from the database, `PERSON` what we know of
the person, `PAUSES` as well, and decide alike for all surveys of a sort; `TOGETHER` are asked for all that are left at once.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from wellheard.listen.surveys import budget, pauses, saying
from wellheard.listen.surveys.facing import Facing
from wellheard.listen.surveys.kept import Known
from wellheard.listen.surveys.models import Display, Survey
from wellheard.listen.surveys.triggers import fits_page, fits_properties

Passes = Callable[[Known, Facing], bool]
Says = Callable[[saying.Case], str]
Steps = Sequence[tuple[str, Passes]]

MOST_UNTIL_ANSWERED = 3
_WHOLE = float(2**64)


@dataclass(frozen=True)
class Gate:
    """One condition: its name, whether somebody passes, how that is said, and which surveys it can stop at all."""

    name: str
    passes: Passes
    says: Says
    matters: Callable[[Known], object] = lambda _one: True


@dataclass(frozen=True)
class Verdict:
    """How one gate decided. `sentence` is put into words when somebody reads it, in their language."""

    name: str
    passed: bool
    say: Callable[[], str]

    @property
    def sentence(self) -> str:
        return self.say()


def judged(gate: Gate, one: Known, facing: Facing) -> Verdict:
    """Ask one gate."""
    passed = gate.passes(one, facing)
    return Verdict(gate.name, passed, partial(gate.says, saying.Case(one, facing, passed)))


def _runs(one: Known, _facing: Facing) -> bool:
    return one.survey.state == Survey.State.RUNNING


def _in_dates(one: Known, facing: Facing) -> bool:
    has_begun = one.starts_at is None or one.starts_at <= facing.now
    return has_begun and (one.ends_at is None or facing.now < one.ends_at)


def _channel(one: Known, facing: Facing) -> bool:
    return facing.place.channel in one.channels


def _page(one: Known, facing: Facing) -> bool:
    pages = one.trigger.get("pages")
    return not pages or fits_page(pages, facing.place.url)


def _happened(one: Known, facing: Facing) -> bool:
    """Tell whether what triggers it has just happened; what only counts over days may lie back."""
    event = one.trigger.get("event")
    if not event:
        return True
    if facing.place.event == event:
        return fits_properties(one.trigger.get("properties", []), facing.place.properties)
    return "within_days" in one.trigger and "properties" not in one.trigger


def share_of(salt: str, who: str) -> float:
    """Return where a person stands between 0 and 1, always the same for the same salt, and as if by chance for another."""
    digest = hashlib.blake2b(f"{salt}:{who}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / _WHOLE


def is_sampled(salt: str, percent: int, who: str) -> bool:
    """Tell whether a person is among the share that is asked."""
    return percent >= 100 or share_of(salt, who) * 100 < percent  # noqa: PLR2004 - a hundred of a hundred


def _sample(one: Known, facing: Facing) -> bool:
    return is_sampled(one.salt, one.percent, facing.who.sampled_as)


def _recognised(one: Known, facing: Facing) -> bool:
    if one.audience == Survey.Audience.ANYBODY:
        return facing.who.is_anybody
    return facing.who.is_known


def _segment(one: Known, facing: Facing) -> bool:
    return one.audience != Survey.Audience.SEGMENT or one.segment_id in facing.profile.segments


def _before(one: Known, facing: Facing) -> bool:
    return all(pauses.was_so(condition, facing) for condition in one.trigger.get("after", []))


def _again(one: Known, facing: Facing) -> bool:
    """Tell whether it is their turn, or their turn again; what was begun may be ended."""
    earlier = facing.shown_by_survey.get(one.pk)
    if not earlier or earlier[0].is_open(facing.now):
        return True
    if one.survey.schedule == Survey.Schedule.EVERY:
        return earlier[0].shown_at <= facing.now - timedelta(days=one.survey.every_days or 1)
    if one.survey.schedule == Survey.Schedule.UNTIL_ANSWERED:
        has_answered = any(row.state == Display.State.COMPLETED for row in earlier)
        return not has_answered and len(earlier) < MOST_UNTIL_ANSWERED
    return False


def _rule(one: Known, facing: Facing) -> bool:
    return one.rule is None or facing.company_meets.get(one.rule.key, False)


def _often(one: Known, facing: Facing) -> bool:
    return not one.counted or times(one, facing) >= one.trigger.get("at_least", 1)


def times(one: Known, facing: Facing) -> int:
    """Return how often the event happened within the days that count: what we keep, what the page saw since, and just now."""
    event, days = one.trigger["event"], one.trigger.get("within_days")
    first = (facing.now - timedelta(days=days)).date() if days else None
    kept = sum(count for day, count in facing.used.get(event, []) if first is None or day >= first)
    return kept + max(int(facing.place.event == event), facing.place.signals.get(event, 0))


def _group(one: Known, facing: Facing) -> bool:
    if not one.groups:
        return True
    group = facing.group_of(one)
    return group is not None and facing.reached.get(group.pk, 0) < group.target


def _per_day(one: Known, facing: Facing) -> bool:
    return one.per_day is None or budget.budget_of(one, facing).has_room


MEMORY = (
    Gate("running", _runs, saying.runs, lambda one: not one.survey.is_running),
    Gate("dates", _in_dates, saying.dates, lambda one: one.starts_at or one.ends_at),
    Gate("channel", _channel, saying.channel),
    Gate("page", _page, saying.page, lambda one: one.trigger.get("pages")),
    Gate("known", _recognised, saying.recognised),
    Gate("event", _happened, saying.happened, lambda one: one.trigger.get("event")),
    Gate("sample", _sample, saying.sample, lambda one: one.percent < 100),  # noqa: PLR2004 - a hundred of a hundred
)
PERSON = (
    Gate("segment", _segment, saying.segment, lambda one: one.audience == Survey.Audience.SEGMENT),
    Gate("before", _before, saying.before, lambda one: one.trigger.get("after")),
    Gate("again", _again, saying.again),
)
PAUSES = (
    Gate("quiet", pauses.not_quiet, saying.quiet),
    Gate("stopped", pauses.not_stopped, saying.stopped),
    Gate("first_days", pauses.past_first_days, saying.first_days),
    Gate("urgent", pauses.nothing_urgent, saying.urgent),
    Gate("session", pauses.first_this_visit, saying.session),
    Gate("any_pause", pauses.after_any, saying.any_pause),
    Gate("person_pause", pauses.after_person, saying.person_pause),
    Gate("nps_pause", pauses.after_nps, saying.nps_pause),
    Gate("unanswered", pauses.answers_sometimes, saying.unanswered),
    Gate("company_pause", pauses.after_company, saying.company_pause),
)
TOGETHER = (
    Gate("rule", _rule, saying.rule, lambda one: one.rule),
    Gate("count", _often, saying.often, lambda one: one.counted),
    Gate("group", _group, saying.group, lambda one: one.groups),
    Gate("per_day", _per_day, saying.per_day, lambda one: one.per_day is not None),
)


STAGES = {"memory": MEMORY, "person": PERSON, "pauses": PAUSES, "together": TOGETHER}


def steps_of(one: Known, stage: str) -> Steps:
    """Return of the gates of a stage those that can stop a survey; worked out once while it is kept."""
    found: Steps | None = one.worked_out.get(stage)
    if found is None:
        found = one.worked_out[stage] = [(gate.name, gate.passes) for gate in STAGES[stage] if gate.matters(one)]
    return found


# As the page tells of them; the order in which they are asked is the cheapest.
_IN_WORDS = (
    ("running", "dates", "channel", "page", "known", "segment", "rule", "event", "count", "before"),
    ("sample", "group", "per_day", "again", "quiet", "stopped", "first_days", "urgent", "session"),
    ("any_pause", "person_pause", "nps_pause", "unanswered", "company_pause"),
)
_BY_NAME = {gate.name: gate for gates in STAGES.values() for gate in gates}
IN_WORDS = tuple(_BY_NAME[name] for names in _IN_WORDS for name in names)
# Where somebody is and what just happened there: the rest is true of the person.
OF_THE_PLACE = frozenset({"page", "event", "session"})
