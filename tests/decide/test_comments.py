"""What is said below an idea: voices that count, and the team's replies."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea, make_staff
from wellheard.decide.commands import (
    CommentError,
    add_comment,
    edit_comment,
    edit_reply,
    recount_comments,
    reply,
    withdraw_comment,
    withdraw_reply,
)
from wellheard.decide.models import Comment, Follower, Idea
from wellheard.foundation import clock
from wellheard.listen.commands import hide_feedback, publish_feedback

pytestmark = pytest.mark.django_db


def _comment(idea: Idea, *, quotable: str = "unnamed", **fields: object) -> Comment:
    said = make_feedback(quotable=quotable, heard_at=clock.now(), **fields)  # type: ignore[arg-type]
    return add_comment(idea_id=idea.pk, feedback=said)


def _count(idea: Idea) -> int:
    idea.refresh_from_db()
    return idea.comment_count


def test_a_comment_counts_as_a_voice_and_its_author_follows() -> None:
    idea, ada = make_idea(is_public=True), make_contact(company=make_company())
    comment = _comment(idea, contact=ada)

    assert add_comment(idea_id=idea.pk, feedback=comment.feedback) == comment  # type: ignore[arg-type]
    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count) == (1, 1)
    assert list(Follower.objects.following().values_list("contact", flat=True)) == [ada.pk]


def test_only_what_everybody_may_read_is_counted(run_jobs: Callable[[], None]) -> None:
    idea = make_idea(is_public=True)
    comment, private = _comment(idea), _comment(idea, quotable="no")
    reply(idea_id=idea.pk, words="We see it.", by=make_staff(), reply_to=comment.pk)
    reply(idea_id=idea.pk, words="Between us.", by=make_staff(), reply_to=private.pk)
    assert _count(idea) == 0

    publish_feedback(feedback_id=comment.feedback_id or 0)
    run_jobs()
    assert _count(idea) == 2
    reply(idea_id=idea.pk, words="To everybody.", by=make_staff())
    assert _count(idea) == 3
    hide_feedback(feedback_id=comment.feedback_id or 0)
    run_jobs()
    assert _count(idea) == 1
    recount_comments(idea_ids=[idea.pk])
    assert _count(idea) == 1


def test_who_may_read_what() -> None:
    idea, ada, bob = make_idea(is_public=True), make_contact(), make_contact()
    private = _comment(idea, contact=ada, quotable="no")
    answer = reply(idea_id=idea.pk, words="Between us.", by=make_staff(), reply_to=private.pk)
    public = _comment(idea, contact=bob)
    publish_feedback(feedback_id=public.feedback_id or 0)
    note = reply(idea_id=idea.pk, words="To everybody.", by=make_staff())

    assert set(Comment.objects.readable_by(ada.pk)) == {private, answer, public, note}
    assert set(Comment.objects.readable_by(bob.pk)) == {public, note}
    assert set(Comment.objects.readable_by(None)) == {public, note}


def test_an_author_mends_a_comment_within_the_hour_and_it_is_read_again(run_jobs: Callable[[], None]) -> None:
    idea, ada = make_idea(is_public=True), make_contact()
    comment = _comment(idea, contact=ada)
    publish_feedback(feedback_id=comment.feedback_id or 0)
    edit_comment(comment_id=comment.pk, words="In other words.", contact=ada)
    run_jobs()

    comment = Comment.objects.select_related("feedback").get()
    assert comment.feedback is not None
    assert (comment.text, comment.feedback.published_at) == ("In other words.", None)
    assert comment.edited_at is not None
    assert _count(idea) == 0


def test_saying_the_same_again_changes_nothing() -> None:
    ada = make_contact()
    comment = _comment(make_idea(), contact=ada)

    assert edit_comment(comment_id=comment.pk, words=comment.text, contact=ada).edited_at is None


def test_after_an_hour_a_comment_stays_as_it_is() -> None:
    idea, ada = make_idea(), make_contact()
    comment = _comment(idea, contact=ada)
    with clock.at(clock.now() + timedelta(minutes=61)):
        with pytest.raises(CommentError, match="for an hour"):
            edit_comment(comment_id=comment.pk, words="Too late.", contact=ada)
        with pytest.raises(CommentError, match="for an hour"):
            withdraw_comment(comment_id=comment.pk, contact=ada)


def test_nobody_changes_what_somebody_else_said() -> None:
    idea, staff = make_idea(), make_staff()
    comment = _comment(idea, contact=make_contact())
    ours = reply(idea_id=idea.pk, words="We see it.", by=staff)
    changes: tuple[Callable[[], object], ...] = (
        lambda: edit_comment(comment_id=comment.pk, words="Mine.", contact=make_contact()),
        lambda: withdraw_comment(comment_id=comment.pk, contact=make_contact()),
        lambda: edit_comment(comment_id=ours.pk, words="Mine.", contact=make_contact()),
        lambda: edit_reply(comment_id=ours.pk, words="Mine.", by=make_staff()),
        lambda: edit_reply(comment_id=comment.pk, words="Mine.", by=staff),
        lambda: withdraw_reply(comment_id=comment.pk),
    )
    for change in changes:
        with pytest.raises(CommentError):
            change()


def test_what_is_taken_back_counts_no_more() -> None:
    idea, ada = make_idea(), make_contact(company=make_company())
    comment = _comment(idea, contact=ada)
    publish_feedback(feedback_id=comment.feedback_id or 0)
    gone = withdraw_comment(comment_id=comment.pk, contact=ada)

    assert withdraw_comment(comment_id=comment.pk, contact=ada) == gone
    idea.refresh_from_db()
    assert (idea.feedback_count, idea.company_count, idea.comment_count) == (0, 0, 0)
    assert not Comment.objects.standing().exists()


def test_a_double_click_replies_once_and_a_reply_to_a_reply_stays_in_its_thread() -> None:
    idea, ines = make_idea(), make_staff()
    comment = _comment(idea)
    first = reply(idea_id=idea.pk, words="We see it.", by=ines, reply_to=comment.pk)
    again = reply(idea_id=idea.pk, words="We see it.", by=ines, reply_to=comment.pk)
    deeper = reply(idea_id=idea.pk, words="And more.", by=ines, reply_to=first.pk)

    assert again == first
    assert deeper.reply_to == comment


@pytest.mark.parametrize("words", ["", " \u200b", "x" * 5_001])
def test_a_reply_has_words_and_not_too_many(words: str) -> None:
    with pytest.raises(CommentError):
        reply(idea_id=make_idea().pk, words=words, by=make_staff())


def test_a_reply_to_what_is_gone_says_what_to_do() -> None:
    idea, ada = make_idea(), make_contact()
    comment = _comment(idea, contact=ada)
    withdraw_comment(comment_id=comment.pk, contact=ada)

    with pytest.raises(CommentError, match="Copy your words"):
        reply(idea_id=idea.pk, words="We see it.", by=make_staff(), reply_to=comment.pk)
    with pytest.raises(CommentError):
        reply(idea_id=make_idea().pk, words="We see it.", by=make_staff(), reply_to=comment.pk)


def test_a_colleague_mends_a_reply_within_the_hour_and_any_takes_it_back() -> None:
    idea, ines = make_idea(), make_staff()
    ours = reply(idea_id=idea.pk, words="We see it.", by=ines)
    assert edit_reply(comment_id=ours.pk, words="We saw it.", by=ines).words == "We saw it."
    with clock.at(clock.now() + timedelta(hours=2)), pytest.raises(CommentError, match="for an hour"):
        edit_reply(comment_id=ours.pk, words="Later.", by=ines)

    withdraw_reply(comment_id=ours.pk)
    withdraw_reply(comment_id=ours.pk)
    assert not Comment.objects.standing().exists()
    assert _count(idea) == 0
