"""Every change to ideas, evidence, votes and decisions."""

from wellheard.decide.commands.decisions import DecisionError, record_decision
from wellheard.decide.commands.evidence import (
    LinkError,
    link_feedback,
    place_evidence,
    reaffirm_evidence,
    set_importance,
    unlink_feedback,
    withdraw_evidence,
)
from wellheard.decide.commands.ideas import (
    IdeaError,
    StaleIdeaError,
    change_status,
    edit_idea,
    hide_idea,
    open_idea,
    publish_idea,
    ship_idea,
)
from wellheard.decide.commands.merging import MergeError, merge_ideas, unmerge_ideas
from wellheard.decide.commands.votes import vote, withdraw_vote

__all__ = [
    "DecisionError",
    "IdeaError",
    "LinkError",
    "MergeError",
    "StaleIdeaError",
    "change_status",
    "edit_idea",
    "hide_idea",
    "link_feedback",
    "merge_ideas",
    "open_idea",
    "place_evidence",
    "publish_idea",
    "reaffirm_evidence",
    "record_decision",
    "set_importance",
    "ship_idea",
    "unlink_feedback",
    "unmerge_ideas",
    "vote",
    "withdraw_evidence",
    "withdraw_vote",
]
