"""Conversations of another inbox come in as they were: once, with their people and tags, and nobody is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.listen.imports.conftest import Run
from tests.listen.imports.talks import BEGAN, lines, talk
from tests.makers import make_area, make_category, make_company, make_contact, make_staff, make_team
from wellheard.customers.commands import erase_contact
from wellheard.customers.models import Contact
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.commands import begin_undo, import_runs
from wellheard.listen.conversations.commands import (
    close_conversation,
    mark_read,
    write_note,
)
from wellheard.listen.conversations.models import Conversation, Message, Tag
from wellheard.listen.desk.queries.confirming import expected_answer
from wellheard.listen.imports import parts
from wellheard.listen.models import Import

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], None]


def test_a_conversation_comes_in_as_it_was(bring_in: Run) -> None:
    printing, bug = make_area(name="Printing"), make_category(name="Bug", key="bug")
    acme, bo = make_company(name="Acme"), make_staff(email="bo@vendor.example", name="Bo")

    report = bring_in("conversations", lines(talk(company="Acme", assignee={"email": "bo@vendor.example"})))

    assert report.counts == {"new": 1, "updated": 0, "unchanged": 0}
    row = Conversation.objects.get()
    assert (row.channel, row.state, row.waits_for, row.subject) == ("import", "closed", "", "Job sheets do not print")
    assert (row.company, row.assignee, row.message_count) == (acme, bo, 3)
    assert (row.started_at, row.last_message_at) == (BEGAN, BEGAN + timedelta(minutes=10))
    assert row.requester is not None
    assert row.requester.name == "Ann Visser"
    assert row.preview == "Nothing prints."
    tag = row.tags.get()
    assert (tag.area, tag.category, tag.arrived_at, tag.made_by) == (printing, bug, BEGAN, Tag.MadeBy.IMPORT)
    assert tag.confirmed_at is not None
    said = row.messages.in_order()
    assert [(one.kind, one.state, one.placed_by) for one in said] == [
        ("heard", "received", "import"), ("note", "kept", "import"), ("reply", "sent", "import"),
    ]  # fmt: skip
    assert said[2].staff == bo
    assert [one.address for one in row.participants.all()] == ["ann@acme.example"]


def test_nobody_is_told_and_nothing_is_set_off(bring_in: Run, run_jobs: RunJobs) -> None:
    make_staff(email="bo@vendor.example")
    bring_in("conversations", lines(talk(state="open", assignee="bo@vendor.example"), talk(2, state="spam")))
    run_jobs()

    assert not OutgoingMail.objects.exists()
    named = set(Fact.objects.filter(subject_type="conversation").values_list("name", flat=True))
    assert named == {"conversation.imported"}


def test_the_second_time_only_what_is_new_is_added(bring_in: Run) -> None:
    bring_in("conversations", lines(talk(), talk(2)))
    assert bring_in("conversations", lines(talk(), talk(2))).counts == {"new": 0, "updated": 0, "unchanged": 2}

    longer = talk(2)
    longer["messages"].append({"id": 4, "kind": "customer", "at": "2025-03-04T09:00:00Z", "words": "It works."})
    assert bring_in("conversations", lines(talk(), longer)).counts == {"new": 0, "updated": 1, "unchanged": 1}
    again = Conversation.objects.get(origin_key="c-2")
    assert (again.message_count, again.preview) == (4, "It works.")
    assert again.messages.in_order()[3].contact == again.requester


def test_what_somebody_here_closed_stays_closed_though_a_later_file_says_otherwise(bring_in: Run) -> None:
    bring_in("conversations", lines(talk(state="open"), talk(2, state="open")))
    close_conversation(conversation_id=_row("c-1").pk, by=make_staff(), tags=[(make_area().pk, make_category().pk)])

    bring_in("conversations", lines(talk(state="snoozed"), talk(2, state="closed")))

    assert (_row("c-1").state, _row("c-2").state) == ("closed", "closed")
    assert _row("c-2").closed_at == BEGAN + timedelta(minutes=10)


def test_what_waits_there_waits_here_since_then_and_nothing_was_promised(bring_in: Run) -> None:
    waiting = talk(state="open", messages=talk()["messages"][:1])
    answered = talk(2, state="open")
    bring_in("conversations", lines(waiting, answered, talk(3, state="snoozed", snoozed_until="2025-04-01")))

    assert (_row("c-1").waits_for, _row("c-1").waiting_since, _row("c-1").answer_due_at) == ("us", BEGAN, None)
    assert [_row("c-1").awaits_filing, _row("c-2").awaits_filing] == [True, True]
    assert (_row("c-2").waits_for, _row("c-2").waiting_since) == ("customer", None)
    assert (_row("c-3").state, _row("c-3").snoozed_until) == ("open", None)


def test_how_fast_others_answered_is_kept_and_is_no_promise_of_ours(bring_in: Run) -> None:
    soon = (clock.now() - timedelta(days=3)).replace(hour=10, minute=0)
    said = [
        {"kind": kind, "at": (soon + timedelta(minutes=minutes)).isoformat(), "words": kind}
        for kind, minutes in (("customer", 0), ("agent", 1))
    ]
    bring_in("conversations", lines(*(talk(number, messages=said) for number in range(25))))

    row = _row("c-0")
    assert row.first_answer_at == soon + timedelta(minutes=1)
    assert row.first_answer_seconds is not None
    assert expected_answer(row).median_seconds is None


def test_messages_one_a_row_become_conversations(bring_in: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "BATCH", 2)
    file = (
        "ticket,message_id,sent at,from,body,status,requester\n"
        "7,a,2025-03-03 09:00+00:00,ann@acme.example,First,closed,Ann <ann@acme.example>\n"
        "8,d,2025-03-03 11:00+00:00,,Another,open,bob@acme.example\n"
        "7,c,2025-03-03 10:00+00:00,ann@acme.example,Third,closed,Ann <ann@acme.example>\n"
        "7,b,2025-03-03 09:30+00:00,bo@vendor.example,Second,closed,Ann <ann@acme.example>\n"
    )
    make_staff(email="bo@vendor.example")
    report = bring_in("conversations", file)

    assert (report.counts["new"], report.counts["updated"]) == (2, 2)
    row = _row("7")
    assert [one.words for one in row.messages.in_order()] == ["First", "Second", "Third"]
    assert [one.kind for one in row.messages.in_order()] == ["heard", "reply", "heard"]
    assert (row.message_count, row.state) == (3, "closed")
    assert bring_in("conversations", file).counts == {"new": 0, "updated": 0, "unchanged": 4}


def test_what_cannot_be_read_is_said_with_its_line_and_the_others_come_in(bring_in: Run) -> None:
    odd = talk(2)
    odd["messages"][0]["at"] = "soon"
    report = bring_in(
        "conversations",
        lines(talk(), {"id": "c-9"}, odd, talk(4, messages="none")) + '{"id": "c-5", \n' + lines(talk(6)),
        name="file.jsonl",
    )

    assert report.counts["new"] == 3
    assert [(one.number, one.reason) for one in report.refusals.shown] == [
        (2, "There are no words in it."),
        (4, "“messages” is not a JSON list of objects."),
        (5, "It is not a JSON object; write one object a line."),
    ]
    assert "Message 1 was left out: “soon” is not a date; write it as 2026-03-31." in report.notes
    assert _row("c-2").message_count == 2


def test_tags_mean_what_somebody_said_they_mean(bring_in: Run) -> None:
    area, other = make_area(name="Printing"), make_area(name="Mobile")
    bug, question = make_category(key="bug", name="Bug"), make_category(key="question", name="Question")
    said = {
        "tag_area": {"sheets": str(area.pk), "vip": "-", "app crash": str(other.pk)},
        "tag_category": {"how-to": "question", "app crash": "bug"},
    }
    report = bring_in(
        "conversations", lines(talk(tags=["Sheets", "VIP", "how-to", "App crash", "renewal"])), values=said
    )

    pairs = {(tag.area, tag.category) for tag in _row("c-1").tags.all()}
    assert pairs == {(area, question), (other, bug)}
    assert _row("c-1").imported_stats["tags"] == ["renewal"]
    assert "The tag “renewal” is no area and no category here; it was kept as text." in report.notes


def test_an_area_without_a_category_is_said_and_not_filed(bring_in: Run) -> None:
    make_area(name="Printing")
    report = bring_in("conversations", lines(talk(tags=["Printing"])))

    assert not Tag.objects.exists()
    assert not _row("c-1").awaits_filing
    assert any("names an area but no category" in note for note in report.notes)


def test_files_are_links_and_only_to_the_web(bring_in: Run) -> None:
    odd = talk(messages=[{
        "id": 1, "at": "2025-03-03", "words": "See",
        "files": [{"name": "log.txt", "url": "https://old.example/log.txt", "bytes": 7}, {"url": "javascript:alert(1)"}],
    }])  # fmt: skip
    bring_in("conversations", lines(odd))

    kept, dropped = Message.objects.get().attachments.order_by("pk")
    assert (kept.name, kept.url, kept.byte_count, kept.file) == ("log.txt", "https://old.example/log.txt", 7, "")
    assert (dropped.url, dropped.dropped_reason) == ("", "unreadable")


def test_who_was_erased_does_not_come_back(bring_in: Run) -> None:
    erase_contact(contact_id=make_contact(email="ann@acme.example").pk)

    report = bring_in("conversations", lines(talk()))

    assert report.counts == {"new": 0, "updated": 0, "unchanged": 1}
    assert not Conversation.objects.exists()
    assert not Contact.objects.filter(name="Ann Visser").exists()


def test_html_is_made_harmless_and_quotes_are_folded(bring_in: Run) -> None:
    html = "<p>Yes.</p><script>alert(1)</script><blockquote type='cite'>On Monday Bo wrote: No?</blockquote>"
    bring_in("conversations", lines(talk(messages=[{"id": 1, "at": "2025-03-03", "html": html}])))

    message = Message.objects.get()
    assert "script" not in message.html
    assert message.words.startswith("Yes.")
    assert _row("c-1").preview == "Yes."


def test_an_answer_of_nobody_named_is_the_systems(bring_in: Run) -> None:
    said = [{"at": "2025-03-03", "words": "Help"}, {"at": "2025-03-04", "kind": "agent", "words": "Done"}]
    bring_in("conversations", lines(talk(messages=said)), source="Okdesk")

    assert [one.author_name for one in Message.objects.in_order()] == ["Ann Visser", "Okdesk"]


def test_two_systems_may_use_the_same_ids(bring_in: Run) -> None:
    bring_in("conversations", lines(talk()), source="zendesk")
    bring_in("conversations", lines(talk()), source="intercom")

    assert sorted(Conversation.objects.values_list("origin", flat=True)) == ["intercom", "zendesk"]


def test_a_team_and_a_priority_are_known_by_name(bring_in: Run) -> None:
    team = make_team(name="Support")
    bring_in("conversations", lines(talk(team="support", priority="Urgent"), talk(2, team="Elsewhere")))

    assert (_row("c-1").team, _row("c-1").priority) == (team, 3)
    assert _row("c-2").imported_stats["team"] == "Elsewhere"


def test_taking_it_back_leaves_what_somebody_answered_since(bring_in: Run, run_jobs: RunJobs) -> None:
    make_area(name="Printing")
    make_category(key="bug")
    bring_in("conversations", lines(talk(files=""), talk(2, state="open"), talk(3)))
    bo, read, answered = make_staff(), _row("c-1"), _row("c-2")
    mark_read(conversation_id=read.pk, staff=bo)
    write_note(conversation_id=answered.pk, by=bo, words="Looking into it.", key="1")

    begin_undo(run_id=Import.objects.get().pk)
    run_jobs()

    assert list(Conversation.objects.all()) == [answered]
    assert Contact.objects.filter(name="Ann Visser").exists()
    assert Import.objects.get().state == "undone"


def test_taking_a_later_file_back_leaves_what_the_first_brought(bring_in: Run, run_jobs: RunJobs) -> None:
    bring_in("conversations", lines(talk(state="open")))
    before = _row("c-1")
    longer = talk(state="closed")
    longer["messages"].append({"id": 4, "kind": "customer", "at": "2025-03-04T09:00:00Z", "words": "It works."})
    bring_in("conversations", lines(longer))

    begin_undo(run_id=Import.objects.latest("pk").pk)
    run_jobs()

    after = _row("c-1")
    assert (after.state, after.last_message_at, after.imported_stats) == (
        "open",
        before.last_message_at,
        before.imported_stats,
    )
    assert after.messages.count() == 3


def test_it_goes_on_after_a_crash_where_it_was(bring_in: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "BATCH", 1)
    file = lines(talk(), talk(2), talk(3))
    kept = import_runs.keep_part

    def keep_until(*, rows: int, **said: Any) -> None:
        if rows > 2:
            raise KeyboardInterrupt
        kept(rows=rows, **said)

    monkeypatch.setattr(parts, "keep_part", keep_until)
    with pytest.raises(KeyboardInterrupt):
        bring_in("conversations", file)
    assert Conversation.objects.count() == 2

    monkeypatch.setattr(parts, "keep_part", kept)
    assert bring_in("conversations", file).counts == {"new": 1, "updated": 0, "unchanged": 2}


def test_heavy_conversations_are_saved_few_at_a_time(bring_in: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    saved = parts._tell

    def tell(results: Any, batch: Any, report: Any) -> None:
        sizes.append(len(batch))
        saved(results, batch, report)

    monkeypatch.setattr(parts, "BATCH", 7)
    monkeypatch.setattr(parts, "_tell", tell)

    bring_in("conversations", lines(*(talk(number) for number in range(5))))

    assert sizes == [3, 2, 0]


def _row(key: str) -> Conversation:
    return Conversation.objects.get(origin_key=key)
