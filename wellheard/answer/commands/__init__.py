"""Every change to answers: owing, editing, holding, sending, and what came back."""

from wellheard.answer.commands.owing import DROPPED, News, acknowledge, drop_unasked, owe_answers
from wellheard.answer.commands.sending import (
    note_failed,
    note_sent,
    send_all,
    send_answer,
)
from wellheard.answer.commands.solving import SolvedLinkError, answer_of_token, record_solved
from wellheard.answer.commands.writing import OPEN, AnswerError, StaleAnswerError, edit_answer, keep_back, mark_told

__all__ = [
    "DROPPED",
    "OPEN",
    "AnswerError",
    "News",
    "SolvedLinkError",
    "StaleAnswerError",
    "acknowledge",
    "answer_of_token",
    "drop_unasked",
    "edit_answer",
    "keep_back",
    "mark_told",
    "note_failed",
    "note_sent",
    "owe_answers",
    "record_solved",
    "send_all",
    "send_answer",
]
