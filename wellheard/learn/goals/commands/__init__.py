"""Every change to goals."""

from wellheard.learn.goals.commands.check_ins import check_in, note_value, remind
from wellheard.learn.goals.commands.decisions import bind_decision, unbind_decision
from wellheard.learn.goals.commands.digests import choose_digest, note_digest_done
from wellheard.learn.goals.commands.objectives import (
    CHECK_IN,
    add_objective,
    close_objective,
    edit_objective,
    reopen_objective,
)
from wellheard.learn.goals.commands.results import add_key_result, edit_key_result, remove_key_result

__all__ = [
    "CHECK_IN",
    "add_key_result",
    "add_objective",
    "bind_decision",
    "check_in",
    "choose_digest",
    "close_objective",
    "edit_key_result",
    "edit_objective",
    "note_digest_done",
    "note_value",
    "remind",
    "remove_key_result",
    "reopen_objective",
    "unbind_decision",
]
