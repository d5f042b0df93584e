"""A reply reaches the open tab by the real door: the stream is answered before Django, by the listener itself."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.sdk.test_inside_the_product import WAIT, Host, browser, host, installation, opened, staged
from tests.serving.installation import CHECKOUT, Installation

__all__ = ["browser", "host", "installation"]

QUESTION = "How do I move a whole day at once?"
REPLY = """
import django; django.setup()
from wellheard.listen.conversations.commands import Reply, reply_to_conversation
from wellheard.listen.conversations.models import Conversation
from wellheard.workspace.models import Staff
one = Conversation.objects.get()
last = one.messages.order_by("-pk").first()
words = Reply("Open the day and drag it.")
reply_to_conversation(conversation_id=one.pk, by=Staff.objects.first(), reply=words, seen_message_id=last.pk)
"""


def reply(installation: Installation) -> None:
    """Reply as one of us, in a process of our own."""
    environment = {**installation.environment, "DJANGO_SETTINGS_MODULE": "wellheard.settings"}
    done = subprocess.run(
        [sys.executable, "-c", REPLY], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.browser
def test_a_reply_appears_in_the_open_conversation_of_who_asked_and_of_nobody_else(
    installation: Installation, host: Host, browser: Browser
) -> None:
    keys = staged(installation, host)
    url = f"http://127.0.0.1:{installation.port}"
    page = opened(browser, host, url, keys, "ann@small")
    page.get_by_role("button", name="Feedback").click()
    page.get_by_role("radio", name="I would like an answer").check()
    page.get_by_role("textbox").fill(QUESTION)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog", name="Thank you.")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="What became of it").click()
    page.get_by_role("button", name="Reply").click()
    words = page.get_by_role("textbox", name="Reply")
    words.fill("begun")
    other = opened(browser, host, url, keys, "ann@young")
    other.get_by_role("button", name="Feedback").click()

    reply(installation)

    # Ours can be taken back for ten seconds; then it is there, and what is being written below stays.
    expect(page.get_by_role("log")).to_contain_text("Open the day and drag it.", timeout=60_000)
    expect(words).to_have_value("begun")
    expect(page.get_by_role("status").first).to_have_text("Northwind answered")
    # It was read as it came: no dot.
    expect(page.get_by_role("button", name="Feedback", exact=True).first).to_be_visible()
    assert "Open the day" not in other.inner_text("wellheard-tab")
