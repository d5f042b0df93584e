"""Every change in talks with customers."""

from wellheard.listen.interviews.commands.cadence import CHECK_IN, keep_check_in_tasks
from wellheard.listen.interviews.commands.guides import add_guide, edit_guide, retire_guide
from wellheard.listen.interviews.commands.holding import hold_interview, miss_interview, note_interview
from wellheard.listen.interviews.commands.inviting import tell_of_interview
from wellheard.listen.interviews.commands.leading import tell_whoever_leads
from wellheard.listen.interviews.commands.people import People, change_people
from wellheard.listen.interviews.commands.planning import (
    MOST_GUESTS,
    MOST_MINUTES,
    TalkDraft,
    cancel_interview,
    move_interview,
    plan_interview,
)
from wellheard.listen.interviews.commands.quoting import mark_quote
from wellheard.listen.interviews.commands.replying import take_calendar_reply
from wellheard.listen.interviews.commands.steps import NEXT_STEP, agree_on_step

__all__ = [
    "CHECK_IN",
    "MOST_GUESTS",
    "MOST_MINUTES",
    "NEXT_STEP",
    "People",
    "TalkDraft",
    "add_guide",
    "agree_on_step",
    "cancel_interview",
    "change_people",
    "edit_guide",
    "hold_interview",
    "keep_check_in_tasks",
    "mark_quote",
    "miss_interview",
    "move_interview",
    "note_interview",
    "plan_interview",
    "retire_guide",
    "take_calendar_reply",
    "tell_of_interview",
    "tell_whoever_leads",
]
