"""Drafting, editing and publishing releases."""

from collections.abc import Callable

import pytest

from tests.makers import make_contact, make_feedback, make_idea, make_product, make_staff
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.deliver.commands import (
    ReleaseError,
    StaleReleaseError,
    draft_release,
    edit_release,
    publish_release,
)
from wellheard.deliver.models import Release
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def draft(*ideas: Idea, title: str = "Work offline", notes: str = "Sheets stay.") -> Release:
    return draft_release(title=title, notes=notes, idea_ids=[idea.pk for idea in ideas], by=None)


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def shipped(release: Release) -> set[str]:
    return set(release.ideas.values_list("title", flat=True))


def test_a_draft_ships_nothing_and_tells_nobody(run_jobs: Callable[[], None]) -> None:
    idea = make_idea(status=Idea.Status.BUILDING)
    link_feedback(feedback_id=make_feedback(contact=make_contact()).pk, idea_id=idea.pk, by=None)

    release = draft(idea)
    run_jobs()

    idea.refresh_from_db()
    assert not release.is_published
    assert idea.status == Idea.Status.BUILDING
    assert not Answer.objects.exists()


def test_a_double_click_drafts_one_release() -> None:
    staff = make_staff()

    first = draft_release(title="Work offline", notes="", idea_ids=[], by=staff)
    second = draft_release(title="Work offline", notes="", idea_ids=[], by=staff)

    assert first == second
    assert facts("release.drafted") == 1


@pytest.mark.parametrize(
    ("title", "sentence"), [(" \u200b", "Give the release a title"), ("x" * 201, "200 characters")]
)
def test_a_release_needs_a_title_one_can_read(title: str, sentence: str) -> None:
    with pytest.raises(ReleaseError, match=sentence):
        draft(title=title)

    assert not Release.objects.exists()


def test_notes_that_are_too_long_are_refused() -> None:
    with pytest.raises(ReleaseError, match="20,000 characters"):
        draft(notes="x" * 20_001)


def test_an_idea_that_does_not_exist_is_left_out() -> None:
    release = draft_release(title="Work offline", notes="", idea_ids=[make_idea("One").pk, 1_000_000], by=None)

    assert shipped(release) == {"One"}


def test_an_edit_changes_texts_and_ideas() -> None:
    one, two, product = make_idea("One"), make_idea("Two"), make_product()
    release = draft(one)

    edit_release(
        release_id=release.pk,
        version=1,
        title="Offline",
        notes="Better.",
        idea_ids=[two.pk],
        version_name=" 8.3 ",
        product=product,
    )

    release.refresh_from_db()
    assert (release.title, release.version_name, release.product, release.version) == ("Offline", "8.3", product, 2)
    assert shipped(release) == {"Two"}


def test_saving_what_it_says_already_is_no_edit() -> None:
    release = draft(make_idea("One"))

    edit_release(
        release_id=release.pk,
        version=99,
        title=release.title,
        notes=release.notes,
        idea_ids=release.ideas.values_list("pk", flat=True),
    )

    assert facts("release.edited") == 0


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten() -> None:
    release = draft()
    edit_release(release_id=release.pk, version=1, title="Theirs", notes="", idea_ids=[])

    with pytest.raises(StaleReleaseError, match="Nothing is lost"):
        edit_release(release_id=release.pk, version=1, title="Mine", notes="", idea_ids=[])

    release.refresh_from_db()
    assert release.title == "Theirs"


def test_publishing_ships_each_idea_with_one_fact_and_owes_each_asker_one_answer(run_jobs: Callable[[], None]) -> None:
    one, two = make_idea(status=Idea.Status.BUILDING), make_idea(status=Idea.Status.HEARD)
    ada = make_contact()
    for idea in (one, two):
        link_feedback(feedback_id=make_feedback(contact=ada).pk, idea_id=idea.pk, by=None)
    release = draft(one, two)

    for _click in range(2):
        publish_release(release_id=release.pk)
    run_jobs()

    assert set(Idea.objects.values_list("status", flat=True)) == {Idea.Status.SHIPPED}
    assert (facts("release.published"), facts("idea.shipped")) == (1, 2)
    assert {fact.details["release"] for fact in Fact.objects.filter(name="idea.shipped")} == {release.pk}
    assert Answer.objects.filter(contact=ada, occasion=Answer.Occasion.SHIPPED).count() == 2


def test_a_release_without_notes_is_not_published() -> None:
    idea = make_idea()
    release = draft(idea, notes=" ")

    with pytest.raises(ReleaseError, match="Write what is new"):
        publish_release(release_id=release.pk)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.HEARD
    assert facts("release.published") == 0


def test_what_is_published_is_what_somebody_read() -> None:
    release = draft()
    edit_release(release_id=release.pk, version=1, title="Changed meanwhile", notes="Other notes.", idea_ids=[])

    with pytest.raises(StaleReleaseError):
        publish_release(release_id=release.pk, version=1)

    release.refresh_from_db()
    assert not release.is_published


def test_after_publication_the_notes_may_change_and_the_ideas_stay() -> None:
    release = draft(make_idea("One"))
    publish_release(release_id=release.pk)

    edit_release(release_id=release.pk, version=1, title="Better title", notes="Better notes.", idea_ids=[])

    release.refresh_from_db()
    assert release.title == "Better title"
    assert shipped(release) == {"One"}


def test_an_idea_that_went_live_earlier_is_not_shipped_twice() -> None:
    idea = make_idea(status=Idea.Status.SHIPPED)

    publish_release(release_id=draft(idea).pk)

    assert facts("idea.shipped") == 0


def test_a_release_that_is_gone_is_said() -> None:
    with pytest.raises(ReleaseError, match="does not exist any more"):
        publish_release(release_id=1_000_000)
