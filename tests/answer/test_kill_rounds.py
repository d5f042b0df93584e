"""The promise under fire: workers are killed with -9 again and again while five hundred people are owed an answer."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from tests.makers import make_contact, make_feedback, make_idea
from wellheard.answer.models import Answer
from wellheard.decide.commands import link_feedback
from wellheard.deliver.commands import draft_release, publish_release

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 500
KILLS = 12
WORKERS = 2


class Postbox:
    """A real SMTP server that keeps who received which Message-ID, and takes a moment for each mail as real ones do."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.kills_sender: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its interface
        content = envelope.content
        message = message_from_bytes(content if isinstance(content, bytes) else str(content).encode())
        self.received.append((envelope.rcpt_tos[0], message["Message-ID"]))
        if self.kills_sender:
            os.killpg(self.kills_sender.pid, signal.SIGKILL)
            self.kills_sender = None
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box = Postbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def start_worker(port: int) -> subprocess.Popen[bytes]:
    base = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}",
        "WELLHEARD_SMTP_URL": f"smtp+plain://127.0.0.1:{port}",
        "WELLHEARD_HOLD_MINUTES": "0",
        "WELLHEARD_SECRET_KEY": settings.SECRET_KEY,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "wellheard", "work"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def owe(people: int) -> None:
    idea = make_idea("Work offline")
    for number in range(people):
        contact = make_contact(email=f"asker{number}@customer.example")
        link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    release = draft_release(title="Work offline", notes="It is here.", idea_ids=[idea.pk], by=None)
    publish_release(release_id=release.pk)


def wait_until_told(people: int, *, seconds: int) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and Answer.objects.told().count() < people:
        time.sleep(0.5)


@pytest.mark.all
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_acceptance_and_noting_it_repeats_the_very_same_mail(
    postbox: tuple[Postbox, int],
) -> None:
    box, port = postbox
    owe(1)

    first = start_worker(port)
    box.kills_sender = first
    first.wait(timeout=240)
    second = start_worker(port)
    wait_until_told(1, seconds=180)
    kill(second)

    assert len(box.received) == 2
    assert len(set(box.received)) == 1
    assert Answer.objects.told().count() == 1


@pytest.mark.all
@pytest.mark.django_db(transaction=True)
def test_nobody_is_left_without_a_mail_and_a_repeat_is_the_same_mail(
    postbox: tuple[Postbox, int], capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = postbox
    owe(PEOPLE)

    dice = random.Random(7)
    workers = [start_worker(port) for _ in range(WORKERS)]
    for _ in range(KILLS):
        time.sleep(dice.uniform(2.5, 5))
        victim = workers.pop(0)
        kill(victim)
        workers.append(start_worker(port))
    wait_until_told(PEOPLE, seconds=240)
    for worker in workers:
        kill(worker)

    mails = Counter(address for address, _ in box.received)
    repeats = len(box.received) - len(mails)
    identities = Counter(address for address, _ in set(box.received))
    with capsys.disabled():
        print(f"\n{PEOPLE} owed, {KILLS} kills: {PEOPLE - len(mails)} without a mail, {repeats} repeated")  # noqa: T201
    assert len(mails) == PEOPLE
    assert Answer.objects.told().count() == PEOPLE
    assert set(identities.values()) == {1}, "a repeat must carry the same Message-ID"
    # A repeat needs a kill between acceptance and noting it: at most one for each job a killed worker held.
    assert repeats <= KILLS * 4
