"""The clients of Segment and RudderStack: only the host name is changed, and what they send arrives; also when we are killed."""

import time
from typing import Any

import pytest

from tests.sdk.conftest import Clients, Server, ended

KILLS = 3
PROGRAMS = {
    "segment-python": ("python_clients", "segment_python.py"),
    "rudder-python": ("python_clients", "rudder_python.py"),
    "segment-node": ("node_clients", "segment_node.cjs"),
    "rudder-node": ("node_clients", "rudder_node.cjs"),
}


@pytest.fixture(params=PROGRAMS)
def client(request: pytest.FixtureRequest) -> tuple[Clients, str]:
    """Each of the clients, and a program that uses it."""
    clients, program = PROGRAMS[request.param]
    return request.getfixturevalue(clients), program


def by_message(server: Server, key: str) -> dict[str, dict[str, Any]]:
    return {row["message_id"]: row for row in server.arrived(key)}


def test_every_call_arrives(client: tuple[Clients, str], server: Server) -> None:
    clients, program = client
    key = server.make_source(f"calls-{program}")

    assert clients.run(program, server.url, key, "120", "0") == {"failed": []}

    rows = by_message(server, key)
    assert rows["identify"]["traits"] == {"email": "ada@acme.example", "plan": "pro"}
    assert (rows["identify"]["user_id"], rows["identify"]["is_trusted"]) == ("ada", True)
    assert (rows["group"]["group_id"], rows["group"]["traits"]) == ("acme", {"name": "Acme"})
    assert (rows["track"]["name"], rows["track"]["group_id"]) == ("Report Sent", "acme")
    assert rows["track"]["properties"] == {"pages": 3}
    assert "ip" not in rows["track"]["context"]
    assert (rows["page"]["kind"], rows["page"]["name"]) == ("page", "Start")
    assert rows["screen"]["kind"] == "screen"
    assert (rows["alias"]["previous_id"], rows["alias"]["user_id"]) == ("device-1", "ada")
    assert [rows[f"m-{number}"]["properties"] for number in range(120)] == [{"number": n} for n in range(120)]
    assert server.letters(key) == []
    if "old" in rows:
        assert rows["old"]["said_at"].isoformat()[:19] in {"2026-01-02T03:04:05", "2026-01-02T03:04:04"}


def test_a_client_that_packs_arrives(python_clients: Clients, server: Server) -> None:
    key = server.make_source("packed")

    assert python_clients.run("segment_python.py", server.url, key, "5", "0", "gzip") == {"failed": []}
    assert len(server.arrived(key)) == 12


def test_the_older_client_arrives_and_reads_our_refusals(old_python_clients: Clients, server: Server) -> None:
    key = server.make_source("old")

    assert old_python_clients.run("old_segment_python.py", server.url, key) == {"failed": []}
    assert [row["name"] for row in server.arrived(key)] == ["Report Sent"]
    began = time.monotonic()
    (said,) = old_python_clients.run("old_segment_python.py", server.url, "ws_unknown")["failed"]
    assert "unknown_key" in said
    # It would try an answer it cannot read ten times, as if the network were away.
    assert time.monotonic() - began < 60


def test_nothing_acknowledged_is_lost_when_we_are_killed(client: tuple[Clients, str], server: Server) -> None:
    clients, program = client
    key = server.make_source(f"kills-{program}")
    sent = 400

    sending = clients.start(program, server.url, key, str(sent), "0.02")
    for _round in range(KILLS):
        time.sleep(1.5)
        server.kill_listeners()
    assert ended(sending) == {"failed": []}

    # What was sent again may be there twice; the mover takes each message once.
    assert {f"m-{number}" for number in range(sent)} <= set(server.messages(key))


@pytest.mark.parametrize("client", ["segment-python", "rudder-node"], indirect=True)
def test_a_pause_loses_nothing(client: tuple[Clients, str], server: Server) -> None:
    clients, program = client
    key = server.make_source(f"pause-{program}")
    server.rows("UPDATE sources_source SET paused_at = now() WHERE name = %s", f"pause-{program}")
    time.sleep(6)

    sending = clients.start(program, server.url, key, "10", "0")
    time.sleep(3)
    assert server.arrived(key) == []
    server.rows("UPDATE sources_source SET paused_at = NULL WHERE name = %s", f"pause-{program}")
    assert ended(sending) == {"failed": []}
    assert {f"m-{number}" for number in range(10)} <= set(server.messages(key))
