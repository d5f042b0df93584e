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
from email.message import Message
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
IN_DIGESTS, DIGEST_KILLS = 120, 16
TITLES = ("Firstwish", "Secondwish", "Thirdwish")


class Postbox:
    """A real SMTP server that keeps who received which Message-ID, and takes a moment for each mail as real ones do."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []
        self.told: set[tuple[str, str, str]] = set()
        self.kills_sender: subprocess.Popen[bytes] | None = None

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - its interface
        content = envelope.content
        message = message_from_bytes(content if isinstance(content, bytes) else str(content).encode())
        self.received.append((envelope.rcpt_tos[0], message["Message-ID"]))
        words = text_in(message)
        self.told |= {(envelope.rcpt_tos[0], title, message["Message-ID"]) for title in TITLES if title in words}
        sender, self.kills_sender = self.kills_sender, None
        if sender and sender.poll() is None:
            os.killpg(sender.pid, signal.SIGKILL)
        return "250 OK"


def text_in(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    return "".join(bytes(part.get_payload(decode=True)).decode() for part in parts)


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


def start_worker(port: int, *, hold_minutes: int = 0) -> subprocess.Popen[bytes]:
    base = connection.settings_dict
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}",
        "WELLHEARD_SMTP_URL": f"smtp+plain://127.0.0.1:{port}",
        "WELLHEARD_HOLD_MINUTES": str(hold_minutes),
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


def owe_digests(people: int) -> None:
    ideas = [make_idea(title) for title in TITLES]
    for number in range(people):
        contact = make_contact(email=f"asker{number}@customer.example")
        for idea in ideas:
            link_feedback(feedback_id=make_feedback(contact=contact).pk, idea_id=idea.pk, by=None)
    release = draft_release(title="Three", notes="Here.", idea_ids=[idea.pk for idea in ideas], by=None)
    publish_release(release_id=release.pk)


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


@pytest.mark.all
@pytest.mark.django_db(transaction=True)
def test_digests_tell_everyone_everything_once_whenever_a_worker_is_killed(
    postbox: tuple[Postbox, int], capsys: pytest.CaptureFixture[str]
) -> None:
    box, port = postbox
    owe_digests(IN_DIGESTS)
    everything = IN_DIGESTS * len(TITLES)

    dice = random.Random(11)
    workers = [start_worker(port, hold_minutes=1) for _ in range(WORKERS)]
    for kills in range(DIGEST_KILLS):
        # While they are owed, then while the digests go out: the hold ends after a minute.
        wait_until_told(everything, seconds=round(dice.uniform(4, 9)))
        if kills % 2:
            # Between the server's acceptance and our noting it, the moment that can repeat a mail.
            box.kills_sender = workers[0]
        else:
            kill(workers.pop(0))
            workers.append(start_worker(port, hold_minutes=1))
        workers = [each if each.poll() is None else start_worker(port, hold_minutes=1) for each in workers]
    box.kills_sender = None
    workers = [each if each.poll() is None else start_worker(port, hold_minutes=1) for each in workers]
    wait_until_told(everything, seconds=240)
    for worker in workers:
        kill(worker)

    news = Counter((address, title) for address, title, _message_id in box.told)
    digests = Counter((address, message_id) for address, _title, message_id in box.told)
    with capsys.disabled():
        mails, repeats = len(set(box.received)), len(box.received) - len(set(box.received))
        print(f"\n{everything} answers in {mails} mails, {DIGEST_KILLS} kills: {repeats} repeated")  # noqa: T201
    assert len(news) == everything, "somebody was forgotten"
    assert set(news.values()) == {1}, "somebody was told the same in two mails"
    assert Answer.objects.told().count() == everything
    assert max(digests.values()) == len(TITLES), "no mail was a digest"
