"""What clients of Segment and RudderStack send, byte by byte, and what is kept of it."""

import base64
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from tests.makers import make_source
from tests.segment_com.conftest import Kept, send
from wellheard.listen.sources import commands
from wellheard.listen.sources.commands import ReplayError
from wellheard.listen.sources.models import DeadLetter
from wellheard.listen.usage import arriving
from wellheard.listen.usage.models import ArrivedEvent

Knowing = Callable[..., str]
TRACK = {"type": "track", "event": "Report Sent", "userId": "u-1", "messageId": "m-1", "properties": {"pages": 3}}
OK = {"success": True, "status": 1}


@pytest.mark.parametrize(
    ("path", "said", "kept"),
    [
        ("/v1/track", {"event": "Sent", "userId": 7}, {"kind": "track", "name": "Sent", "user_id": "7"}),
        ("/v1/t", {"event": "Sent", "anonymousId": "d"}, {"kind": "track", "name": "Sent", "anonymous_id": "d"}),
        ("/v1/identify", {"userId": "u", "traits": {"a": 1}}, {"kind": "identify", "traits": '{"a": 1}'}),
        ("/v1/i", {"userId": "u", "context": {"traits": {"a": 1}}}, {"kind": "identify", "traits": '{"a":1}'}),
        ("/v1/group", {"userId": "u", "groupId": "acme"}, {"kind": "group", "group_id": "acme"}),
        ("/v1/g", {"groupId": "acme", "traits": None}, {"kind": "group", "group_id": "acme", "traits": "{}"}),
        ("/v1/page", {"userId": "u", "category": "Docs"}, {"kind": "page", "name": "Docs"}),
        ("/v1/p/", {"userId": "u", "name": "Home", "category": "Docs"}, {"kind": "page", "name": "Home"}),
        ("/v1/screen", {"userId": "u"}, {"kind": "screen", "name": ""}),
        ("/v1/s", {"userId": "u", "name": "Start"}, {"kind": "screen", "name": "Start"}),
        ("/v1/alias", {"userId": "u", "previousId": "d"}, {"kind": "alias", "previous_id": "d", "user_id": "u"}),
        ("/v1/a", {"userId": "u", "previousId": "d"}, {"kind": "alias", "previous_id": "d"}),
        (
            "/v1/track",
            {"event": "Sent", "userId": "u", "context": {"groupId": "acme", "ip": "203.0.113.7"}},
            {"group_id": "acme", "context": '{"groupId":"acme"}'},
        ),
    ],
)
def test_every_call_is_kept(
    path: str, said: dict[str, Any], kept: dict[str, Any], inbox: Kept, knowing: Knowing
) -> None:
    key = knowing()

    assert send(path, said, key=key)[:2] == (200, OK)

    row = inbox.only
    assert {name: getattr(row, name) for name in kept} == kept
    assert (row.source_id, row.protocol, row.is_trusted) == (7, "segment", True)


def test_a_batch_shares_its_context_and_its_clock(inbox: Kept, knowing: Knowing) -> None:
    key = knowing()
    ahead = datetime.now(UTC) + timedelta(hours=5)
    batch = [
        TRACK | {"timestamp": (ahead - timedelta(minutes=3)).isoformat(), "context": {"locale": "de"}},
        TRACK | {"messageId": "m-2", "originalTimestamp": (ahead - timedelta(minutes=9)).isoformat()},
    ]
    context = {"library": {"name": "own"}, "locale": "en", "ip": "203.0.113.7"}

    for path in ("/v1/batch", "/v1/import", "/v1/b"):
        send(path, {"batch": batch, "sentAt": ahead.isoformat(), "context": context}, key=key)

    first, second = inbox.rows[:2]
    assert len(inbox.rows) == 6
    assert json.loads(first.context) == {"library": {"name": "own"}, "locale": "de"}
    assert json.loads(second.context) == {"library": {"name": "own"}, "locale": "en"}
    assert timedelta(minutes=2.9) < first.received_at - first.said_at < timedelta(minutes=3.1)
    assert timedelta(minutes=8.9) < second.received_at - second.said_at < timedelta(minutes=9.1)
    assert first.properties == '{"pages": 3}'


@pytest.mark.parametrize(
    ("authorization", "in_body"),
    [
        (lambda key: "Basic " + base64.b64encode(f"{key}:".encode()).decode(), False),
        (lambda key: "Basic " + base64.b64encode(key.encode()).decode().rstrip("="), False),
        (lambda _key: "", True),
        (lambda _key: "Bearer a-token-of-their-oauth", True),
        (lambda _key: "Basic !!!", True),
        (lambda key: f"Bearer {key}", False),
    ],
)
def test_a_key_is_read_where_clients_put_it(authorization: Any, in_body: object, inbox: Kept, knowing: Knowing) -> None:
    key = knowing()
    said = {"batch": [TRACK]} | ({"writeKey": key} if in_body else {})

    assert send("/v1/batch", said, authorization=authorization(key))[0] == 200
    assert inbox.only.name == "Report Sent"


