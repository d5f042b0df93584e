"""Mail that comes in: how many mails a second are kept before their sender is told so, while workers are killed.

Mail is sent by real SMTP connections, at first as fast as it is taken, with nobody working on it beside; next to it stands how
fast the database alone writes as many bytes down, one after the other and each committed, over as many connections. Then, at
200 mails a second, every few seconds a worker that reads and places mail is killed with -9 and another started. At the end
nothing may wait, and what was answered for must be there, each mail once. Who sends runs on the same machine and takes its
share of it.
"""

import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import psutil
from django.conf import settings
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from benchmarks.serving import _free_port
from wellheard.foundation import clock
from wellheard.foundation.jobs import MAIL
from wellheard.listen.conversations.models import Message
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

ADDRESS = "bench@vendor.example"
# As many connections as Postfix opens to one place by itself.
SENDERS = 20
FAST_MAILS, STEADY_MAILS = 1_000, 2_000
STEADY_A_SECOND = 200
KILL_SECONDS = 5.0
DRAIN_SECONDS = 1_200
WORDS = "The export of March takes a whole morning, and at the end the file is empty.\r\n" * 20


def main() -> None:
    """Print a line for each figure."""
    Mailbox.objects.get_or_create(address=ADDRESS, defaults={"name": "Benchmark", "made_at": clock.now()})
    run = f"{time.time():.0f}"
    with _receiving() as (port, receiver):
        before = sum(receiver.cpu_times()[:2])
        seconds = _send(port, f"{run}-fast", FAST_MAILS, a_second=None)
        own = (sum(receiver.cpu_times()[:2]) - before) / FAST_MAILS * 1000
        plain = _write_plainly(f"{run}-plain", FAST_MAILS)
        print(f"raw mail kept, nobody working: {FAST_MAILS / seconds:,.0f} a second, {own:.1f} ms of processor each; "
              f"the database alone commits {FAST_MAILS / plain:,.0f} rows of their size a second")  # fmt: skip
        stop, kills = Event(), [0]
        killer = Thread(target=_work_and_kill, args=[stop, kills])
        killer.start()
        try:
            seconds = _send(port, f"{run}-steady", STEADY_MAILS, a_second=STEADY_A_SECOND)
            rate = STEADY_MAILS / seconds
            print(f"raw mail kept while workers are killed: {rate:,.0f} a second, {STEADY_A_SECOND} asked for")
        finally:
            stop.set()
            killer.join()
    _print_outcome(run, kills[0])


def _print_outcome(run: str, kills: int) -> None:
    sent = FAST_MAILS + STEADY_MAILS
    ours = IncomingMail.objects.filter(envelope_from=f"{run}@customer.example")
    placed = ours.filter(state=IncomingMail.State.PLACED).count()
    messages = Message.objects.filter(incoming__in=ours)
    twice = messages.count() - messages.values("incoming").distinct().count()
    print(f"after {kills} kills: {sent:,} mails answered for, {ours.count():,} kept, {placed:,} placed, "
          f"{sent - ours.count():,} lost, {twice} twice")  # fmt: skip


@contextmanager
def _receiving() -> Iterator[tuple[int, psutil.Process]]:
    """Run `wellheard receive`; give its port for SMTP, and the process."""
    port = _free_port()
    process = _start("receive", WELLHEARD_MAIL_LISTEN=f"127.0.0.1:{port}")
    try:
        _wait_for(port)
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def _send(port: int, run: str, count: int, *, a_second: int | None) -> float:
    """Send so many mails over several connections; return how long it took until the last was answered for."""
    began = time.monotonic()

    def send(sender: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=120) as line:
            for number in range(sender, count, SENDERS):
                if a_second:
                    time.sleep(max(0.0, began + number / a_second - time.monotonic()))
                line.sendmail(f"{run.partition('-')[0]}@customer.example", [ADDRESS], _mail(run, number))

    with ThreadPoolExecutor(SENDERS) as senders:
        for done in [senders.submit(send, sender) for sender in range(SENDERS)]:
            done.result()
    return time.monotonic() - began


def _write_plainly(run: str, count: int) -> float:
    """Write as many bytes into a plain table, each row committed, over as many connections; return the seconds it took."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS plain_mail (data bytea)")

    def write(sender: int) -> None:
        with connection.cursor() as cursor:
            for number in range(sender, count, SENDERS):
                cursor.execute("INSERT INTO plain_mail VALUES (%s)", [_mail(run, number)])
        connections.close_all()

    began = time.monotonic()
    with ThreadPoolExecutor(SENDERS) as writers:
        for done in [writers.submit(write, sender) for sender in range(SENDERS)]:
            done.result()
    return time.monotonic() - began


def _mail(run: str, number: int) -> bytes:
    header = (
        f"Message-ID: <{run}.{number}@customer.example>\r\nFrom: Asker {number % 500} <asker{number % 500}@customer.example>\r\n"
        f"To: {ADDRESS}\r\nSubject: The export, {number}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    return f"{header}{WORDS}".encode()


def _work_and_kill(stop: Event, kills: list[int]) -> None:
    """Let a worker work, and kill it with -9 every few seconds; the last one works in peace."""
    worker = _start("work")
    while not stop.wait(KILL_SECONDS):
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        kills[0] += 1
        worker = _start("work")
    began = time.monotonic()
    before = _waiting()
    give_up_at = began + DRAIN_SECONDS
    while _waiting() and time.monotonic() < give_up_at:
        time.sleep(1)
    seconds = time.monotonic() - began
    print(
        f"backlog drained: {before:,} mails in {seconds:.0f} s, {before / max(seconds, 1):,.0f} a second by one worker"
    )
    worker.terminate()
    worker.wait()
    connections.close_all()


def _waiting() -> int:
    return ProcrastinateJob.objects.filter(queue_name=MAIL, status__in=["todo", "doing"]).count()


def _start(command: str, **more: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "wellheard", command],
        env=os.environ | {"WELLHEARD_DATA": str(settings.DATA)} | more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_for(port: int) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError("mail is not taken")
