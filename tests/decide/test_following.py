"""Who hears about an idea because they want to, how until when it is needed is kept, and ideas in other languages."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.makers import make_company, make_contact, make_feedback, make_idea
from wellheard.decide.commands import (
    LinkError,
    StaleTranslationError,
    TranslationError,
    add_comment,
    follow,
    keep_following,
    merge_ideas,
    remove_translation,
    set_needed_by,
    translate_idea,
    unfollow,
    unmerge_ideas,
    vote,
    withdraw_vote,
)
from wellheard.decide.models import Evidence, Follower, IdeaTranslation
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db
TEXTS = {"title": "Ohne Netz arbeiten", "public_text": "Kein Blatt geht verloren.", "workaround": ""}


def test_who_votes_follows_and_may_stop() -> None:
    idea, ada = make_idea(), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    assert Follower.objects.following().count() == 1
    for _twice in range(2):
        unfollow(idea_id=idea.pk, contact=ada)

    assert Follower.objects.stopped().count() == 1
    assert Fact.objects.filter(name="idea.unfollowed").count() == 1
    assert idea.votes.count() == 1


def test_who_stopped_is_not_followed_up_by_speaking_but_by_voting_anew() -> None:
    idea, ada = make_idea(), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    unfollow(idea_id=idea.pk, contact=ada)
    add_comment(idea_id=idea.pk, feedback=make_feedback(contact=ada))
    keep_following(idea_id=idea.pk, contact=ada)
    assert not Follower.objects.following().exists()

    withdraw_vote(idea_id=idea.pk, contact=ada)
    vote(idea_id=idea.pk, contact=ada)
    assert Follower.objects.following().exists()


def test_following_is_no_evidence() -> None:
    idea = make_idea()
    for _twice in range(2):
        follow(idea_id=idea.pk, contact=make_contact(company=make_company(mrr=100)))
    idea.refresh_from_db()

    assert (idea.company_count, idea.mrr_minor, Evidence.objects.count()) == (0, 0, 0)


def test_until_when_it_is_needed_is_a_day_to_come() -> None:
    idea, ada = make_idea(), make_contact()
    vote(idea_id=idea.pk, contact=ada)
    row, day = Evidence.objects.get(), clock.today() + timedelta(days=40)
    for _twice in range(2):
        assert set_needed_by(evidence_id=row.pk, needed_by=day).needed_by == day
    assert Fact.objects.filter(name="evidence.needed_by_set").count() == 1

    for wrong in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=4_000)):
        with pytest.raises(LinkError, match="still to come"):
            set_needed_by(evidence_id=row.pk, needed_by=wrong)
    assert set_needed_by(evidence_id=row.pk, needed_by=None).needed_by is None


def test_a_translation_is_written_mended_and_taken_away() -> None:
    idea = make_idea("Work offline")
    first = translate_idea(idea_id=idea.pk, language="de", version=0, **TEXTS)
    assert translate_idea(idea_id=idea.pk, language="de", version=0, **TEXTS) == first
    second = translate_idea(idea_id=idea.pk, language="de", version=1, **TEXTS | {"title": "Offline arbeiten"})
    assert second.version == 2

    for _twice in range(2):
        remove_translation(idea_id=idea.pk, language="de")
    assert not IdeaTranslation.objects.exists()
    assert Fact.objects.filter(name="idea.translation_removed").count() == 1


def test_two_who_translate_at_once_lose_nothing() -> None:
    idea = make_idea("Work offline")
    translate_idea(idea_id=idea.pk, language="de", version=0, **TEXTS)

    with pytest.raises(StaleTranslationError):
        translate_idea(idea_id=idea.pk, language="de", version=0, **TEXTS | {"title": "Meins"})
    assert IdeaTranslation.objects.get().title == TEXTS["title"]


@pytest.mark.parametrize(
    ("language", "texts"),
    [("de", {"title": " "}), ("de", {"title": "x" * 201}), ("de", {"public_text": "x" * 20_001}), ("../", {})],
)
def test_a_translation_without_sense_is_refused(language: str, texts: dict[str, str]) -> None:
    with pytest.raises(TranslationError):
        translate_idea(idea_id=make_idea().pk, language=language, version=0, **TEXTS | texts)


def test_a_double_click_of_two_people_follows_once_each() -> None:
    idea = make_idea()
    for contact in (make_contact(), make_contact()):
        follow(idea_id=idea.pk, contact=contact)
        follow(idea_id=idea.pk, contact=contact)

    assert idea.followers.count() == 2


def test_comments_and_followers_move_with_a_merged_idea_and_come_back(run_jobs: Callable[[], None]) -> None:
    small, large, ada, both = make_idea(is_public=True), make_idea(is_public=True), make_contact(), make_contact()
    said = make_feedback(contact=ada, quotable="named", published_at=clock.now())
    add_comment(idea_id=small.pk, feedback=said)
    for idea in (small, large):
        follow(idea_id=idea.pk, contact=both)
    merge = merge_ideas(source_id=small.pk, target_id=large.pk, by=None)
    run_jobs()
    large.refresh_from_db()
    assert (large.comment_count, large.followers.count()) == (1, 2)
    assert follow(idea_id=small.pk, contact=make_contact()).idea == large

    unmerge_ideas(merge_id=merge.pk, by=None)
    run_jobs()
    for idea in (small, large):
        idea.refresh_from_db()
    assert (small.comment_count, large.comment_count) == (1, 0)
    assert {one.contact for one in small.followers.all()} == {ada, both}
