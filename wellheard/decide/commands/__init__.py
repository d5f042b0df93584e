"""Every change to ideas, evidence, votes, comments and decisions."""

from wellheard.decide.commands.boards import add_board, edit_board, place_on_board, remove_board
from wellheard.decide.commands.bulk import BulkError, bulk_edit_ideas, undo_bulk_edit
from wellheard.decide.commands.comments import (
    CommentError,
    add_comment,
    edit_comment,
    edit_reply,
    recount_comments,
    reply,
    withdraw_comment,
    withdraw_reply,
)
from wellheard.decide.commands.decisions import DecisionError, record_decision
from wellheard.decide.commands.discarding import discard_idea
from wellheard.decide.commands.evidence import (
    LinkError,
    link_feedback,
    place_evidence,
    reaffirm_evidence,
    set_importance,
    set_needed_by,
    settle_deals,
    unlink_feedback,
    weigh_evidence,
    withdraw_evidence,
)
from wellheard.decide.commands.following import follow, keep_following, unfollow
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
from wellheard.decide.commands.rankings import keep_rankings
from wellheard.decide.commands.ranks import keep_ranks, take_ranks
from wellheard.decide.commands.translating import (
    StaleTranslationError,
    TranslationError,
    remove_decision_translation,
    remove_translation,
    translate_decision,
    translate_idea,
)
from wellheard.decide.commands.votes import vote, withdraw_vote

__all__ = [
    "BulkError",
    "CommentError",
    "DecisionError",
    "IdeaError",
    "LinkError",
    "MergeError",
    "StaleIdeaError",
    "StaleTranslationError",
    "TranslationError",
    "add_board",
    "add_comment",
    "bulk_edit_ideas",
    "change_status",
    "discard_idea",
    "edit_board",
    "edit_comment",
    "edit_idea",
    "edit_reply",
    "follow",
    "hide_idea",
    "keep_following",
    "keep_rankings",
    "keep_ranks",
    "link_feedback",
    "merge_ideas",
    "open_idea",
    "place_evidence",
    "place_on_board",
    "publish_idea",
    "reaffirm_evidence",
    "record_decision",
    "recount_comments",
    "remove_board",
    "remove_decision_translation",
    "remove_translation",
    "reply",
    "set_importance",
    "set_needed_by",
    "settle_deals",
    "ship_idea",
    "take_ranks",
    "translate_decision",
    "translate_idea",
    "undo_bulk_edit",
    "unfollow",
    "unlink_feedback",
    "unmerge_ideas",
    "vote",
    "weigh_evidence",
    "withdraw_comment",
    "withdraw_evidence",
    "withdraw_reply",
    "withdraw_vote",
]
