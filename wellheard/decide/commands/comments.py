"""Comments below an idea. A customer's is a voice like any other: feedback, linked as evidence, private until published."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wellheard.customers.models import Contact
from wellheard.decide.commands.evidence import link_feedback, unlink_feedback
from wellheard.decide.commands.following import keep_following
from wellheard.decide.commands.ideas import leading
from wellheard.decide.models import Comment, CommentQuerySet, Idea
from wellheard.foundation import clock
from wellheard.foundation.facts import ledger, names
from wellheard.foundation.text.clean import clean_words
from wellheard.foundation.text.language import detect_language
from wellheard.listen import commands as listen
from wellheard.listen.models import Feedback
from wellheard.workspace.installation import installation
from wellheard.workspace.models import Staff

ADDED = names.declare("comment.added", "A customer commented on an idea.")
REPLIED = names.declare("comment.replied", "The team wrote below an idea; whoever waits for it is told once.")
EDITED = names.declare("comment.edited", "A comment was reworded.")
WITHDRAWN = names.declare("comment.withdrawn", "A comment was taken back.")

# Long enough to mend a slip; then others have read it and may have answered.
CHANGEABLE_FOR = timedelta(hours=1)
MOST_CHARACTERS = 5_000
DOUBLE_CLICK = timedelta(minutes=1)

# One statement, so that two at once cannot leave a count of neither.
_RECOUNT = """
UPDATE decide_idea AS idea SET comment_count = (
    SELECT count(*) FROM decide_comment c
    LEFT JOIN decide_comment above ON above.id = c.reply_to_id
    LEFT JOIN listen_feedback f ON f.id = coalesce(c.feedback_id, above.feedback_id)
    WHERE c.idea_id = idea.id AND c.withdrawn_at IS NULL AND above.withdrawn_at IS NULL
    AND (f.id IS NULL OR (f.quotable <> 'no' AND f.published_at IS NOT NULL)))
WHERE idea.id = ANY(%s)
"""


class CommentError(ValueError):
    """A comment cannot be added or changed so."""


@transaction.atomic
def add_comment(*, idea_id: int, feedback: Feedback) -> Comment:
    """Put what a customer said below the idea it is about, as evidence for it. The same feedback again is the same comment."""
    idea = leading(idea_id)
    comment, is_new = Comment.objects.get_or_create(
        feedback=feedback, defaults={"idea": idea, "said_at": feedback.heard_at}
    )
    if is_new:
        link_feedback(feedback_id=feedback.pk, idea_id=idea.pk, by=None)
        if feedback.contact:
            keep_following(idea_id=idea.pk, contact=feedback.contact)
        recount_comments(idea_ids=[idea.pk])
        ledger.record(ADDED, _about(comment), feedback=feedback.pk, idea=idea.pk)
    return comment


@transaction.atomic
def edit_comment(*, comment_id: int, words: str, contact: Contact) -> Comment:
    """Let its author mend a comment within the hour. What had been published is read again before others see it.

    Raises CommentError when it is not theirs or the hour is over, FeedbackError for words that cannot be kept.
    """
    comment = _own(comment_id, contact)
    assert comment.feedback_id is not None  # noqa: S101 - a customer's comment is feedback
    before = comment.text
    if listen.reword_feedback(feedback_id=comment.feedback_id, words=words).words == before:
        return comment
    comment.edited_at = clock.now()
    comment.save(update_fields=["edited_at"])
    recount_comments(idea_ids=[comment.idea_id])
    ledger.record(EDITED, _about(comment), idea=comment.idea_id)
    return comment


@transaction.atomic
def withdraw_comment(*, comment_id: int, contact: Contact) -> Comment:
    """Let its author take a comment back within the hour: hidden, no longer evidence. Taking it back twice changes nothing."""
    gone = Comment.objects.filter(pk=comment_id, feedback__contact=contact).exclude(withdrawn_at=None).first()
    if gone:
        return gone
    comment = _own(comment_id, contact)
    assert comment.feedback_id is not None  # noqa: S101 - a customer's comment is feedback
    listen.hide_feedback(feedback_id=comment.feedback_id)
    unlink_feedback(feedback_id=comment.feedback_id, idea_id=comment.idea_id)
    return _withdraw(comment)


@transaction.atomic
def reply(*, idea_id: int, words: str, by: Staff, reply_to: int | None = None) -> Comment:
    """Write below an idea as the team: to a comment, or to everybody. A double click writes once. Raises CommentError."""
    idea = leading(idea_id)
    kept = _kept(words)
    above = _above(idea, reply_to)
    just_now = Comment.objects.standing().filter(
        idea=idea, staff=by, words=kept, reply_to=above, said_at__gte=clock.now() - DOUBLE_CLICK
    )
    if there := just_now.first():
        return there
    language = detect_language(kept, otherwise=installation().language)
    comment = Comment.objects.create(
        idea=idea, words=kept, language=language, staff=by, reply_to=above, said_at=clock.now()
    )
    recount_comments(idea_ids=[idea.pk])
    ledger.record(REPLIED, _about(comment), idea=idea.pk)
    return comment


@transaction.atomic
def edit_reply(*, comment_id: int, words: str, by: Staff) -> Comment:
    """Let a colleague mend what they wrote within the hour. Raises CommentError."""
    comment, kept = _ours(comment_id, by), _kept(words)
    if comment.words == kept:
        return comment
    comment.words, comment.edited_at = kept, clock.now()
    comment.save(update_fields=["words", "edited_at"])
    ledger.record(EDITED, _about(comment), idea=comment.idea_id)
    return comment


@transaction.atomic
def withdraw_reply(*, comment_id: int) -> Comment:
    """Take back what the team wrote; any colleague who may answer may do so, whenever. Who was told by mail keeps the mail."""
    comment = Comment.objects.select_for_update(of=("self",), no_key=True).filter(pk=comment_id, feedback=None).first()
    if comment is None:
        raise CommentError(_("This reply does not exist any more. Go back to the idea."))
    return comment if comment.withdrawn_at else _withdraw(comment)


@transaction.atomic
def recount_comments(*, idea_ids: Iterable[int]) -> None:
    """Count again how many comments of these ideas everybody may read; safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, [sorted(set(idea_ids))])


