"""A program posts mail to us: kept where it is signed, refused where it is not, and never twice."""

import base64
import hashlib
import hmac
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.makers import make_mailbox
from wellheard.connect.mail_in import commands
from wellheard.connect.mail_in.recipients import recipients_in
from wellheard.listen.mailboxes import queries
from wellheard.listen.mailboxes.models import IncomingMail

MAIL = b"Delivered-To: support+abc@vendor.example\nFrom: ines@acme.example\nTo: x@y.example\n\nIt does not print.\n"
SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "mail-pipe.sh"


def signed(body: bytes, secret: str, *, message_id: str = "msg-1", moment: int | None = None) -> dict[str, str]:
    when = str(int(time.time()) if moment is None else moment)
    digest = hmac.new(
        base64.b64decode(secret.removeprefix("whsec_")), f"{message_id}.{when}.".encode() + body, hashlib.sha256
    ).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": when, "webhook-signature": signature}


def post(body: bytes, headers: dict[str, str]) -> int:
    return Client().post("/mail-in/", body, content_type="message/rfc822", headers=headers).status_code


@pytest.mark.django_db
def test_a_signed_mail_is_kept_for_its_mailbox_once() -> None:
    support = make_mailbox(address="support@vendor.example")
    secret = commands.rotate_hand_over_key()
    assert [post(MAIL, signed(MAIL, secret)) for _ in range(2)] == [202, 202]
    kept = IncomingMail.objects.get()
    assert (kept.mailbox, queries.raw_of(kept), kept.came_by) == (support, MAIL, "webhook")


@pytest.mark.django_db
def test_what_is_not_signed_by_us_now_is_refused() -> None:
    secret = commands.rotate_hand_over_key()
    good = signed(MAIL, secret)
    for body, headers in (
        (MAIL, {}),
        (MAIL + b"more", good),
        (MAIL, good | {"webhook-id": "another"}),
        (MAIL, signed(MAIL, secret, moment=int(time.time()) - 301)),
        (MAIL, good | {"webhook-timestamp": "now"}),
        (MAIL, good | {"webhook-timestamp": "9" * 400}),
        (MAIL, good | {"webhook-signature": "v1,\xff=== nonsense"}),
        (MAIL, signed(MAIL, "whsec_" + base64.b64encode(b"of somebody else").decode())),
    ):
        assert post(body, headers) == 401
    assert not IncomingMail.objects.exists()


@pytest.mark.django_db
def test_without_a_secret_nothing_is_taken_and_nothing_breaks() -> None:
    assert post(MAIL, signed(MAIL, "whsec_")) == 401
    assert Client().get("/mail-in/").status_code == 405


@pytest.mark.django_db
def test_for_a_day_after_a_rotation_the_old_secret_holds_too() -> None:
    old, new = commands.rotate_hand_over_key(), commands.rotate_hand_over_key()
    assert [post(MAIL, signed(MAIL, secret, message_id=secret)) for secret in (old, new)] == [202, 202]


@pytest.mark.django_db
def test_a_mail_for_nobody_we_know_is_kept_all_the_same() -> None:
    secret = commands.rotate_hand_over_key()
    assert post(MAIL, signed(MAIL, secret)) == 202
    assert IncomingMail.objects.get().mailbox is None


def test_those_whom_servers_noted_come_before_those_whom_the_writer_named() -> None:
    raw = b"To: Team <team@y.example>,\r\n\tb@y.example\r\nX-Original-To: blind@y.example\r\n\r\nTo: body@y.example"
    assert recipients_in(raw) == ["blind@y.example", "team@y.example", "b@y.example"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("openssl")), reason="needs curl and openssl")
def test_the_pipe_script_of_the_docs_hands_a_mail_over(live_server: LiveServer, tmp_path: Path) -> None:
    support = make_mailbox(address="support@vendor.example")
    secret = tmp_path / "secret"
    secret.write_text(commands.rotate_hand_over_key())
    environment = {"WELLHEARD": live_server.url, "SECRET_FILE": str(secret), "PATH": "/usr/bin:/bin"}
    command = ["/bin/sh", str(SCRIPT), "support+t@vendor.example"]
    done = subprocess.run(
        command, input=b"Subject: piped\n\n\xe9\x00\n", env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = IncomingMail.objects.get()
    assert (kept.mailbox, queries.raw_of(kept).split(b"\n", 1)[1]) == (support, b"Subject: piped\n\n\xe9\x00\n")
    secret.write_text("whsec_" + base64.b64encode(b"of somebody else").decode())
    late = subprocess.run(command, input=b"Subject: x\n\n", env=environment, capture_output=True, check=False)
    assert late.returncode == 75, "the mail server keeps the mail and tries again"
