"""How well each formula told what came: how often it put the idea first that brought more."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from wellheard.decide.demand.models import Score
from wellheard.decide.reviews.models import Check
from wellheard.decide.reviews.queries.calibration import CAME, FEW, latest_checks
from wellheard.foundation import clock

Judgement = Check.Judgement
# From this share of pairs on a formula told it well; half of them is what a coin gets.
_WELL, _COIN = 0.75, 0.5


@dataclass(frozen=True)
class FormulaCalibration:
    """Of how many pairs of ideas that brought different things a formula put the better one first.

    The share of pairs in the right order is the concordance of Harrell, F. E. and others (1982), JAMA 247; scores that are
    the same count half. It needs no scale, so scores are compared as they are, within one version of a formula only.
    """

    name: str
    ideas: int
    pairs: int
    right: float

    @property
    def tells(self) -> str:
        """well, somewhat, or surprised; nothing while too little is known."""
        if self.ideas < FEW or not self.pairs:
            return ""
        share = self.right / self.pairs
        return "well" if share >= _WELL else "somewhat" if share > _COIN else "surprised"


def calibration_of_formulas() -> list[FormulaCalibration]:
    """Return how well each formula told what came, where enough is known, by name. Scores made after going live do not count."""
    checks = {check.expectation.idea_id: check for check in latest_checks().values()}
    came = {idea: CAME[Judgement(check.judgement)] for idea, check in checks.items()}
    known = Score.objects.filter(idea__in=list(came)).select_related("scoring__formula").order_by("pk")
    scores: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    for score in known:
        live = checks[score.idea_id].expectation.shipped_on
        if live is None or clock.day_of(score.scoring.made_at) < live:
            scores[score.scoring.formula.name, score.scoring.formula_id][score.idea_id] = score.likely
    found = [_calibration(name, given, came) for (name, _version), given in sorted(scores.items())]
    return [one for one in found if one.tells]


def _calibration(name: str, scores: dict[int, float], came: dict[int, float]) -> FormulaCalibration:
    pairs = [(one, other) for one, other in combinations(scores, 2) if came[one] != came[other]]
    right = sum(_order(scores[one] - scores[other], came[one] - came[other]) for one, other in pairs)
    return FormulaCalibration(name, len(scores), len(pairs), right)


def _order(score: float, outcome: float) -> float:
    return 0.5 if not score else float(score * outcome > 0)
