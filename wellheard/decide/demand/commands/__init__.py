"""Every change to what is estimated, scored and asked about demand."""

from wellheard.decide.demand.commands.asking import AskingError, answer_still_needed, begin_round, send_round
from wellheard.decide.demand.commands.half_lives import set_half_lives
from wellheard.decide.demand.commands.linking import NeedQuestionError, link_need_question, unlink_need_question
from wellheard.decide.demand.commands.scoring import (
    ScoreError,
    add_standard_formulas,
    estimate,
    save_formula,
    score_ideas,
)

__all__ = [
    "AskingError",
    "NeedQuestionError",
    "ScoreError",
    "add_standard_formulas",
    "answer_still_needed",
    "begin_round",
    "estimate",
    "link_need_question",
    "save_formula",
    "score_ideas",
    "send_round",
    "set_half_lives",
    "unlink_need_question",
]
