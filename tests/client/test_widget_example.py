"""The example of a native app speaks with a running installation, and loses nothing while that is away."""

import runpy
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.makers import make_source
from tests.widget.conftest import signed
from wellheard.customers.models import Contact
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.listen.sources import queries

__all__ = ["signed"]

EXAMPLE = Path(__file__).resolve().parents[2] / "clients" / "python" / "examples" / "widget.py"
WORDS = "When someone is ill I drag every job"


@pytest.fixture
def app(live_server: Any, tmp_path: Path) -> Callable[..., Any]:
    """Return an app on a telephone, speaking with the running server or with none."""
    queries.forget()
    key = make_source(kind="browser")[1]
    kind = runpy.run_path(str(EXAMPLE))["Tab"]

    def start(url: str = "", token: str = "") -> Any:
        return kind(url or live_server.url, key, tmp_path / "app", token=token)

    return start


def test_an_app_asks_and_reads_what_became_of_it(app: Callable[..., Any]) -> None:
    tab = app()
    assert tab.hello(version="1.0")["features"]["say"]
    assert tab.ask("Where is the export?", url="https://app.example/")["conversation"] == Conversation.objects.get().pk
    tab.say(WORDS)
    assert [item["kind"] for item in tab.mine()] == ["feedback", "conversation"]


def test_what_is_said_without_a_connection_is_sent_later_once(app: Callable[..., Any]) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = app(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        assert away.say(WORDS) is None
    back = app()
    waiting = back._waiting()
    assert back.send_waiting() == 0
    # The answer was lost on the way: it is sent again.
    back._keep_waiting(waiting)
    back.send_waiting()
    assert [one.words for one in Feedback.objects.all()] == [WORDS]


def test_who_signs_out_goes_on_under_another_number(app: Callable[..., Any], signed: Callable[..., str]) -> None:
    app(token=signed("u-7", name="Anna")).say(WORDS)
    app().say("I want it in blue as well")
    assert Feedback.objects.filter(contact=Contact.objects.get(name="Anna")).count() == 1
    assert Feedback.objects.count() == 2
