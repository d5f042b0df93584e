"""Every change to answers: owing, wording, holding, sending, and what came back."""

from wellheard.answer.commands.about_feedback import answer_how, drop_about, thank_for
from wellheard.answer.commands.choosing import keep_chosen, tell_chosen
from wellheard.answer.commands.following import ask_again, owe_thanks, reopen
from wellheard.answer.commands.in_conversations import (
    dismiss_after,
    dismiss_what_they_know,
    note_told_there,
    settle_waits,
    tell_in_conversation,
)
from wellheard.answer.commands.owing import DROPPED, News, acknowledge, drop_unasked, drop_untrue, owe_answers
from wellheard.answer.commands.reading import note_answers_read
from wellheard.answer.commands.sending import (
    note_bounced,
    note_failed,
    note_sent,
    send_all,
    send_answer,
    send_chosen,
    send_due,
    sendable,
)
from wellheard.answer.commands.solving import SolvedLinkError, answer_of_token, record_solved
from wellheard.answer.commands.unsubscribing import (
    Choice,
    UnsubscribeLinkError,
    choice_of_token,
    is_stopped,
    start_again,
    stop_about,
    stop_all,
    stopped_ideas,
)
from wellheard.answer.commands.writing import OPEN, AnswerError, StaleAnswerError, edit_answer, keep_back, mark_told

__all__ = [
    "DROPPED",
    "OPEN",
    "AnswerError",
    "Choice",
    "News",
    "SolvedLinkError",
    "StaleAnswerError",
    "UnsubscribeLinkError",
    "acknowledge",
    "answer_how",
    "answer_of_token",
    "ask_again",
    "choice_of_token",
    "dismiss_after",
    "dismiss_what_they_know",
    "drop_about",
    "drop_unasked",
    "drop_untrue",
    "edit_answer",
    "is_stopped",
    "keep_back",
    "keep_chosen",
    "mark_told",
    "note_answers_read",
    "note_bounced",
    "note_failed",
    "note_sent",
    "note_told_there",
    "owe_answers",
    "owe_thanks",
    "record_solved",
    "reopen",
    "send_all",
    "send_answer",
    "send_chosen",
    "send_due",
    "sendable",
    "settle_waits",
    "start_again",
    "stop_about",
    "stop_all",
    "stopped_ideas",
    "tell_chosen",
    "tell_in_conversation",
    "thank_for",
]
