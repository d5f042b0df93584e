"""How well ratings told what came: of one rater, and of the mean that says what fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from wellheard.decide.reviews.models import Check, Rating, RatingQuerySet
from wellheard.workspace.models import Staff

Judgement = Check.Judgement
# What came, as a share of what was expected.
CAME = {Judgement.MET: 1.0, Judgement.PARTLY: 0.5, Judgement.MISSED: 0.0}
# Fewer ideas say nothing of anybody.
FEW = 3
# The Brier score of somebody who always says "perhaps": Brier, G. W. (1950), Monthly Weather Review 78.
PERHAPS = 0.25


@dataclass(frozen=True)
class Calibration:
    """How far ratings were from what came, over so many ideas; how often the work took what was estimated.

    `brier` is the mean squared distance between a rating, as a chance from 0 to 1, and what came: 0 is knowing, 0.25 is always
    saying "perhaps". None where too few ideas were looked at.
    """

    ideas: int
    brier: float | None
    within: int
    estimated: int

    @property
    def tells(self) -> str:
        """well, somewhat, or surprised; nothing while too little is known."""
        if self.brier is None:
            return ""
        return "well" if self.brier < PERHAPS / 2 else "somewhat" if self.brier < PERHAPS else "surprised"


def calibration_of(staff: Staff) -> Calibration:
    """Return how well one colleague's ratings told what came; shown to them alone."""
    return _calibration(Rating.objects.revealed().filter(attendee__staff=staff), latest_checks())


def calibration_of_means() -> Calibration:
    """Return how well the mean of the departments told what came."""
    return _calibration(Rating.objects.revealed(), latest_checks())


def latest_checks() -> Mapping[int, Check]:
    """Each idea's last look back that says how it went, by its place on the table."""
    rows = Check.objects.filter(judgement__in=list(CAME)).order_by("days").select_related("expectation__verdict")
    return {check.expectation.verdict.item_id: check for check in rows}


def _calibration(ratings: RatingQuerySet, checks: Mapping[int, Check]) -> Calibration:
    given: dict[int, list[int]] = {}
    weeks: list[tuple[Decimal, Decimal, Decimal]] = []
    for rating in ratings.filter(item__in=list(checks)):
        took = checks[rating.item_id].expectation.took_weeks
        if rating.value is not None:
            given.setdefault(rating.item_id, []).append(rating.value)
        elif took is not None and rating.low_weeks is not None and rating.high_weeks is not None:
            weeks.append((rating.low_weeks, took, rating.high_weeks))
    distances = [(_chance(values) - CAME[Judgement(checks[item].judgement)]) ** 2 for item, values in given.items()]
    enough = len(distances) >= FEW
    return Calibration(
        ideas=len(distances),
        brier=sum(distances) / len(distances) if enough else None,
        within=sum(low <= took <= high for low, took, high in weeks),
        estimated=len(weeks),
    )


def _chance(values: list[int]) -> float:
    """Return ratings of one to five as a chance from 0 to 1."""
    return (sum(values) / len(values) - 1) / 4
