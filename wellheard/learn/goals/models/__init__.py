"""What we want to reach, by which results we shall know, what was said of them, and who hears of it by mail."""

from wellheard.learn.goals.models.check_ins import CheckIn, CheckInQuerySet
from wellheard.learn.goals.models.decisions import KeyResultDecision
from wellheard.learn.goals.models.digests import DigestChoice
from wellheard.learn.goals.models.objectives import Objective, ObjectiveQuerySet
from wellheard.learn.goals.models.results import KeyResult, KeyResultIdea

__all__ = [
    "CheckIn",
    "CheckInQuerySet",
    "DigestChoice",
    "KeyResult",
    "KeyResultDecision",
    "KeyResultIdea",
    "Objective",
    "ObjectiveQuerySet",
]
