"""Every change to what is estimated, scored and asked about demand."""

from wellheard.decide.demand.commands.asking import AskingError, answer_still_needed, begin_round, send_round
from wellheard.decide.demand.commands.linking import NeedQuestionError, link_need_question, unlink_need_question

__all__ = [
    "AskingError",
    "NeedQuestionError",
    "answer_still_needed",
    "begin_round",
    "link_need_question",
    "send_round",
    "unlink_need_question",
]
