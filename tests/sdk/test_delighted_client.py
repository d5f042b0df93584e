"""The client of Delighted: only the address is changed."""

from tests.sdk.conftest import Clients, Server
from tests.sdk.test_posthog_clients import survey_for


def test_what_is_asked_is_answered_and_what_is_told_is_kept(python_clients: Clients, server: Server) -> None:
    key = server.make_source("delighted")
    asked = survey_for(server, "email", "delighted")

    said = python_clients.run("delighted_python.py", server.url, key)

    assert said["scheduled"]
    assert said["listed"] == [f"p{number}@acme.example" for number in range(5)]
    assert (said["cancelled"], said["deleted"], said["unsubscribed"]) == ({"ok": True}, {"ok": True}, {"ok": True})
    assert (said["changed"], said["response"], sorted(said["responses"])) == (4, "p0@acme.example", [4, 10])
    assert (said["metrics"]["nps"], said["metrics"]["response_count"]) == (0, 2)
    assert (said["unsubscribes"], said["bounces"], said["autopilot"]) == (["p1@acme.example"], [], False)
    assert (said["refused"], said["wrong_key"]) == (422, 401)
    kept = server.rows("SELECT score, is_complete FROM surveys_response WHERE survey_id = %s", asked["survey"])
    assert sorted(kept) == [(4, True), (10, True)]
