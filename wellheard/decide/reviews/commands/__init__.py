"""Every change to review meetings."""

from wellheard.decide.reviews.commands.answering import answer_question
from wellheard.decide.reviews.commands.asking import ask_still_needed
from wellheard.decide.reviews.commands.cycle import set_cycle, standing_cycle
from wellheard.decide.reviews.commands.expecting import judge_check, note_check, note_live, note_not_live
from wellheard.decide.reviews.commands.freezing import freeze_review
from wellheard.decide.reviews.commands.meeting import hold_review, note_there, remark, start_talk
from wellheard.decide.reviews.commands.planning import (
    Plan,
    call_off_review,
    change_review,
    invite,
    plan_after,
    plan_review,
    uninvite,
)
from wellheard.decide.reviews.commands.questions import (
    add_criterion,
    asked_nothing,
    edit_criterion,
    restore_criterion,
    retire_criterion,
    standing_questions,
)
from wellheard.decide.reviews.commands.rating import RatingDraft, hand_in, rate, remind_raters
from wellheard.decide.reviews.commands.replying import take_meeting_reply
from wellheard.decide.reviews.commands.revealing import reveal_review, reveal_what_is_due
from wellheard.decide.reviews.commands.shortlist import propose, put_on_next_table, put_on_table, take_off_table
from wellheard.decide.reviews.commands.telling import tell_it_is_off, tell_who_comes, tell_without
from wellheard.decide.reviews.commands.verdicts import Expected, VerdictDraft, decide_item
from wellheard.decide.reviews.errors import LeavesOutError, ReviewError, StaleReviewError

__all__ = [
    "Expected",
    "LeavesOutError",
    "Plan",
    "RatingDraft",
    "ReviewError",
    "StaleReviewError",
    "VerdictDraft",
    "add_criterion",
    "answer_question",
    "ask_still_needed",
    "asked_nothing",
    "call_off_review",
    "change_review",
    "decide_item",
    "edit_criterion",
    "freeze_review",
    "hand_in",
    "hold_review",
    "invite",
    "judge_check",
    "note_check",
    "note_live",
    "note_not_live",
    "note_there",
    "plan_after",
    "plan_review",
    "propose",
    "put_on_next_table",
    "put_on_table",
    "rate",
    "remark",
    "remind_raters",
    "restore_criterion",
    "retire_criterion",
    "reveal_review",
    "reveal_what_is_due",
    "set_cycle",
    "standing_cycle",
    "standing_questions",
    "start_talk",
    "take_meeting_reply",
    "take_off_table",
    "tell_it_is_off",
    "tell_who_comes",
    "tell_without",
    "uninvite",
]