WHOLE = json.dumps({"batch": [TRACK]}).encode()


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(WHOLE),
        urlencode({"data": WHOLE.decode()}).encode(),
        urlencode({"data": base64.b64encode(WHOLE).decode()}).encode(),
        b" \n" + WHOLE,
    ],
)
def test_a_body_is_read_whatever_its_headers_say(body: bytes, inbox: Kept, knowing: Knowing) -> None:
    key = knowing()

    assert send("/v1/batch", body, key=key, content_type="application/x-www-form-urlencoded")[:2] == (200, OK)
    assert inbox.only.message_id == "m-1"


def test_one_that_cannot_be_understood_holds_up_no_other(inbox: Kept, knowing: Knowing) -> None:
    bad: list[dict[str, Any]] = [
        {"type": "dance", "userId": "u"},
        {"userId": "u"},
        {"type": "track", "userId": "u"},
        {"type": "track", "event": "Sent"},
        {"type": "group", "userId": "u"},
        {"type": "alias", "userId": "u"},
        {"type": "track", "event": "Sent", "userId": ["u"]},
        {"type": "track", "event": "Sent", "userId": "u", "properties": [1]},
        {"type": "track", "event": "Sent", "userId": "u", "properties": {"x": "y" * 33_000}},
    ]

    assert send("/v1/batch", {"batch": [TRACK, *bad]}, key=knowing())[:2] == (200, OK)

    assert inbox.only.name == "Report Sent"
    assert [json.loads(body) for body, _reason in inbox.letters] == bad
    reasons = [reason for _body, reason in inbox.letters]
    assert reasons[0] == "There is no call “dance”."
    assert reasons[3] == "It names nobody: it needs “userId” or “anonymousId”."
    assert "userId" in reasons[6]


def test_what_javascript_and_python_take_for_json_is_read(inbox: Kept, knowing: Knowing) -> None:
    raw = (
        b'{"batch":[{"type":"track","event":"Half \\ud83d","userId":"u","properties":{"a":"\\ud83d","b":"\\ud83d\\ude00"}},'
        b'{"type":"track","event":"Numbers","userId":"u","properties":{"a":NaN,"b":-Infinity}},'
        b'{"type":"track","event":"Latin","userId":"u","properties":{"a":"caf\xe9"}}]}'
    )

    assert send("/v1/batch", raw, key=knowing())[:2] == (200, OK)
    assert [json.loads(row.properties) for row in inbox.rows] == [
        {"a": "?", "b": "😀"},
        {"a": None, "b": None},
        {"a": "caf\ufffd"},
    ]


def test_what_a_database_cannot_hold_is_kept_without_it(inbox: Kept, knowing: Knowing) -> None:
    said = TRACK | {"properties": {"x": "nul \0 here", "path": "C:\\u0000"}, "messageId": "m" * 300}

    assert send("/v1/track", said, key=knowing())[0] == 200
    assert json.loads(inbox.only.properties) == {"x": "nul  here", "path": "C:\\u0000"}
    assert (inbox.only.message_id[:7], len(inbox.only.message_id)) == ("sha256:", 71)


