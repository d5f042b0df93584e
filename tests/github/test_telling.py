"""What we write to GitHub: one comment edited in place, issues made once, and nothing about customers where everybody reads."""

from collections.abc import Callable

import pytest

from tests.github.conftest import Connected
from tests.makers import make_company, make_contact, make_conversation, make_feedback, make_idea, make_staff
from wellheard.connect.github import commands, noting, once, telling
from wellheard.connect.github.client import GitHubError
from wellheard.connect.github.commands import GitHubConnectionError
from wellheard.connect.github.models import Connection, Issue, Repository
from wellheard.connect.github.tasks import github_freshen_comments
from wellheard.decide.commands import link_feedback
from wellheard.decide.models import Idea
from wellheard.deliver.work_items.commands import Wish, ask_for_item, link_conversation, link_idea
from wellheard.deliver.work_items.models import WantedItem, WorkItem
from wellheard.listen.conversations.commands import Reply, reply_to_conversation
from wellheard.listen.conversations.models import Message

pytestmark = pytest.mark.django_db

Run = Callable[[], None]


def _asked_for(idea: Idea, *, mrr: int, name: str, words: str, quotable: str = "unnamed") -> None:
    contact = make_contact(company=make_company(mrr=mrr, name=name), name="Grace Hopper")
    link_feedback(feedback_id=make_feedback(words, contact=contact, quotable=quotable).pk, idea_id=idea.pk, by=None)


def _below(github: Connected) -> list[str]:
    return [str(said["body"]) for said in github.there.comments.values()]


def _linked(github: Connected, idea: Idea) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    link_idea(idea_id=idea.pk, address=github.address(1), by=None)


def test_one_comment_says_how_many_companies_wait_and_is_edited_in_place(github: Connected, run_jobs: Run) -> None:
    idea = make_idea()
    _asked_for(idea, mrr=900, name="Acme Corporation", words="We lose everything in the tunnel.")
    _linked(github, idea)
    run_jobs()
    github.there.flush()
    run_jobs()
    [before] = _below(github)
    assert before.startswith("1 company waits for this.")

    conversation = make_conversation(contact=make_contact(company=make_company(name="Borealis")))
    link_conversation(conversation_id=conversation.pk, address=github.address(1), by=None)
    run_jobs()
    [after] = _below(github)
    assert after.startswith("2 companies wait for this.")
    for private in ("Acme", "Borealis", "Grace", "tunnel", "900"):
        assert private not in after


def test_money_and_quotes_stand_there_only_when_it_is_private_and_switched_on(github: Connected, run_jobs: Run) -> None:
    github.there.repositories["northwind/app"]["private"] = True
    commands.note_repository(
        repository_id=github.repository.pk, described=commands.Described("northwind/app", is_private=True)
    )
    idea = make_idea()
    _asked_for(idea, mrr=900, name="Acme Corporation", words="We lose everything in the tunnel.")
    _asked_for(idea, mrr=100, name="Shy", words="Never quote this.", quotable="no")
    _linked(github, idea)
    run_jobs()
    assert "900" not in _below(github)[0]

    commands.edit_repository(repository_id=github.repository.pk, tells="money")
    github_freshen_comments(0)
    run_jobs()
    [said] = _below(github)
    assert "$1,000 a month" in said
    assert "> We lose everything in the tunnel." in said
    assert "Never quote this" not in said
    assert "Acme" not in said

    # Closed ones as well, and at once.
    WorkItem.objects.update(state=WorkItem.State.CLOSED)
    github.there.publicize("northwind/app")
    run_jobs()
    assert Repository.objects.get().tells == "count"
    assert "$" not in _below(github)[0]
    assert "tunnel" not in _below(github)[0]


def test_money_that_stands_where_it_may_not_is_taken_back_within_the_hour(github: Connected, run_jobs: Run) -> None:
    idea = make_idea()
    _asked_for(idea, mrr=900, name="Acme", words="We lose everything.")
    _linked(github, idea)
    run_jobs()
    Issue.objects.update(comment_words="1 company waits for this.\n\nTogether they pay $900 a month.")
    [comment] = github.there.comments.values()
    comment["body"] = "Together they pay $900 a month."
    WorkItem.objects.update(state=WorkItem.State.CLOSED)
    Repository.objects.update(tells="nothing")
    github_freshen_comments(0)
    run_jobs()

    assert "$" not in _below(github)[0]


def test_money_cannot_be_switched_on_where_everybody_reads(github: Connected) -> None:
    with pytest.raises(GitHubConnectionError, match="private ones only"):
        commands.edit_repository(repository_id=github.repository.pk, tells="money")


