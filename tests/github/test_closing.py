"""What an issue's end does here: conversations come back by themselves, ideas are only proposed for, whatever the order."""

from collections.abc import Callable

import pytest

from tests.github.conftest import Connected
from tests.makers import make_area, make_category, make_contact, make_conversation, make_idea, make_staff
from wellheard.connect.github.catching_up import catch_up
from wellheard.connect.github.models import Arrival
from wellheard.deliver.work_items.commands import follow, link_conversation, link_idea, say_outcome
from wellheard.deliver.work_items.models import WorkItem
from wellheard.listen.conversations.commands import Reply, close_conversation, reply_to_conversation
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Task

pytestmark = pytest.mark.django_db

Run = Callable[[], None]


def _parked(github: Connected, number: int = 1) -> Conversation:
    """Return a conversation that was answered and waits for an issue."""
    conversation, ada = make_conversation("Please let it work offline."), make_staff()
    link_conversation(conversation_id=conversation.pk, address=github.address(number), by=ada)
    seen = conversation.messages.get().pk
    reply_to_conversation(conversation_id=conversation.pk, by=ada, reply=Reply("We are on it."), seen_message_id=seen)
    return _again(conversation)


def _again(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


@pytest.mark.parametrize(("reason", "news"), [("completed", "shipped"), ("not_planned", "not_now")])
def test_a_closed_issue_brings_back_every_conversation_that_waits(
    github: Connected, run_jobs: Run, reason: str, news: str
) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    waiting = [_parked(github), _parked(github)]
    run_jobs()
    assert {one.state for one in waiting} == {"snoozed"}
    assert WorkItem.objects.get().title == "Work offline"

    github.there.close("northwind/app", 1, reason)
    run_jobs()

    assert github.statuses == [202]
    for one in waiting:
        back = _again(one)
        assert (back.state, back.waits_for, back.news_outcome) == ("open", "us", news)
        assert back.assignee == back.messages.get(kind="reply").staff


def test_an_idea_is_never_moved_by_the_tracker_but_its_owner_is_asked(github: Connected, run_jobs: Run) -> None:
    owner = make_staff()
    idea = make_idea("Work offline", owner=owner, status="building")
    github.there.open_issue("northwind/app", "Work offline")
    link_idea(idea_id=idea.pk, address=github.address(1), by=None)
    run_jobs()
    github.there.close("northwind/app", 1)
    run_jobs()

    idea.refresh_from_db()
    assert idea.status == "building"
    task = Task.objects.open().get()
    assert task.assignee == owner
    assert "publish a release" in task.title
    github.there.reopen("northwind/app", 1)
    run_jobs()
    assert not Task.objects.open().exists()


def test_closing_without_a_reason_tells_nobody_until_a_person_says_what_became_of_it(
    github: Connected, run_jobs: Run
) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    github.there.close("northwind/app", 1, None)
    run_jobs()
    assert _again(conversation).state == "snoozed"
    assert "without a reason" in Task.objects.open().get().title

    say_outcome(item_id=WorkItem.objects.get().pk, outcome="shipped")
    run_jobs()
    assert _again(conversation).news_outcome == "shipped"
    assert not Task.objects.open().exists()


def test_reopened_before_anybody_replied_what_was_to_be_told_is_withdrawn(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    github.there.close("northwind/app", 1)
    run_jobs()
    github.there.reopen("northwind/app", 1)
    run_jobs()

    again = _again(conversation)
    assert (again.state, again.news_at) == ("snoozed", None)


def test_an_outcome_that_is_corrected_there_is_corrected_here(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    github.there.close("northwind/app", 1, "completed")
    run_jobs()
    github.there.close("northwind/app", 1, "not_planned")
    run_jobs()

    assert _again(conversation).news_outcome == "not_now"


@pytest.mark.parametrize("says_so", ["graphql", "comment"])
def test_what_waits_for_a_duplicate_follows_to_the_original(github: Connected, run_jobs: Run, says_so: str) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    github.there.open_issue("northwind/app", "Offline mode")
    conversation = _parked(github, number=2)
    if says_so == "graphql":
        github.there.duplicates["northwind/app", 2] = github.address(1)
    else:
        github.there.comment("northwind/app", 2, "Duplicate of #1")
    github.there.close("northwind/app", 2, "duplicate")
    run_jobs()
    assert _again(conversation).state == "snoozed"

    github.there.close("northwind/app", 1)
    run_jobs()
    assert _again(conversation).news_outcome == "shipped"


def test_a_duplicate_of_nobody_knows_what_is_somebodys_task(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    _parked(github)
    github.there.close("northwind/app", 1, "duplicate")
    run_jobs()

    assert "does not say of what" in Task.objects.open().get().title


def test_a_deleted_issue_breaks_the_link_and_somebody_is_told(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    run_jobs()
    github.there.delete("northwind/app", 1)
    run_jobs()

    item = WorkItem.objects.get()
    assert (item.broken_reason, item.state) == ("gone", "open")
    task = Task.objects.open().get()
    assert task.assignee == conversation.messages.get(kind="reply").staff or task.assignee is not None
    assert "northwind/app#1 is lost" in task.title


def test_a_transferred_issue_is_followed_with_one_click(github: Connected, run_jobs: Run) -> None:
    github.there.add_repository("northwind/core")
    github.there.open_issue("northwind/app", "Work offline")
    conversation, idea = _parked(github), make_idea()
    link_idea(idea_id=idea.pk, address=github.address(1), by=None)
    run_jobs()
    github.there.transfer("northwind/app", 1, "northwind/core")
    run_jobs()
    old = WorkItem.objects.get()
    assert (old.broken_reason, old.moved_to) == ("moved", github.address(1, "northwind/core"))

    github.repository.connection.repositories.create(name="northwind/core", added_at=github.there.now)
    new = follow(item_id=old.pk, by=None)
    run_jobs()
    assert (new.repository, new.links.get().idea) == ("northwind/core", idea)
    github.there.close("northwind/core", 1)
    run_jobs()
    assert _again(conversation).news_outcome == "shipped"


def test_a_renamed_repository_loses_nothing(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    run_jobs()
    github.there.rename("northwind/app", "northwind/suite")
    run_jobs()
    github.there.close("northwind/suite", 1)
    run_jobs()

    assert WorkItem.objects.get().reference == "northwind/suite#1"
    assert _again(conversation).news_outcome == "shipped"


def test_a_message_that_comes_late_changes_nothing(github: Connected, run_jobs: Run) -> None:
    """Closed and opened again: the message of the closing arrives last."""
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    run_jobs()
    sent, github.there.send = github.there.send, None
    closing = github.there.close("northwind/app", 1)
    opening = github.there.reopen("northwind/app", 1)
    assert sent
    sent(opening, github.there.headers("issues", opening))
    sent(closing, github.there.headers("issues", closing))
    run_jobs()

    assert WorkItem.objects.get().state == "open"
    assert _again(conversation).news_at is None


def test_the_same_delivery_again_is_kept_and_worked_once(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    _parked(github)
    run_jobs()
    sent, github.there.send = github.there.send, None
    body = github.there.close("northwind/app", 1)
    headers = github.there.headers("issues", body, "one")
    assert sent
    for _time in range(3):
        sent(body, headers)
    run_jobs()

    assert Arrival.objects.count() == 1
    assert github.statuses == [202, 202, 202]


def test_what_no_message_told_is_found_at_night(github: Connected, run_jobs: Run) -> None:
    for number in range(5):
        github.there.open_issue("northwind/app", f"Issue {number}")
    conversation = _parked(github, number=5)
    run_jobs()
    github.there.send = None
    github.there.close("northwind/app", 5)

    assert catch_up() == 1
    run_jobs()
    assert _again(conversation).news_outcome == "shipped"
    catch_up()
    asked = len(github.there.asked)
    catch_up()
    # Nothing changed: one look at the repository and one conditional question.
    assert len(github.there.asked) - asked == 2


def test_closing_every_conversation_never_closes_the_issue(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation = _parked(github)
    close_conversation(conversation_id=conversation.pk, by=make_staff(), tags=[_pair()])
    run_jobs()

    assert github.there.issues["northwind/app", 1]["state"] == "open"
    assert not any(asked.startswith("PATCH") and "comments" not in asked for asked in github.there.asked)


def test_an_issue_that_is_over_already_brings_the_conversation_back_at_once(github: Connected, run_jobs: Run) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    github.there.close("northwind/app", 1)
    conversation = make_conversation(contact=make_contact())
    link_conversation(conversation_id=conversation.pk, address=github.address(1), by=None)
    run_jobs()

    assert _again(conversation).news_outcome == "shipped"


def _pair() -> tuple[int, int]:
    return make_area().pk, make_category().pk
