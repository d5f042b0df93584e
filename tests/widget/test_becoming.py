"""What became of what was said in the product: replies that reach the tab, and by mail who is away, once."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from tests.makers import make_mailbox, make_staff, make_survey
from tests.widget.conftest import Tab
from wellheard.customers.models import ContactIdentity
from wellheard.foundation import clock
from wellheard.foundation.http import doors
from wellheard.foundation.mail.models import OutgoingMail
from wellheard.listen.conversations.commands import Reply, mail_unseen_replies, reply_to_conversation, send_reply
from wellheard.listen.conversations.models import Conversation, Message
from wellheard.listen.surveys.models import Display, Response
from wellheard.web import asgi
from wellheard.web.widget import live
from wellheard.workspace.models import Staff

QUESTION = "How do I move a day?"


def reply(conversation_id: int, words: str, by: Staff) -> Message:
    last = Message.objects.filter(conversation=conversation_id).order_by("-pk").first()
    message = reply_to_conversation(
        conversation_id=conversation_id, by=by, reply=Reply(words), seen_message_id=last.pk if last else None
    )
    with clock.at(clock.now() + timedelta(seconds=20)):
        send_reply(message_id=message.pk)
    return message


def test_a_reply_is_read_in_the_tab_and_answered_there(tab: Tab) -> None:
    number = tab.ask(QUESTION)["conversation"]
    lena = make_staff(name="Lena Sand")
    last = reply(number, "Open the day and drag it.", lena)

    assert tab.post("hello")["unread"] == 1
    (item,) = tab.get("mine")["items"]
    assert (item["status"], item["note"], item["unread"]) == ("Answered", "Lena Sand: Open the day and drag it.", True)
    assert [one["ours"] for one in tab.get(f"conversations/{number}")["messages"]] == [False, True]
    assert tab.post(f"conversations/{number}/read", {"until": last.pk})["unread"] == 0
    sent = [tab.post(f"conversations/{number}", {"words": "Thank you"}, once="t" * 20) for _twice in range(2)]

    assert [one.status for one in sent] == [201, 200]
    conversation = Conversation.objects.get()
    assert (conversation.message_count, conversation.waits_for) == (3, "us")
    assert tab.get("conversations")["conversations"][0]["unread"] is False


def test_a_reply_that_can_still_be_taken_back_and_a_note_are_not_read(tab: Tab) -> None:
    number = tab.ask(QUESTION)["conversation"]
    reply_to_conversation(
        conversation_id=number, by=make_staff(), reply=Reply("Soon"), seen_message_id=Message.objects.get().pk
    )
    assert [one["words"] for one in tab.get(f"conversations/{number}")["messages"]] == [QUESTION]


def test_a_conversation_of_somebody_else_is_not_there(tab: Tab, signed: Callable[..., str]) -> None:
    number = tab.ask(QUESTION)["conversation"]
    other = Tab(tab.key, device="another-device", token=signed("ben"))
    assert other.get(f"conversations/{number}").status == 404
    assert other.post(f"conversations/{number}", {"words": "Mine"}).status == 404
    assert other.post(f"conversations/{number}/read", {"until": 1}).status == 404
    other.post("mine/read", {"keys": [f"c.{number}", "nonsense"]})
    assert Conversation.objects.get().participants.get().seen_message is None


def test_who_is_away_and_proved_an_address_gets_replies_by_mail_once(tab: Tab, signed: Callable[..., str]) -> None:
    mailbox = make_mailbox(address="help@vendor.example")
    tab.token = signed("u-7", email="anna@customer.example", email_verified=True)
    number, lena = tab.ask(QUESTION)["conversation"], make_staff()
    first, second = reply(number, "Open the day.", lena), reply(number, "Then drag it.", lena)

    # The first waits for the second, which takes it along; a repeated job adds nothing.
    for message in (first, second, second):
        mail_unseen_replies(conversation_id=number, message_id=message.pk)

    mail = OutgoingMail.objects.get(key__startswith="in-product:")
    assert mail.to_address == "anna@customer.example"
    assert "Open the day." in mail.body
    assert "Then drag it." in mail.body
    assert mail.via == f"mailbox:{mailbox.pk}"
    third = reply(number, "Did it work?", lena)
    tab.post(f"conversations/{number}/read", {"until": third.pk})
    assert mail_unseen_replies(conversation_id=number, message_id=third.pk) is None


def test_an_address_that_is_only_claimed_gets_no_mail(tab: Tab, signed: Callable[..., str]) -> None:
    make_mailbox()
    tab.token = signed("u-7", email="anna@customer.example")
    number = tab.ask(QUESTION)["conversation"]
    message = reply(number, "Open the day.", make_staff())
    assert ContactIdentity.objects.filter(kind="email", verified_at=None).exists()
    assert mail_unseen_replies(conversation_id=number, message_id=message.pk) is None


def test_a_survey_is_asked_answered_and_not_asked_again(tab: Tab) -> None:
    make_survey("nps", audience="anybody")
    survey = tab.post("hello", {"url": "https://app.example/day"})["survey"]
    assert [one["kind"] for one in survey["questions"]] == ["nps", "text"]
    path = f"surveys/{survey['display']}"

    assert tab.post(f"{path}/shown")["show"] is True
    tab.post(f"{path}/started")
    for number in (7, 9):
        answer = {"submission": "s1", "answers": [{"question": "nps", "number": number}], "complete": number == 9}
        assert tab.post(f"{path}/answered", answer).status == 200

    assert Response.objects.get().score == 9
    assert Display.objects.get().state == "completed"
    assert tab.post("hello")["survey"] is None
    wrong = tab.post(f"{path}/answered", {"answers": [{"question": "nps", "number": 12}]})
    assert (wrong.status, wrong["errors"][0]["pointer"]) == (422, "/nps")
    assert Tab(tab.key, device="another-device").post(f"{path}/dismissed").status == 404
    assert tab.post("surveys/made-up/shown").status == 404


def test_a_survey_in_two_windows_is_shown_in_one(tab: Tab) -> None:
    make_survey("csat", audience="anybody")
    one, other = tab.post("hello")["survey"]["display"], tab.post("hello")["survey"]["display"]
    assert tab.post(f"surveys/{one}/shown")["show"] is True
    assert tab.post(f"surveys/{other}/shown")["show"] is False


def test_an_event_in_the_page_brings_its_survey_but_not_who_wants_no_tracking(tab: Tab) -> None:
    make_survey("ces", audience="anybody", trigger={"event": "invoice sent"})
    assert tab.post("hello")["survey"] is None
    happened = [{"kind": "page", "url": "https://app.example/"}, {"kind": "track", "name": "invoice sent"}]
    assert tab.post("events", {"events": happened})["survey"]["kind"] == "ces"
    assert tab.post("events", {"events": happened, "signals": {"gpc": True}})["survey"] is None
    assert tab.post("events", {"events": "all"}).status == 422


def test_of_three_ideas_pairs_are_drawn_and_stay_the_same_for_one_showing(tab: Tab) -> None:
    make_survey("pair", audience="anybody")
    (pair,) = tab.post("hello")["survey"]["questions"][0]["pairs"]
    assert {pair["left"]["id"], pair["right"]["id"]} == {"option:a", "option:b"}


@pytest.mark.django_db(transaction=True)
def test_a_reply_is_told_to_an_open_tab(tab: Tab) -> None:
    number, lena = tab.ask(QUESTION)["conversation"], make_staff()

    def act() -> None:
        try:
            reply(number, "Open the day.", lena)
        finally:
            connections.close_all()

    try:
        # In a thread of its own: where browsers were tested before, this one has an event loop already.
        with ThreadPoolExecutor(1) as own:
            status, body = own.submit(lambda: asyncio.run(_listen(tab, act))).result()
    finally:
        for _thread in range(doors.THREADS):
            doors._threads.submit(connections.close_all).result()

    assert status == 200
    assert b'event: message\ndata: {"conversation": %d, "unread": 1}' % number in body
    assert not live.streams._open


def test_a_stream_is_only_for_a_key_that_opens_something(client: Client) -> None:
    assert doors.door_for(live.PATH) is live.answer


async def _listen(tab: Tab, act: Callable[[], None]) -> tuple[int, bytes]:
    status, body, gone = 0, b"", asyncio.Event()

    async def receive() -> dict[str, object]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        nonlocal status, body
        status = message.get("status", status)
        body += message.get("body", b"")
        if b"data:" in body or status != 200:
            gone.set()

    headers = [(b"x-wellheard-key", tab.key.encode()), (b"x-wellheard-device", tab.device.encode())]
    scope = {
        "type": "http", "method": "GET", "path": live.PATH, "query_string": b"", "http_version": "1.1", "headers": headers,
    }  # fmt: skip
    stream = asyncio.create_task(asgi.application(scope, receive, send))
    await asyncio.sleep(1.5)
    await asyncio.to_thread(act)
    await asyncio.wait_for(stream, 12)
    return status, body
