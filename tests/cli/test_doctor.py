"""What the doctor finds: well, in need of attention, or broken, each with what to do."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.db import connection
from pytest_django import Settings

from tests.cli.commands import wellheard
from tests.makers import make_idea, make_mailbox
from tests.operations.jobs import make_job, make_worker
from tests.serving.installation import free_port
from wellheard.cli import findings
from wellheard.cli.findings import Finding, Level
from wellheard.decide.models import Idea
from wellheard.listen.mailboxes import commands


@pytest.fixture
def data(scratch: Path, settings: Settings) -> Path:
    """Return a data folder with a key."""
    settings.DATA = scratch
    (scratch / "keys").mkdir(mode=0o700)
    (scratch / "keys" / "secret_key").touch(mode=0o600)
    return scratch


@pytest.fixture
def mail_port() -> Iterator[int]:
    """Return the port of a real mail server."""
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    yield server.port
    server.stop()


def says(finding: Finding, level: Level, words: str) -> None:
    assert (finding.level, words in finding.sentence) == (level, True), finding


def test_a_sound_data_folder_is_sound(data: Path) -> None:
    for check in (findings.program, findings.data_folder, findings.disk, findings.keys):
        assert check().level is Level.OK


def test_a_data_folder_that_is_not_there_is_a_problem(data: Path, settings: Settings) -> None:
    settings.DATA = data / "nowhere"
    says(findings.data_folder(), Level.PROBLEM, "cannot be written to")


@pytest.mark.parametrize(("most", "level"), [("LITTLE_SPACE", Level.ATTENTION), ("NO_SPACE", Level.PROBLEM)])
def test_little_space_is_noticed(data: Path, monkeypatch: pytest.MonkeyPatch, most: str, level: Level) -> None:
    monkeypatch.setattr(findings, most, 2**62)
    says(findings.disk(), level, "are free for")


def test_open_keys_are_a_problem(data: Path) -> None:
    (data / "keys" / "secret_key").chmod(0o644)
    says(findings.keys(), Level.PROBLEM, "Other users can read")


def test_a_missing_key_is_a_problem(data: Path) -> None:
    (data / "keys" / "secret_key").unlink()
    says(findings.keys(), Level.PROBLEM, "holds no secret_key")


@pytest.mark.parametrize(
    ("url", "level", "words"),
    [
        ("http://127.0.0.1:8000", Level.ATTENTION, "opens on this machine only"),
        ("http://[::1]:8000", Level.ATTENTION, "opens on this machine only"),
        ("http://feedback.example.com", Level.ATTENTION, "not encrypted"),
        ("https://example.com/feedback", Level.PROBLEM, "has a path"),
        ("https://feedback.example.com", Level.OK, "https://feedback.example.com"),
    ],
)
def test_the_address_is_judged(settings: Settings, url: str, level: Level, words: str) -> None:
    settings.BASE_URL = url
    says(findings.address(), level, words)


def test_a_mail_server_that_answers_is_well_and_gets_no_mail(data: Path, settings: Settings, mail_port: int) -> None:
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{mail_port}"
    says(findings.mail(), Level.OK, "answers and takes us")


def test_a_mail_server_that_is_not_there_is_a_problem(data: Path, settings: Settings) -> None:
    settings.SMTP_URL = f"smtp+plain://127.0.0.1:{free_port()}"
    says(findings.mail(), Level.PROBLEM, "does not take us")


def test_a_mail_server_without_encryption_is_a_problem_when_it_was_asked_for(
    data: Path, settings: Settings, mail_port: int
) -> None:
    settings.SMTP_URL = f"smtp://127.0.0.1:{mail_port}"
    says(findings.mail(), Level.PROBLEM, "does not take us")


def test_mail_that_goes_nowhere_needs_attention(data: Path, settings: Settings) -> None:
    settings.SMTP_URL = ""
    says(findings.mail(), Level.ATTENTION, "No mail leaves")
    (data / "keys" / "demo-sign-in").touch()
    says(findings.mail(), Level.OK, "The demo sends none")
    (data / "keys" / "demo-sign-in").unlink()
    settings.SMTP_URL = "mail.example.com"
    says(findings.mail(), Level.PROBLEM, "WELLHEARD_SMTP_URL must look like")


def test_backups_are_counted_in_days(data: Path) -> None:
    says(findings.backup(), Level.ATTENTION, "None was ever made")
    for days, level in ((0, Level.OK), (1, Level.OK), (3, Level.ATTENTION)):
        (data / "last-backup").write_text((datetime.now(UTC) - timedelta(days=days, minutes=1)).isoformat())
        assert findings.backup().level is level


@pytest.mark.django_db
def test_the_database_in_use_is_well() -> None:
    says(findings.database(), Level.OK, "UTF8")
    says(findings.tables(), Level.OK, "They fit this version.")


@pytest.mark.django_db
def test_tables_that_are_too_old_or_too_new_are_a_problem() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        says(findings.tables(), Level.PROBLEM, "1 steps are not applied; run: wellheard upgrade")
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('listen', '0999_future', now())")
        says(findings.tables(), Level.PROBLEM, "A newer Wellheard made them (listen.0999_future)")


@pytest.mark.django_db
def test_a_figure_that_its_evidence_does_not_come_to_needs_attention() -> None:
    idea = make_idea()
    says(findings.counters(), Level.OK, "1 ideas looked at keep")
    Idea.objects.filter(pk=idea.pk).update(pull_count=3)
    says(findings.counters(), Level.ATTENTION, "run: wellheard recount")


@pytest.mark.django_db
def test_a_worker_that_is_missing_needs_attention() -> None:
    says(findings.worker(), Level.ATTENTION, "Nobody works the jobs")
    make_worker(silent_seconds=0)
    says(findings.worker(), Level.OK, "Jobs are being worked.")


@pytest.mark.django_db
def test_jobs_that_wait_or_lie_about_are_noticed() -> None:
    says(findings.queue(), Level.OK, "No job waits long.")
    make_job(status="doing")
    says(findings.queue(), Level.ATTENTION, "1 jobs of dead workers")
    job_id = make_job(status="todo")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '1 hour' WHERE job_id = %s", [job_id])
    says(findings.queue(), Level.PROBLEM, "Jobs have waited since")


@pytest.mark.django_db
def test_failures_need_attention() -> None:
    says(findings.failures(), Level.OK, "No reaction and no mail has failed.")
    make_job(status="failed")
    says(findings.failures(), Level.ATTENTION, "1 reactions and 0 mails failed")


def test_a_problem_ends_with_an_error_and_all_lines_are_there(scratch: Path) -> None:
    scratch.chmod(0o755)
    done = wellheard(scratch / "data", "doctor")
    assert done.returncode == 1
    assert "steps are not applied; run: wellheard upgrade" in done.stdout
    subjects = [line.split()[1] for line in done.stdout.splitlines()]
    assert subjects == [
        "program",
        "data",
        "disk",
        "keys",
        "address",
        "mail",
        "scanner",
        "backup",
        "database",
        "tables",
        "worker",
        "queue",
        "failures",
        "mailboxes",
        "counters",
        "lake",
    ]
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_a_problem_among_the_others(scratch: Path) -> None:
    with closing(socket.socket()) as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"postgresql://nobody@127.0.0.1:{closed.getsockname()[1]}/nothing"
        done = wellheard(scratch / "data", "doctor", DATABASE_URL=url)
    assert done.returncode == 1
    assert done.stdout.count("Cannot be looked at: ") >= 1
    assert os.linesep.join(["ok         program"]) in done.stdout


@pytest.mark.django_db
def test_a_mailbox_that_cannot_be_fetched_is_a_problem_and_a_quarantine_wants_attention() -> None:
    assert findings.mailboxes().level == Level.OK
    mail = commands.keep_mail(raw=b"x", came_by="smtp", origin_key="1")
    commands.quarantine_mail(mail_id=mail.pk, problem="It took too long.")
    assert findings.mailboxes().level == Level.ATTENTION
    failing = make_mailbox(address="support@vendor.example", intake="imap")
    commands.note_sign_in_failed(mailbox_id=failing.pk, problem="The password is wrong.")
    found = findings.mailboxes()
    assert (found.level, "support@vendor.example cannot be fetched: The password" in found.sentence) == (
        Level.PROBLEM,
        True,
    )


def test_a_scanner_that_is_set_and_does_not_answer_is_a_problem(settings: Settings) -> None:
    assert findings.scanner().level == Level.OK
    settings.CLAMD = ("127.0.0.1", free_port())
    assert findings.scanner().level == Level.PROBLEM