def is_changeable(comment: Comment) -> bool:
    """Tell whether the author may still mend it or take it back."""
    return comment.withdrawn_at is None and clock.now() - comment.said_at < CHANGEABLE_FOR


def _withdraw(comment: Comment) -> Comment:
    comment.withdrawn_at = clock.now()
    comment.save(update_fields=["withdrawn_at"])
    recount_comments(idea_ids=[comment.idea_id])
    ledger.record(WITHDRAWN, _about(comment), idea=comment.idea_id)
    return comment


def _above(idea: Idea, comment_id: int | None) -> Comment | None:
    """Return the comment a reply belongs to; a reply to a reply stands in the same thread."""
    if comment_id is None:
        return None
    above = Comment.objects.standing().filter(idea=idea, pk=comment_id).select_related("reply_to").first()
    if above is None:
        raise CommentError(
            _("The comment you reply to was taken back. Copy your words and write below the idea instead.")
        )
    return above.reply_to or above


def _own(comment_id: int, contact: Contact) -> Comment:
    comment = _locked(Comment.objects.filter(pk=comment_id, feedback__contact=contact))
    if not is_changeable(comment):
        raise CommentError(_("A comment can be changed for an hour after it was sent. Write another one below it."))
    return comment


def _ours(comment_id: int, by: Staff) -> Comment:
    comment = _locked(Comment.objects.filter(pk=comment_id, feedback=None, staff=by))
    if not is_changeable(comment):
        raise CommentError(_("A reply can be reworded for an hour after it was sent. Write another one below it."))
    return comment


def _locked(comments: CommentQuerySet) -> Comment:
    comment = comments.select_for_update(of=("self",), no_key=True).select_related("feedback").first()
    if comment is None:
        raise CommentError(_("This comment does not exist any more, or somebody else wrote it."))
    return comment


def _kept(words: str) -> str:
    kept = clean_words(words)
    if not kept:
        raise CommentError(_("There are no words in this yet. Write your reply."))
    if len(kept) > MOST_CHARACTERS:
        raise CommentError(_("A reply has at most 5,000 characters; shorten it or send it in parts."))
    return kept


def _about(comment: Comment) -> ledger.About:
    contact_id = comment.feedback.contact_id if comment.feedback else None
    company_id = comment.feedback.company_id if comment.feedback else None
    return ledger.About("comment", comment.pk, company_id, contact_id)
