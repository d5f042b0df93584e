"""What others do is told to every open inbox, by a stream or on asking; who else is there is said."""

import asyncio
import json
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from tests.makers import make_contact, make_conversation, make_staff
from wellheard.foundation import clock
from wellheard.foundation.facts.models import Fact
from wellheard.listen.conversations.commands import assign_conversation
from wellheard.listen.satisfaction.commands import comment_on_rating, give_rating
from wellheard.listen.satisfaction.models import Rating
from wellheard.web import asgi
from wellheard.web.conversations import live, news


async def listen(cookie: str, act: Any, *, seconds: float = 8) -> tuple[int, bytes]:
    """Open a stream, do something in another thread once it stands, and return what came until something was told."""
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

    scope = {
        "type": "http", "method": "GET", "path": live.PATH, "query_string": b"", "http_version": "1.1",
        "headers": [(b"cookie", cookie.encode())],
    }  # fmt: skip
    stream = asyncio.create_task(asgi.application(scope, receive, send))
    await asyncio.sleep(1.5)
    if act:
        await asyncio.to_thread(act)
    await asyncio.wait_for(stream, seconds)
    return status, body


@pytest.mark.django_db(transaction=True)
def test_what_a_colleague_does_is_told_within_a_moment(client: Client) -> None:
    client.force_login(make_staff())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    conversation, other = make_conversation(), make_staff()

    def act() -> None:
        try:
            assign_conversation(conversation_id=conversation.pk, staff=other, team=None)
        finally:
            connections.close_all()

    try:
        status, body = asyncio.run(listen(cookie, act))
    finally:
        live.streams._thread.submit(_leave_the_database).result()

    assert status == 200
    told = json.loads(body.partition(b"data: ")[2])
    assert {"conversation": conversation.pk, "by": 0, "brings": True} in told
    assert not live.streams._queues


@pytest.mark.django_db(transaction=True)
def test_a_stranger_hears_nothing() -> None:
    try:
        status, _body = asyncio.run(listen("wellheard_session=made-up", None))
    finally:
        live.streams._thread.submit(_leave_the_database).result()
    assert status == 403


@pytest.mark.django_db
def test_a_page_without_a_stream_asks_what_is_new(client: Client) -> None:
    client.force_login(make_staff())
    after = client.get("/inbox/news/").json()["after"]
    conversation = make_conversation()
    news = client.get(f"/inbox/news/?after={after}").json()
    assert {"conversation": conversation.pk, "by": 0, "brings": True} in news["changes"]
    assert client.get(f"/inbox/news/?after={news['after']}").json()["changes"] == []
    assert client.get("/inbox/news/?after=x").json()["changes"] == []
    assert client.get("/inbox/live/").status_code == 204


@pytest.mark.django_db
def test_how_it_went_is_new_in_the_conversation_it_is_about(client: Client) -> None:
    client.force_login(make_staff())
    conversation = make_conversation(contact=make_contact())
    rating = Rating.objects.create(conversation=conversation, ask_at=clock.now())
    after = client.get("/inbox/news/").json()["after"]
    give_rating(rating_id=rating.pk, score=3)
    comment_on_rating(rating_id=rating.pk, words="Quick and kind.")
    told = {"conversation": conversation.pk, "by": 0, "brings": False}
    assert client.get(f"/inbox/news/?after={after}").json()["changes"] == [told, told]


@pytest.mark.django_db
def test_who_else_is_there_is_said(client: Client) -> None:
    conversation = make_conversation()
    path = f"/inbox/{conversation.pk}/presence/"
    first, second = make_staff(name="Priya Nandan"), make_staff(name="Joel Amberg")
    client.force_login(first)
    assert client.post(path, {"doing": "writing"}).json()["said"] == ""
    client.force_login(second)
    assert client.post(path).json()["said"] == "Priya Nandan is writing"
    client.force_login(first)
    assert client.post(path).json()["said"] == "Joel Amberg reads this too"


def _leave_the_database() -> None:
    connections.close_all()


def test_a_page_that_takes_nothing_is_hung_up_on_so_that_it_asks_what_it_missed() -> None:
    sent: list[Any] = []
    takes_again = asyncio.Event()

    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    async def send(message: Any) -> None:
        sent.append(message)
        if len(sent) == 3:
            await takes_again.wait()

    async def fall_behind() -> None:
        streams = live.Streams()
        queue: asyncio.Queue[bytes] = asyncio.Queue(maxsize=2)
        streams._queues[queue] = 1
        page = asyncio.create_task(live.relay(queue, receive, send))
        for number in range(4):
            streams._tell(b"data: %d\n\n" % number)
            await asyncio.sleep(0.01)
        assert not streams._queues
        takes_again.set()
        await asyncio.wait_for(page, 5)

    asyncio.run(fall_behind())
    assert [message.get("body") for message in sent[2:]] == [b"data: 0\n\n", b""]
    assert sent[-1]["more_body"] is False


@pytest.mark.django_db
def test_facts_that_are_no_news_are_passed_and_a_late_one_is_told_all_the_same() -> None:
    follower, numbers = news.Follower(), iter(range(1_000_000, 2_000_000))

    def record(subject_type: str, times: int = 1) -> None:
        Fact.objects.bulk_create(
            Fact(pk=next(numbers), name="made.up", happened_at=clock.now(), subject_type=subject_type, subject_id=7)
            for _time in range(times)
        )

    record("idea", 2_000)
    follower.look()
    record("idea", 1_000)
    for _look in range(news._LOOKS):
        assert follower.look() == []
    assert follower.newest == news.newest_fact()

    next(numbers)
    record("idea", 200)
    Fact.objects.create(
        pk=1_003_000, name="message.heard", happened_at=clock.now(), subject_type="conversation", subject_id=7
    )
    assert [change.fact_id for change in follower.look()] == [1_003_000]
    assert follower.look() == []
