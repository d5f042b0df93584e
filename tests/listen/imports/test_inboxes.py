"""What Intercom, Zendesk, Chatwoot and Okdesk export becomes conversations: who wrote what, when, and how it stood."""

import json
import random
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from tests.listen.imports.conftest import Run
from tests.makers import make_area, make_category, make_company, make_staff
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.inboxes.objects import objects_of
from wellheard.listen.imports.trying import preview

pytestmark = pytest.mark.django_db

INTERCOM: dict[str, Any] = {
    "type": "conversation", "id": "215", "title": None, "created_at": 1740992400, "updated_at": 1740993000, "open": False,
    "state": "closed", "priority": "priority", "admin_assignee_id": 814, "team_assignee_id": None,
    "tags": {"type": "tag.list", "tags": [{"type": "tag", "id": "1", "name": "Printing"}, {"id": "2", "name": "Bug"}]},
    "conversation_rating": {"rating": 4, "remark": "Quick"}, "custom_attributes": {"Plan": "Pro"},
    "statistics": {"time_to_admin_reply": 300, "last_close_at": 1740993600, "first_admin_reply_at": 1740992700},
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "5f", "external_id": "u-9"}]},
    "source": {"type": "conversation", "id": "403", "delivered_as": "customer_initiated", "subject": "",
        "body": "<p>Nothing prints</p>", "author": {"type": "user", "id": "5f", "name": "Ann", "email": "ann@acme.example"},
        "attachments": [{"name": "a.png", "url": "https://files.example/a.png", "content_type": "image/png", "filesize": 9}]},
    "conversation_parts": {"type": "conversation_part.list", "total_count": 5, "conversation_parts": [
        {"id": "1", "part_type": "assignment", "body": None, "created_at": 1740992500, "author": {"type": "bot", "id": "9"}},
        {"id": "2", "part_type": "note", "body": "<p>Known</p>", "created_at": 1740992600,
            "author": {"type": "admin", "id": "814", "name": "Bo", "email": "bo@vendor.example"}},
        {"id": "3", "part_type": "comment", "body": "<p>Try again</p>", "created_at": 1740992700,
            "author": {"type": "admin", "id": "814", "name": "Bo", "email": "bo@vendor.example"},
            "email_message_metadata": {"subject": "x", "message_id": "out-3@intercom.example",
                "email_address_headers": [{"type": "to", "email_address": "ann@acme.example"}]}},
        {"id": "4", "part_type": "comment", "body": "<p>Thanks</p>", "created_at": 1740993000,
            "author": {"type": "user", "id": "5f", "name": "Ann", "email": "ann@acme.example"}},
        {"id": "5", "part_type": "close", "body": None, "created_at": 1740993600, "author": {"type": "admin", "id": "814"}},
    ]},
}  # fmt: skip
ZENDESK: dict[str, Any] = {
    "url": "https://acme.zendesk.example/api/v2/tickets/35.json", "id": 35, "created_at": "2025-03-03T09:00:00Z",
    "updated_at": "2025-03-04T09:00:00Z", "type": "problem", "subject": "Job sheets", "raw_subject": "Job sheets",
    "description": "Nothing prints", "priority": "urgent", "status": "solved", "requester_id": 1, "submitter_id": 1,
    "assignee_id": 2, "organization_id": 3, "group_id": 4, "collaborator_ids": [5], "tags": ["printing", "vip"],
    "satisfaction_rating": {"score": "good", "comment": "Quick"}, "via": {"channel": "email"},
    "metric_set": {"solved_at": "2025-03-03T10:00:00Z", "reply_time_in_minutes": {"calendar": 5, "business": 5}},
    "comments": [
        {"id": 101, "type": "Comment", "author_id": 1, "body": "Nothing prints", "html_body": "<p>Nothing prints</p>",
            "plain_body": "Nothing prints", "public": True, "created_at": "2025-03-03T09:00:00Z",
            "metadata": {"system": {"message_id": "<in-1@acme.example>"}}, "attachments": []},
        {"id": 102, "author_id": 2, "body": "Known", "public": False, "created_at": "2025-03-03T09:02:00Z"},
        {"id": 103, "author_id": 2, "body": "Try again", "public": True, "created_at": "2025-03-03T09:05:00Z",
            "attachments": [{"file_name": "how.pdf", "content_url": "https://files.example/how.pdf", "size": 7}]},
        {"id": 104, "author_id": 5, "body": "For me too", "public": True, "created_at": "2025-03-03T09:10:00Z"},
    ],
}  # fmt: skip
ZENDESK_BESIDE: dict[str, Any] = {
    "users": [
        {"id": 1, "name": "Ann", "email": "ann@acme.example", "role": "end-user", "external_id": "u-9"},
        {"id": 2, "name": "Bo", "email": "bo@vendor.example", "role": "agent"},
        {"id": 5, "name": "Cy", "email": "cy@acme.example", "role": "end-user"},
    ],
    "organizations": [{"id": 3, "name": "Acme", "external_id": "A-1", "domain_names": []}],
    "groups": [{"id": 4, "name": "Support"}],
}  # fmt: skip
CHATWOOT: dict[str, Any] = {
    "id": 12, "uuid": "x", "account_id": 1, "inbox_id": 3, "status": "resolved", "timestamp": 1740993000, "priority": None,
    "created_at": 1740992400, "labels": ["printing", "bug"], "additional_attributes": {"mail_subject": "Job sheets"},
    "custom_attributes": {}, "first_reply_created_at": 1740992700,
    "meta": {"sender": {"id": 7, "name": "Ann", "email": "ann@acme.example", "additional_attributes": {"company_name": "Acme"}},
        "assignee": {"id": 1, "name": "Bo", "email": "bo@vendor.example"}, "channel": "Channel::Email"},
    "messages": [
        {"id": 1, "content": "Nothing prints", "message_type": 0, "private": False, "created_at": 1740992400,
            "source_id": "in-1@acme.example", "content_attributes": {"email": {"message_id": "in-1@acme.example",
                "text_content": {"full": "Nothing prints"}}}, "sender": {"name": "Ann", "email": "ann@acme.example"}},
        {"id": 2, "content": "Bo self-assigned", "message_type": 2, "created_at": 1740992410},
        {"id": 3, "content": "Known", "message_type": 1, "private": True, "created_at": 1740992600,
            "sender": {"name": "Bo", "email": "bo@vendor.example", "type": "user"}},
        {"id": 4, "content": "Try again", "message_type": 1, "private": False, "created_at": 1740992700,
            "sender": {"name": "Bo", "email": "bo@vendor.example", "type": "user"},
            "attachments": [{"id": 1, "data_url": "https://files.example/how.pdf?x=1", "file_type": "file", "file_size": 7}]},
        {"id": 5, "content": "Rate us", "message_type": 3, "content_type": "input_csat", "created_at": 1740993000,
            "content_attributes": {"submitted_values": {"csat_survey_response": {"rating": 5, "feedback_message": "Quick"}}}},
    ],
}  # fmt: skip
OKDESK: dict[str, Any] = {
    "id": 77, "title": "Наряды", "description": "<p>Не печатает</p>", "created_at": "2025-03-03T12:00:00.000+03:00",
    "completed_at": "2025-03-03T13:00:00.000+03:00", "reacted_at": "2025-03-03T12:05:00.000+03:00", "company_id": 3,
    "status": {"code": "closed", "name": "Закрыта"}, "priority": {"code": "high", "name": "Высокий"},
    "type": {"id": 1, "code": "bug", "name": "Bug"}, "contact": {"id": 7, "name": "Анна"},
    "assignee": {"id": 2, "name": "Bo"}, "author": {"id": 7, "name": "Анна", "type": "contact"}, "rate": {"id": 1, "value": 5},
    "parameters": [{"code": "module", "name": "Модуль", "field_type": "ftselect", "value": "Printing"}], "group_id": None,
    "comments": [
        {"id": 1, "content": "<p>Попробуйте</p>", "public": True, "author": {"id": 2, "name": "Bo", "type": "employee"},
            "published_at": "2025-03-03T12:05:00.000+03:00"},
        {"id": 2, "content": "<p>Наше</p>", "public": False, "author": {"id": 2, "name": "Bo", "type": "employee"},
            "published_at": "2025-03-03T12:06:00.000+03:00"},
    ],
}  # fmt: skip
OKDESK_BESIDE: dict[str, Any] = {
    "contacts": [{"id": 7, "first_name": "Анна", "last_name": "К", "email": "anna@acme.example"}],
    "employees": [{"id": 2, "first_name": "Bo", "last_name": "", "email": "bo@vendor.example"}],
    "companies": [{"id": 3, "name": "Acme"}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _here() -> None:
    make_area(name="Printing")
    make_category(name="Bug", key="bug")
    make_company(name="Acme", external_id="A-1")
    make_staff(name="Bo", email="bo@vendor.example")


def said() -> list[tuple[str, str, str]]:
    return [(one.kind, one.words, one.author_address) for one in Conversation.objects.get().messages.in_order()]


def test_a_conversation_of_intercom(bring_in: Run) -> None:
    report = bring_in("conversations", json.dumps(INTERCOM) + "\n")

    assert "Recognised as an export of Intercom." in report.notes
    row = Conversation.objects.get()
    assert (row.origin, row.origin_key, row.state, row.priority, str(row.assignee)) == (
        "Intercom",
        "215",
        "closed",
        2,
        "Bo",
    )
    assert said() == [
        ("heard", "Nothing prints", "ann@acme.example"), ("note", "Known", "bo@vendor.example"),
        ("reply", "Try again", "bo@vendor.example"), ("heard", "Thanks", "ann@acme.example"),
    ]  # fmt: skip
    first, _note, reply, _last = row.messages.in_order()
    assert first.attachments.get().url == "https://files.example/a.png"
    assert (reply.message_id, reply.to) == ("<out-3@intercom.example>", ["ann@acme.example"])
    assert [(str(tag.area), tag.category.key) for tag in row.tags.all()] == [("Printing", "bug")]
    assert row.requester is not None
    assert row.requester.identities.filter(kind="external", value="u-9").exists()
    assert (row.imported_stats["rating"], row.imported_stats["rating_comment"]) == (4, "Quick")
    assert row.imported_stats["more"] == {"time_to_admin_reply": 300, "Plan": "Pro"}


def test_who_has_it_is_shown_by_name_and_nobody_by_nothing(tmp_path: Path) -> None:
    nobodys = INTERCOM | {"id": "216", "admin_assignee_id": None}
    file = tmp_path / "intercom.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in (INTERCOM, nobodys)))

    found = preview(kind="conversations", path=file, options=Options())

    place = list(found.columns.theirs).index("assignee")
    assert [row.cells[place] for row in found.rows] == ["Bo", ""]


def test_an_old_conversation_of_intercom_with_its_assignee_inside(bring_in: Run) -> None:
    old = {name: value for name, value in INTERCOM.items() if name not in {"state", "admin_assignee_id", "contacts"}}
    old |= {"open": True, "assignee": {"type": "admin", "id": "814"}, "contacts": [{"type": "contact", "id": "5f"}]}
    bring_in("conversations", json.dumps(old))

    row = Conversation.objects.get()
    assert (row.state, row.waits_for, str(row.assignee)) == ("open", "us", "Bo")


def test_a_ticket_of_zendesk_with_its_people_before_it(bring_in: Run) -> None:
    beside = [one for some in ZENDESK_BESIDE.values() for one in some]
    beside[-1]["url"] = "https://acme.zendesk.example/api/v2/groups/4.json"
    report = bring_in("conversations", "".join(json.dumps(one) + "\n" for one in [*beside, ZENDESK]))

    row = Conversation.objects.get()
    assert (row.origin, row.state, row.priority, str(row.company)) == ("Zendesk", "closed", 3, "Acme")
    assert said() == [
        ("heard", "Nothing prints", "ann@acme.example"), ("note", "Known", "bo@vendor.example"),
        ("reply", "Try again", "bo@vendor.example"), ("heard", "For me too", "cy@acme.example"),
    ]  # fmt: skip
    assert row.messages.in_order()[0].message_id == "<in-1@acme.example>"
    assert sorted(row.participants.values_list("address", flat=True)) == ["ann@acme.example", "cy@acme.example"]
    assert row.imported_stats["url"] == "https://acme.zendesk.example/agent/tickets/35"
    assert row.imported_stats["tags"] == ["vip"]
    assert any("no category “problem”" in note for note in report.notes)


def test_pages_of_zendesk_in_a_list_and_in_an_archive(bring_in: Run) -> None:
    page = {"tickets": [ZENDESK], "count": 1, **ZENDESK_BESIDE, "end_time": 1740992400}
    assert bring_in("conversations", json.dumps(page, indent=1)).counts["new"] == 1
    assert bring_in("conversations", json.dumps([page])).counts["unchanged"] == 1

    comments = [{**one, "ticket_id": 36} for one in ZENDESK["comments"]]
    apart = {name: value for name, value in ZENDESK.items() if name != "comments"} | {"id": 36}
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("export/tickets.json", json.dumps([apart]))
        archive.writestr("export/ticket_comments.jsonl", "".join(json.dumps(one) + "\n" for one in comments))
        archive.writestr("export/users.json", json.dumps(ZENDESK_BESIDE["users"]))
    assert bring_in("conversations", kept.getvalue(), name="z.zip").counts["new"] == 1
    assert Conversation.objects.get(origin_key="36").message_count == 4


def test_a_ticket_beside_its_comments_as_a_script_writes_them(bring_in: Run) -> None:
    apart = {name: value for name, value in ZENDESK.items() if name != "comments"}
    together = {"ticket": apart, "comments": ZENDESK["comments"], "users": ZENDESK_BESIDE["users"]}
    bring_in("conversations", json.dumps(together) + "\n")

    assert [kind for kind, _words, _address in said()] == ["heard", "note", "reply", "heard"]


def test_a_conversation_of_chatwoot(bring_in: Run) -> None:
    bring_in("conversations", json.dumps({"data": {"meta": {"all_count": 1}, "payload": [CHATWOOT]}}))

    row = Conversation.objects.get()
    assert (row.origin, row.state, row.subject, str(row.company)) == ("Chatwoot", "closed", "Job sheets", "Acme")
    assert said() == [
        ("heard", "Nothing prints", "ann@acme.example"), ("note", "Known", "bo@vendor.example"),
        ("reply", "Try again", "bo@vendor.example"),
    ]  # fmt: skip
    assert (row.imported_stats["rating"], row.imported_stats["channel"]) == (5, "Email")
    assert row.messages.in_order()[2].attachments.get().name == "how.pdf"
    assert row.tags.count() == 1


def test_events_of_chatwoot_put_a_conversation_together(bring_in: Run) -> None:
    talk = {name: value for name, value in CHATWOOT.items() if name != "messages"}
    events = [{"event": "message_created", "conversation": talk, **one} for one in CHATWOOT["messages"][:4]]
    report = bring_in("conversations", "".join(json.dumps(one) + "\n" for one in events))

    assert [kind for kind, _words, _address in said()] == ["heard", "note", "reply"]
    assert report.refusals.count == 1


def test_an_issue_of_okdesk_with_its_people_beside(bring_in: Run) -> None:
    bring_in("conversations", json.dumps({"issues": [OKDESK], **OKDESK_BESIDE}, ensure_ascii=False))

    row = Conversation.objects.get()
    assert (row.origin, row.state, row.priority, str(row.company), str(row.assignee)) == (
        "Okdesk", "closed", 2, "Acme", "Bo",
    )  # fmt: skip
    assert said() == [
        ("heard", "Не печатает", "anna@acme.example"), ("reply", "Попробуйте", "bo@vendor.example"),
        ("note", "Наше", "bo@vendor.example"),
    ]  # fmt: skip
    assert row.imported_stats["tags"] == ["Модуль: Printing"]
    assert (row.imported_stats["rating"], row.language) == (5, "ru")


def test_a_broken_line_is_said_and_the_next_ones_come_in(bring_in: Run) -> None:
    another = INTERCOM | {"id": "216"}
    file = json.dumps(INTERCOM) + '\n{"type": "conversation", "id": \n[1]\n' + json.dumps(another) + "\n"
    report = bring_in("conversations", file)

    assert report.counts["new"] == 2
    assert [one.number for one in report.refusals.shown] == [2]


def test_tickets_can_be_feedback_as_before(bring_in: Run) -> None:
    bring_in("feedback", json.dumps(ZENDESK) + "\n", source="zendesk")

    assert not Conversation.objects.exists()


def test_long_files_are_read_object_by_object(tmp_path: Path) -> None:
    path = tmp_path / "long.json"
    with path.open("w") as file:
        file.write('{"count": 3000, "users": [')
        file.write(",".join(json.dumps({"id": n, "name": "x" * 5_000}) for n in range(3_000)))
        file.write('],\n"tickets": [{"id": 1}, {"id": 2}]}')

    found = list(objects_of(path))

    assert len(found) == 3_002
    assert [one.place for one in found[-2:]] == ["tickets", "tickets"]


JUNK: tuple[Any, ...] = (
    None, "", 0, -1, 2**70, 1.5, True, [], {}, [1, None, "x"], {"id": []}, "\x00\ud800", "Ann <@>", "9" * 60, "0001-01-01", 1,
    "=cmd()", "<b", [[]], {"\x00": "\x00"}, "open", "2025-03-03", 1740992400, "a@b", "x" * 400, -(2**40), "1900-01-01T00:00:00Z",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_whatever_stands_in_a_file_is_taken_in_or_refused(bring_in: Run, seed: int) -> None:
    chance = random.Random(seed)

    def spoilt(value: Any) -> Any:
        if chance.random() < 0.2:
            return chance.choice(JUNK)
        if isinstance(value, dict):
            return {name: spoilt(inner) for name, inner in value.items()}
        return [spoilt(one) for one in value] if isinstance(value, list) else value

    whole = [INTERCOM, ZENDESK, CHATWOOT, OKDESK][seed]
    odd = [whole, *({**whole, **{name: spoilt(value) for name, value in whole.items()}} for _ in range(60))]
    report = bring_in("conversations", "".join(json.dumps(one) + "\n" for one in odd))

    assert sum(report.counts.values()) + report.refusals.count == report.rows
    assert report.counts["new"] > 0