def test_after_a_crash_between_writing_and_noting_there_is_still_one_comment(
    github: Connected, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = make_idea()
    _asked_for(idea, mrr=900, name="Acme", words="We lose everything.")
    _linked(github, idea)
    item = WorkItem.objects.get()
    with monkeypatch.context() as crash:
        crash.setattr(commands, "note_comment", None)
        with pytest.raises(TypeError):
            once.comment_once(item.pk)
    run_jobs()

    assert len(_below(github)) == 1
    assert Issue.objects.get().comment_id in github.there.comments


def test_a_comment_somebody_deleted_is_not_written_again(github: Connected, run_jobs: Run) -> None:
    idea = make_idea()
    _asked_for(idea, mrr=900, name="Acme", words="We lose everything.")
    _linked(github, idea)
    run_jobs()
    github.there.comments.clear()
    _asked_for(idea, mrr=100, name="Borealis", words="So do we.")
    github_freshen_comments(0)
    run_jobs()
    github_freshen_comments(0)
    run_jobs()

    assert _below(github) == []


def test_nothing_is_written_while_nobody_waits_or_where_nothing_is_to_be_told(github: Connected, run_jobs: Run) -> None:
    idea = make_idea()
    _linked(github, idea)
    run_jobs()
    assert _below(github) == []

    commands.edit_repository(repository_id=github.repository.pk, tells="nothing")
    _asked_for(idea, mrr=900, name="Acme", words="We lose everything.")
    github_freshen_comments(0)
    run_jobs()
    assert _below(github) == []


def _wish(github: Connected, key: str = "one") -> Wish:
    return Wish(key, "github", str(github.repository.pk), "Work offline", "Keep drafts.")


def test_an_issue_is_made_once_however_often_it_is_asked_for(github: Connected, run_jobs: Run) -> None:
    idea, ada = make_idea(), make_staff()
    for _click in range(2):
        ask_for_item(wish=_wish(github), by=ada, idea=idea)
    run_jobs()

    [issue] = github.there.issues.values()
    assert (issue["title"], issue["body"].startswith("Keep drafts.")) == ("Work offline", True)
    item = WorkItem.objects.get()
    assert (item.number, item.title, item.links.get().idea) == (1, "Work offline", idea)


def test_after_a_crash_between_making_and_noting_there_is_still_one_issue(
    github: Connected, run_jobs: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = make_conversation()
    wanted = ask_for_item(wish=_wish(github), by=make_staff(), conversation=conversation)
    with monkeypatch.context() as crash:
        crash.setattr(telling, "note_made", None)
        with pytest.raises(TypeError):
            once.make_once(wanted.pk)
    run_jobs()

    assert len(github.there.issues) == 1
    assert conversation.product_waits.get().subject_id == WorkItem.objects.get().pk


def test_an_issue_github_refuses_waits_with_the_reason_and_can_be_tried_again(github: Connected, run_jobs: Run) -> None:
    wanted = ask_for_item(wish=_wish(github), by=make_staff(), idea=make_idea())
    github.there.fail(410, body={"message": "Issues are disabled for this repo"})
    run_jobs()
    wanted.refresh_from_db()
    assert wanted.state == "failed"
    assert "Issues are disabled" in wanted.problem

    github.there.fail(500, times=3)
    WantedItem.objects.update(state="waiting")
    with pytest.raises(GitHubError):
        once.make_once(wanted.pk)
    once.make_once(wanted.pk)
    wanted.refresh_from_db()
    assert (wanted.state, len(github.there.issues)) == ("made", 1)


def test_notes_of_what_happens_there_are_off_until_the_owner_wants_them_and_come_as_one(
    github: Connected, run_jobs: Run
) -> None:
    github.there.open_issue("northwind/app", "Work offline")
    conversation, ada = make_conversation(), make_staff()
    link_conversation(conversation_id=conversation.pk, address=github.address(1), by=ada)
    seen = conversation.messages.get().pk
    reply_to_conversation(conversation_id=conversation.pk, by=ada, reply=Reply("Soon."), seen_message_id=seen)
    run_jobs()
    github.there.comment("northwind/app", 1, "Half done.")
    run_jobs()
    assert noting.note_news() == 0

    Connection.objects.update(notes="all")
    github.connection.refresh_from_db()
    github.there.comment("northwind/app", 1, "Nearly done.")
    github.there.comment("northwind/app", 1, "Tests fail on Mondays.")
    github.there.comment("northwind/app", 1, "Our own words", by="wellheard-robot")
    run_jobs()
    assert noting.note_news() == 1
    assert noting.note_news() == 0

    note = Message.objects.get(kind="note")
    assert "grace wrote: Nearly done." in note.words
    assert "Tests fail on Mondays." in note.words
    assert "Our own words" not in note.words
    assert "Half done" not in note.words
    assert (note.author_name, note.staff) == ("GitHub", None)
