"""How much ideas are needed, how sure that is, and what they score."""

from wellheard.decide.demand.models.asking import Asked, Round, StillNeeded
from wellheard.decide.demand.models.formulas import Estimate, Formula, Score, Scoring
from wellheard.decide.demand.models.weights import HalfLife, NeedQuestion

__all__ = ["Asked", "Estimate", "Formula", "HalfLife", "NeedQuestion", "Round", "Score", "Scoring", "StillNeeded"]
