"""What was filed before suggests where the next belongs."""

from collections.abc import Callable

import pytest

from tests.makers import make_area, make_category, make_company, make_feedback
from wellheard.foundation import clock
from wellheard.listen.commands import record_feedback
from wellheard.understand import similar
from wellheard.understand.commands import file_feedback, index_missing, unfile_feedback
from wellheard.understand.models import SearchDocument
from wellheard.understand.suggestions import suggest_filing

pytestmark = pytest.mark.django_db

PHOTOS = ["Photos fail to upload", "The photo upload stops halfway", "Uploading photos takes for ever"]
BILLS = ["My invoice is wrong", "The invoice shows the wrong address", "Where is my invoice for March"]


@pytest.fixture
def _filed(run_jobs: Callable[[], None]) -> None:
    photos, bills = make_area(name="Photos"), make_area(name="Bills")
    bug, question = make_category(key="bug"), make_category(key="question")
    for words in PHOTOS:
        file_feedback(feedback_id=make_feedback(words).pk, area_id=photos.pk, category_id=bug.pk, by=None)
    for words in BILLS:
        file_feedback(feedback_id=make_feedback(words).pk, area_id=bills.pk, category_id=question.pk, by=None)
    run_jobs()


@pytest.mark.usefixtures("_filed")
def test_words_like_those_filed_before_belong_there_too() -> None:
    suggestion = suggest_filing("A photo does not upload", language="en")

    feedback = make_feedback("x", area_id=suggestion.area_id, category_id=suggestion.category_id)
    assert (feedback.area and feedback.area.name, feedback.category and feedback.category.key) == ("Photos", "bug")
    assert suggestion.area_share > 0.9


@pytest.mark.usefixtures("_filed")
@pytest.mark.parametrize("words", ["The weather is fine today", "", "photo invoice"])
def test_where_nothing_or_both_are_alike_nothing_is_suggested(words: str) -> None:
    suggestion = suggest_filing(words, language="en")

    if words != "photo invoice":
        assert (suggestion.area_id, suggestion.category_id) == (None, None)
    assert suggestion.area_share < 0.9


def test_feedback_has_no_vote_on_itself(run_jobs: Callable[[], None]) -> None:
    area = make_area()
    feedback = make_feedback(PHOTOS[0])
    file_feedback(feedback_id=feedback.pk, area_id=area.pk, category_id=None, by=None)
    run_jobs()

    assert suggest_filing(PHOTOS[0]).area_id == area.pk
    assert suggest_filing(PHOTOS[0], besides=feedback.pk).area_id is None


def test_an_undone_filing_votes_no_more(run_jobs: Callable[[], None]) -> None:
    feedback = make_feedback(PHOTOS[0])
    file_feedback(feedback_id=feedback.pk, area_id=make_area().pk, category_id=None, by=None)
    unfile_feedback(feedback_id=feedback.pk)
    run_jobs()

    assert suggest_filing(PHOTOS[0]).area_id is None


def test_what_is_heard_is_found_and_compared(run_jobs: Callable[[], None]) -> None:
    feedback = record_feedback(words=PHOTOS[0], source="portal")
    run_jobs()

    assert [match.object_id for match in similar.find("photo", kind="feedback")] == [feedback.pk]


def test_what_was_missed_is_indexed_once() -> None:
    make_feedback(PHOTOS[0], area=make_area())
    make_company(name="Acme")

    assert index_missing() == 3
    assert index_missing() == 0
    assert sorted(SearchDocument.objects.values_list("kind", flat=True)) == ["company", "feedback", "filed"]
    assert similar.search("acm", kind="company")


def test_what_was_set_aside_has_no_vote_however_it_came_in() -> None:
    make_feedback("Buy now", category=make_category(), set_aside_at=clock.now(), set_aside_reason="spam")

    index_missing()

    assert list(SearchDocument.objects.values_list("kind", flat=True)) == ["feedback"]
