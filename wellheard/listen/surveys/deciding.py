"""Whether somebody is asked now, and which survey: one at a time, what was begun first, then by priority.

Surveys are read from memory (`kept`), what we know of the person in a few statements (`facing`), and only when a survey comes
so far. Every door that shows surveys asks here, so the ledger of one person is the same on all their devices.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wellheard.foundation import clock
from wellheard.listen.surveys import counting, kept
from wellheard.listen.surveys.asked import Asked, Place
from wellheard.listen.surveys.facing import Facing
from wellheard.listen.surveys.gates import IN_WORDS, OF_THE_PLACE, Verdict, judged, steps_of
from wellheard.listen.surveys.kept import Known
from wellheard.listen.surveys.models import Survey
from wellheard.listen.surveys.pauses import sort_of
from wellheard.listen.surveys.person import Shown


@dataclass(frozen=True)
class Decision:
    """What somebody is asked now, if anything: the survey, their group in it, and the key of what they had begun.

    A survey given out here is shared by requests; it is only read.
    """

    survey: Survey | None = None
    stratum: str = ""
    display_key: str = ""


@dataclass(frozen=True)
class Explained:
    """One survey and how each gate decided; `is_asked` says whether this is the one that is asked now."""

    survey: Survey
    gates: Sequence[Verdict] = field(default_factory=tuple)
    is_asked: bool = False

    @property
    def passed(self) -> bool:
        return all(gate.passed for gate in self.gates)

    @property
    def stopped_by(self) -> Verdict | None:
        """Return the first gate that does not let them through."""
        return next((gate for gate in self.gates if not gate.passed), None)


def decide(who: Asked, where: Place, *, now: datetime | None = None) -> Decision:
    """Return what somebody is asked now. Changes nothing but counts; what they see is noted by show_survey."""
    shelf = kept.shelf_at_hand()
    while True:
        facing, stopped = Facing(who, where, now or clock.now(), rules=shelf.rules), dict[int, str]()
        left = _through(shelf.at(where.url), facing, stopped)
        if (stamp := facing.stamp) == shelf.stamp:
            break
        # A survey was changed since: the statement that told of the person told that as well.
        shelf = kept.shelf_of(stamp)
    asked = {one.pk: "asked" for one in left[:1]} | {one.pk: "another" for one in left[1:]}
    counting.count(facing.now, stopped | asked)
    return _decided(left[0], facing) if left else Decision()


def may_show(survey_id: int, who: Asked, where: Place, *, now: datetime | None = None) -> bool:
    """Tell whether a survey that was chosen a moment ago may still be shown: asked again when its delay is over."""
    facing = Facing(who, where, now or clock.now())
    found = next((one for one in kept.running() if one.pk == survey_id), None)
    if found is None:
        return False
    facing.surveys = (found,)
    return all(gate.passes(found, facing) for gate in IN_WORDS if gate.name not in OF_THE_PLACE)


def eligible(who: Asked, where: Place, *, now: datetime | None = None) -> list[Survey]:
    """Return every survey that somebody may be asked, wherever they are: all gates but those of page and event."""
    facing = Facing(who, where, now or clock.now())
    return [one.survey for one in _through(kept.running(), facing, {}, without=OF_THE_PLACE)]


def all_against(survey: Survey, who: Asked, where: Place, *, now: datetime | None = None) -> list[str]:
    """Return the names of all gates that speak against asking somebody one survey."""
    facing, one = Facing(who, where, now or clock.now()), kept.known(survey)
    facing.surveys = (one,)
    return [gate.name for gate in IN_WORDS if not gate.passes(one, facing)]


def first_against(survey: Survey, who: Asked, where: Place, *, without: frozenset[str]) -> str:
    """Return the name of the first gate that speaks against asking somebody, some gates left out; nothing where none does."""
    return next((name for name in all_against(survey, who, where) if name not in without), "")


def explain(survey: Survey, who: Asked, where: Place, *, now: datetime | None = None) -> Explained:
    """Return why somebody is or is not asked one survey, also one that does not run: every gate, in words."""
    facing = Facing(who, where, now or clock.now())
    one = kept.known(survey)
    facing.surveys = (one,)
    chosen = decide_quietly(who, where, now=facing.now)
    is_asked = chosen.survey is not None and chosen.survey.pk == survey.pk
    return Explained(survey, tuple(judged(gate, one, facing) for gate in IN_WORDS), is_asked)


def explain_all(who: Asked, where: Place, *, now: datetime | None = None) -> list[Explained]:
    """Return for every survey that runs why somebody is or is not asked it, the one that is asked in front."""
    chosen = decide_quietly(who, where, now=now).survey
    first = chosen.pk if chosen else None
    facing = Facing(who, where, now or clock.now())
    facing.surveys = kept.running()
    found = [
        Explained(one.survey, tuple(judged(gate, one, facing) for gate in IN_WORDS), one.pk == first)
        for one in facing.surveys
    ]
    return sorted(found, key=lambda one: (not one.is_asked, not one.passed, -one.survey.priority))


def decide_quietly(who: Asked, where: Place, *, now: datetime | None = None) -> Decision:
    """As decide, without counting: for the page that explains."""
    facing = Facing(who, where, now or clock.now())
    left = _through(kept.running(), facing, {})
    return _decided(left[0], facing) if left else Decision()


def _through(
    surveys: Iterable[Known], facing: Facing, stopped: dict[int, str], *, without: frozenset[str] = frozenset()
) -> list[Known]:
    """Return the surveys that pass every gate, what was begun first, then as they came: by priority.

    `stopped` takes down at which gate each other one ended.
    """
    left = list(surveys)
    for stage, ends_at in _STAGES.items():
        if not left:
            return left
        facing.surveys, still = left, []
        for one in left:
            if (name := ends_at(one, stage, facing, without)) is None:
                still.append(one)
            else:
                stopped[one.pk] = name
        left = still
    return sorted(left, key=lambda one: one.pk not in facing.begun)


def _ends_at(one: Known, stage: str, facing: Facing, without: frozenset[str]) -> str | None:
    """Return the name of the first gate of a stage that stops a survey, if any."""
    for name, passes in steps_of(one, stage):
        if name not in without and not passes(one, facing):
            return name
    return None


def _sort_ends_at(one: Known, stage: str, facing: Facing, without: frozenset[str]) -> str | None:
    """As _ends_at, asked once for all surveys of a sort."""
    sort = sort_of(one, facing)
    if sort not in facing.held_back:
        facing.held_back[sort] = _ends_at(one, stage, facing, without)
    return facing.held_back[sort]


_STAGES = {"memory": _ends_at, "person": _ends_at, "pauses": _sort_ends_at, "together": _ends_at}


def _decided(one: Known, facing: Facing) -> Decision:
    group = facing.group_of(one)
    begun: Shown | None = next(
        (row for row in facing.shown if row.survey_id == one.pk and row.is_open(facing.now)), None
    )
    return Decision(one.survey, group.label if group else "", begun.key if begun else "")
