"""Other programs talk in conversations, by the same rules as people."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.makers import make_area, make_category, make_contact, make_conversation, make_staff
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.workspace.commands import make_token

pytestmark = pytest.mark.django_db
Ask = Callable[..., Any]


@pytest.fixture
def ask(client: Client) -> Ask:
    _token, secret = make_token(name="Desk", by=make_staff(), scopes=["conversations:write"])

    def send(method: str, path: str, body: object = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {secret}"} | headers
        content = "" if body is None else json.dumps(body)
        return client.generic(method, f"/api/v1{path}", content, content_type="application/json", headers=sent)

    return send


def test_a_program_begins_a_conversation_once_and_writes_on(ask: Ask) -> None:
    body = {"words": "It is broken.", "contact": {"email": "ann@customer.example"}, "origin": "app", "origin_key": "7"}
    first, again = ask("POST", "/conversations", body), ask("POST", "/conversations", body)
    assert (first.status_code, again.status_code) == (201, 200)
    number = first.json()["id"]
    assert (again.json()["id"], first.json()["waits_for"]) == (number, "us")

    more = ask("POST", f"/conversations/{number}/messages", {"words": "Still broken."})
    assert more.status_code == 201
    listed = ask("GET", f"/conversations/{number}/messages").json()["items"]
    assert [row["words"] for row in listed] == ["It is broken.", "Still broken."]


def test_a_program_cannot_close_without_saying_what_it_was_about(ask: Ask) -> None:
    conversation, area, category = make_conversation(), make_area(), make_category()

    refused = ask("POST", f"/conversations/{conversation.pk}/close", {})
    assert (refused.status_code, "area and a category" in refused.json()["detail"]) == (422, True)

    pairs = [{"area_id": area.pk, "category_id": category.pk}]
    closed = ask("POST", f"/conversations/{conversation.pk}/close", {"tags": pairs})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert closed.json()["tags"][0]["confirmed_at"]


def test_a_program_answers_as_one_of_us_and_is_stopped_when_others_wrote(ask: Ask) -> None:
    conversation, ada = make_conversation(), make_staff()
    seen = conversation.messages.get().pk
    body = {"words": "We look into it.", "staff_id": ada.pk, "seen_message_id": seen}
    address = f"/conversations/{conversation.pk}/replies"

    first = ask("POST", address, body, **{"Idempotency-Key": "k1"})
    assert (first.status_code, first.json()["state"]) == (201, "scheduled")
    ask("POST", f"/conversations/{conversation.pk}/messages", {"words": "Hello?"})
    stopped = ask("POST", address, {**body, "words": "Another one."}, **{"Idempotency-Key": "k2"})

    assert stopped.status_code == 409
    assert Message.objects.filter(kind="reply").count() == 1


def test_conversations_are_listed_by_what_they_were_about_with_as_many_questions_for_many(
    ask: Ask, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    area, category = make_area(), make_category()
    for _number in range(20):
        conversation = make_conversation()
        pair = {"area_id": area.pk, "category_id": category.pk}
        ask("POST", f"/conversations/{conversation.pk}/tags", pair)
    make_conversation()

    with django_assert_max_num_queries(8):
        found = ask("GET", f"/conversations?area={area.pk}&limit=50").json()["items"]
    assert len(found) == 20


def test_putting_off_giving_to_somebody_setting_aside_and_opening_again(ask: Ask) -> None:
    conversation, ada = make_conversation(contact=make_contact()), make_staff()
    address = f"/conversations/{conversation.pk}"

    assert ask("POST", f"{address}/snooze", {}).json()["state"] == "snoozed"
    assert ask("POST", f"{address}/reopen").json()["state"] == "open"
    assert ask("PUT", f"{address}/assignee", {"staff_id": ada.pk}).json()["assignee_id"] == ada.pk
    assert ask("POST", f"{address}/notes", {"words": "VIP.", "staff_id": ada.pk}).json()["kind"] == "note"
    assert ask("POST", f"{address}/aside", {"reason": "spam"}).json()["aside_reason"] == "spam"
    assert ask("GET", "/conversations?aside=yes").json()["items"][0]["id"] == conversation.pk
    assert ask("POST", f"{address}/snooze", {"until": "2001-01-01T00:00:00Z"}).status_code == 422


def test_who_may_only_read_feedback_reads_no_conversation(client: Client) -> None:
    _token, secret = make_token(name="Other", by=make_staff(), scopes=["feedback:write"])
    headers = {"Authorization": f"Bearer {secret}"}

    assert client.get("/api/v1/conversations", headers=headers).status_code == 403
    assert client.get("/api/v1/conversations").status_code == 401
    assert Conversation.objects.count() == 0


def test_an_unknown_conversation_is_told_so(ask: Ask) -> None:
    assert ask("GET", "/conversations/999999").status_code == 404
    assert ask("POST", "/conversations/999999/close", {}).status_code == 404