@pytest.mark.parametrize(
    ("path", "body", "refused"),
    [
        ("/v1/batch", b"{", (400, "invalid_json")),
        ("/v1/batch", b'{"batch":[]}[', (400, "invalid_json")),
        ("/v1/batch", b'{"batch":' + b"[" * 100_000, (400, "invalid_json")),
        ("/v1/batch", b"", (400, "invalid_json")),
        ("/v1/batch", b'{"batch": 7}', (400, "invalid_request")),
        ("/v1/batch", json.dumps({"batch": [{}] * 2_501}).encode(), (400, "too_many_events")),
        ("/v1/track", json.dumps(TRACK | {"properties": {"x": "y" * 33_000}}).encode(), (400, "too_large")),
        ("/v1/batch", b"x" * 5_000_000, (413, "too_large")),
        ("/v1/batch", gzip.compress(bytes(5_000_000)), (413, "too_large")),
        ("/v1/nothing", b"{}", (404, "unknown_call")),
        ("/v1/", b"{}", (404, "unknown_call")),
        ("/v1/deep/track", b"{}", (404, "unknown_call")),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words(
    path: str, body: bytes, refused: tuple[int, str], inbox: Kept, knowing: Knowing
) -> None:
    got, said, _headers = send(path, body, key=knowing())

    assert (got, said["code"]) == refused
    assert said["message"] == said["detail"] != ""
    assert not inbox.rows


@pytest.mark.django_db(transaction=True)
def test_a_stranger_leaves_nothing_behind(inbox: Kept, knowing: Knowing) -> None:
    knowing()

    assert send("/v1/batch", b"{", key="ws_unknown")[0] == 401
    assert send("/v1/batch", {"batch": [TRACK]})[0] == 401
    assert send("/v1/batch", {"batch": [TRACK]}, method="GET")[0] == 405
    assert (inbox.rows, inbox.letters) == ([], [])


def test_a_paused_sources_clients_are_told_to_come_again(inbox: Kept, knowing: Knowing) -> None:
    key = knowing(paused_at=datetime.now(UTC))

    status, said, headers = send("/v1/track", TRACK, key=key)
    assert (status, said["code"], headers["retry-after"]) == (429, "paused", "30")
    assert not inbox.rows


def test_who_sends_more_than_its_limit_is_told_when_to_come_again(inbox: Kept, knowing: Knowing) -> None:
    key = knowing(per_minute=2)
    assert send("/v1/batch", {"batch": [TRACK] * 3}, key=key)[0] == 200

    status, said, headers = send("/v1/track", TRACK, key=key)
    assert (status, said["code"]) == (429, "too_many_events")
    assert int(headers["retry-after"]) <= 60
    assert len(inbox.rows) == 3


@pytest.mark.django_db(transaction=True)
def test_a_browsers_key_is_believed_nothing_and_works_on_its_sites_alone(inbox: Kept, knowing: Knowing) -> None:
    key = knowing("browser", origins=["https://app.example.com"])
    said = TRACK | {"writeKey": key}

    status, _said, headers = send("/v1/t", said, origin="https://app.example.com", content_type="text/plain")
    assert (status, headers["access-control-allow-origin"]) == (200, "https://app.example.com")
    assert inbox.only.is_trusted is False
    large = {"batch": [TRACK] * 20, "writeKey": key, "x": "y" * 600_000}
    assert send("/v1/b", large)[1]["code"] == "too_large"
    assert send("/v1/t", said, origin="https://evil.example")[0] == 403
    assert len(inbox.rows) == 1


def test_a_browsers_client_is_told_where_to_send(inbox: Kept, knowing: Knowing) -> None:
    key = knowing("browser")

    status, said, _headers = send(f"/v1/projects/{key}/settings", b"", method="GET", host="127.0.0.1:8161")
    here = said["integrations"]["Segment.io"]
    assert (status, here) == (200, {"apiKey": key, "apiHost": "127.0.0.1:8161/v1", "protocol": "http"})
    assert said["metrics"] == {"sampleRate": 0}
    said = send(f"/v1/projects/{key}/settings", b"", method="GET", host="evil.example")[1]
    assert said["integrations"]["Segment.io"]["apiHost"] == "127.0.0.1:8000/v1"
    assert send("/v1/m", b"{}")[:2] == (200, OK)
    assert send(f"/v1/projects/{knowing()}/settings", b"", method="GET")[0] == 404
    assert not inbox.rows


@pytest.mark.django_db(transaction=True)
def test_all_of_it_stands_in_the_database_before_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    source, key = make_source()
    said = {"batch": [TRACK, {"type": "dance"}]}

    assert send("/v1/batch", said, key=key)[0] == 200
    assert send("/v1/track", {"userId": "u", "event": " "}, key=key)[0] == 200

    assert ArrivedEvent.objects.get(source_id=source.pk).name == "Report Sent"
    source.refresh_from_db()
    assert source.last_seen_at is not None
    dance, nameless = DeadLetter.objects.filter(source=source).order_by("pk")
    with pytest.raises(ReplayError, match="dance"):
        commands.replay_dead_letter(letter_id=dance.pk)
    # As when what reads it learned better: it is tried as the call it came by.
    DeadLetter.objects.filter(pk=nameless.pk).update(body=b'{"userId":"u","event":"Mended"}')
    commands.replay_dead_letter(letter_id=nameless.pk)
    assert ArrivedEvent.objects.filter(kind="track", name="Mended", user_id="u").count() == 1

    async def away(_rows: Any) -> None:
        raise psycopg.OperationalError

    monkeypatch.setattr(arriving, "_copy", away)
    monkeypatch.setattr(arriving, "PAUSE_SECONDS", 0.001)
    status, answered, headers = send("/v1/track", TRACK, key=key)
    assert (status, answered["code"], headers["retry-after"]) == (503, "away", "5")
