"""Opening, editing, publishing and moving ideas."""

import pytest

from tests.makers import make_area, make_idea, make_staff
from wellheard.decide.commands import (
    IdeaError,
    StaleIdeaError,
    change_status,
    edit_idea,
    hide_idea,
    open_idea,
    publish_idea,
    ship_idea,
)
from wellheard.decide.models import Idea
from wellheard.foundation.facts.models import Fact

pytestmark = pytest.mark.django_db


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def test_an_idea_is_private_and_belongs_to_whoever_wrote_it_down() -> None:
    staff, area = make_staff(), make_area()

    idea = open_idea(title=" Keep  working\u200b offline ", problem="The sheet\r\ngoes.", area=area, by=staff)

    assert (idea.title, idea.problem, idea.area, idea.owner) == (
        "Keep working offline",
        "The sheet\ngoes.",
        area,
        staff,
    )
    assert (idea.status, idea.is_public, idea.version) == (Idea.Status.HEARD, False, 1)
    assert Fact.objects.get().details == {"area": area.pk}


def test_a_double_click_opens_one_idea() -> None:
    staff = make_staff()

    first = open_idea(title="Work offline", by=staff)
    second = open_idea(title="Work offline", by=staff)
    other = open_idea(title="Work offline", by=make_staff())

    assert first == second
    assert first != other
    assert facts("idea.opened") == 2


@pytest.mark.parametrize("title", ["", "   ", "\u200b\u202e", "\x00"])
def test_an_idea_needs_a_title_one_can_read(title: str) -> None:
    with pytest.raises(IdeaError, match="Give the idea a title"):
        open_idea(title=title, by=None)

    assert not Idea.objects.exists()


def test_what_is_too_long_is_refused_in_a_sentence() -> None:
    with pytest.raises(IdeaError, match="200 characters"):
        open_idea(title="x" * 201, by=None)
    with pytest.raises(IdeaError, match="20,000 characters"):
        open_idea(title="Long", problem="x" * 20_001, by=None)


def test_an_edit_changes_the_texts_and_keeps_what_was_not_said() -> None:
    idea, staff = make_idea("Old", problem="The problem.", workaround="Paper."), make_staff()

    edited = edit_idea(idea_id=idea.pk, version=1, title="New", area=None, owner=staff, problem="Better said.")

    edited.refresh_from_db()
    assert (edited.title, edited.problem, edited.workaround, edited.owner) == ("New", "Better said.", "Paper.", staff)
    assert edited.version == 2
    assert facts("idea.edited") == 1


def test_saving_what_it_says_already_is_no_edit() -> None:
    idea = make_idea("Same")

    for _click in range(2):
        edit_idea(idea_id=idea.pk, version=1, title="Changed", area=None, owner=None)

    idea.refresh_from_db()
    assert idea.version == 2
    assert facts("idea.edited") == 1


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten() -> None:
    idea = make_idea("Before")
    edit_idea(idea_id=idea.pk, version=1, title="Theirs", area=None, owner=None)

    with pytest.raises(StaleIdeaError, match="Nothing is lost"):
        edit_idea(idea_id=idea.pk, version=1, title="Mine", area=None, owner=None)

    idea.refresh_from_db()
    assert idea.title == "Theirs"


def test_moving_by_hand_is_recorded_once_with_old_and_new() -> None:
    idea = make_idea()

    for _click in range(2):
        change_status(idea_id=idea.pk, status="under_review")

    assert Fact.objects.get().details == {"old": "heard", "new": "under_review"}


@pytest.mark.parametrize("status", ["planned", "not_now", "already_possible", "shipped", "nonsense", ""])
def test_what_customers_are_told_cannot_be_set_by_hand(status: str) -> None:
    idea = make_idea()

    with pytest.raises(IdeaError, match="need a decision"):
        change_status(idea_id=idea.pk, status=status)

    idea.refresh_from_db()
    assert idea.status == Idea.Status.HEARD


@pytest.mark.parametrize("told", [Idea.Status.NOT_NOW, Idea.Status.ALREADY_POSSIBLE])
@pytest.mark.parametrize("status", ["building", "beta"])
def test_what_was_answered_with_a_no_is_not_built_without_a_new_decision(told: str, status: str) -> None:
    idea = make_idea(status=told)

    with pytest.raises(IdeaError, match="Decide again first"):
        change_status(idea_id=idea.pk, status=status)

    assert change_status(idea_id=idea.pk, status="under_review").status == Idea.Status.UNDER_REVIEW


def test_publishing_and_hiding_are_each_one_fact() -> None:
    idea = make_idea()

    for _click in range(2):
        publish_idea(idea_id=idea.pk)
    for _click in range(2):
        hide_idea(idea_id=idea.pk)

    idea.refresh_from_db()
    assert not idea.is_public
    assert (facts("idea.published"), facts("idea.hidden")) == (1, 1)


def test_shipping_is_one_fact_however_often_it_is_said() -> None:
    idea = make_idea(status=Idea.Status.BUILDING)

    for _repeat in range(2):
        ship_idea(idea_id=idea.pk, release_id=7)

    assert Fact.objects.get(name="idea.shipped").details == {"release": 7}
    assert facts("idea.status_changed") == 1


def test_an_idea_that_is_gone_is_said() -> None:
    with pytest.raises(IdeaError, match="does not exist any more"):
        publish_idea(idea_id=1_000_000)
