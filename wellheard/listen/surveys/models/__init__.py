"""What is asked, of whom, who was shown what, and what they said."""

from wellheard.listen.surveys.models.ledger import Display, FatigueRules, GateCount, Quiet
from wellheard.listen.surveys.models.responses import PairVote, Response, ResponseItem
from wellheard.listen.surveys.models.rewards import Incentive, Reward
from wellheard.listen.surveys.models.sending import Invitation, Wave
from wellheard.listen.surveys.models.surveys import Question, QuestionKind, Stratum, Survey

__all__ = [
    "Display",
    "FatigueRules",
    "GateCount",
    "Incentive",
    "Invitation",
    "PairVote",
    "Question",
    "QuestionKind",
    "Quiet",
    "Response",
    "ResponseItem",
    "Reward",
    "Stratum",
    "Survey",
    "Wave",
]
