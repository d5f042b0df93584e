"""What is left of a survey's day for somebody's group: groups that are behind go first, and nothing is left over at night.

Each group's part of the day is in proportion to the answers it still lacks. Somebody is asked while the rest of the day is more
than what groups further behind have not used of their parts, times the share of the day that is still to come. So in the
morning the day belongs to whoever is behind, and what they do not use is everybody's by the evening.
"""

from dataclasses import dataclass
from datetime import timedelta

from wellheard.listen.surveys.facing import Facing, start_of_day
from wellheard.listen.surveys.kept import Group, Known

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Budget:
    """How often a survey was shown today, at most, how much of the rest is kept for groups further behind, and for which."""

    shown: int
    most: int
    kept: float
    first: tuple[str, ...]

    @property
    def is_used_up(self) -> bool:
        return self.shown >= self.most

    @property
    def has_room(self) -> bool:
        return self.shown + self.kept < self.most


def budget_of(one: Known, facing: Facing) -> Budget:
    """Return what is left today of a survey with a daily limit for the person in front of us."""
    most, shown = one.per_day or 0, facing.shown_today.get(one.pk, {})
    theirs = facing.group_of(one)
    total = sum(shown.values())
    if theirs is None:
        return Budget(total, most, 0.0, ())
    lacking = {group.label: max(group.target - facing.reached.get(group.pk, 0), 0) for group in one.groups}
    every = sum(lacking.values()) or 1
    behind = [group for group in one.groups if progress(group, facing) < progress(theirs, facing)]
    unused = {
        group.label: max(most * lacking[group.label] / every - shown.get(group.label, 0), 0.0) for group in behind
    }
    left_of_day = 1 - min((facing.now - start_of_day(facing.now)) / _DAY, 1.0)
    return Budget(total, most, sum(unused.values()) * left_of_day, tuple(label for label, n in unused.items() if n))


def progress(group: Group, facing: Facing) -> float:
    """Return which share of the answers that are wanted of a group is there."""
    return facing.reached.get(group.pk, 0) / group.target


def is_furthest_behind(one: Known, facing: Facing) -> bool:
    """Tell whether fewer of the answers wanted are there for somebody's group than for any other of the survey."""
    theirs = facing.group_of(one)
    others = [group for group in one.groups if theirs and group.pk != theirs.pk]
    return (
        theirs is not None
        and bool(others)
        and all(progress(theirs, facing) < progress(group, facing) for group in others)
    )
