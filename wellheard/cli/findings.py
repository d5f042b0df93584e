"""What `wellheard doctor` looks at. Each check says in words what it found, and what to do where that is not well."""

import os
import shutil
import smtplib
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from wellheard.cli.welcome import is_loopback

LITTLE_SPACE = 2 * 1024**3
NO_SPACE = 300 * 1024**2
OLDEST_POSTGRESQL = 15
BACKUP_IS_OLD = timedelta(days=2)
WAIT_IS_LONG = timedelta(minutes=10)
# So many ideas of each kind are counted anew by the doctor.
LOOKED_AT = 100
FOR_OTHERS = 0o077


class Level(Enum):
    """How a finding is to be taken."""

    OK = "ok"
    ATTENTION = "attention"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's."""

    level: Level
    subject: str
    sentence: str


Check = Callable[[], Finding]


def _ok(subject: str, sentence: str) -> Finding:
    return Finding(Level.OK, subject, sentence)


def _attention(subject: str, sentence: str) -> Finding:
    return Finding(Level.ATTENTION, subject, sentence)


def _problem(subject: str, sentence: str) -> Finding:
    return Finding(Level.PROBLEM, subject, sentence)


def program() -> Finding:
    """Say which versions run."""
    from wellheard import __version__

    return _ok("program", f"Wellheard {__version__} on Python {sys.version.split()[0]}.")


def data_folder() -> Finding:
    """Look whether the data folder can be written to."""
    from django.conf import settings

    if not settings.DATA.is_dir() or not os.access(settings.DATA, os.W_OK | os.X_OK):
        return _problem("data folder", f"{settings.DATA} cannot be written to; give it to the user who runs Wellheard.")
    return _ok("data folder", f"{settings.DATA} can be written to.")


def disk() -> Finding:
    """Look how much space is left."""
    from django.conf import settings

    free = shutil.disk_usage(settings.DATA).free
    sentence = f"{free / 1024**3:.1f} GB are free for {settings.DATA}."
    if free < NO_SPACE:
        return _problem("disk", f"{sentence} Make room now: a full disk stops the database.")
    return _attention("disk", f"{sentence} Make room soon.") if free < LITTLE_SPACE else _ok("disk", sentence)


def keys() -> Finding:
    """Look whether the keys are there and closed to others."""
    from django.conf import settings

    folder: Path = settings.DATA / "keys"
    if not (folder / "secret_key").exists() and not os.environ.get("WELLHEARD_SECRET_KEY"):
        return _problem("keys", f"{folder} holds no secret_key; restore it from a backup, or links in sent mails die.")
    places = [folder, *folder.glob("*")] if folder.exists() else []
    if is_open := [path for path in places if stat.S_IMODE(path.stat().st_mode) & FOR_OTHERS]:
        return _problem("keys", f"Other users can read {is_open[0]}; close it: chmod -R go= {folder}")
    return _ok("keys", "They are there, and closed to other users.")


def address() -> Finding:
    """Look whether the address in mails can be opened by those who get them."""
    from django.conf import settings

    parts = urlsplit(settings.BASE_URL)
    if is_loopback(parts.hostname or ""):
        return _attention(
            "address", f"{settings.BASE_URL} opens on this machine only; set WELLHEARD_URL before others use it."
        )
    if parts.scheme != "https":
        return _attention("address", f"{settings.BASE_URL} is not encrypted; put a proxy with https before Wellheard.")
    if parts.path.strip("/"):
        return _problem("address", f"WELLHEARD_URL has a path ({parts.path}); Wellheard needs a host name of its own.")
    return _ok("address", f"{settings.BASE_URL}")


def database() -> Finding:
    """Look whether the database answers, is new enough and keeps every script."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000, "
            "pg_encoding_to_char(encoding), datcollate, datlocprovider::text FROM pg_database WHERE datname = current_database()"
        )
        version, major, encoding, collation, provider = cursor.fetchone()
    kind = "your own server" if settings.DATABASE_URL else "embedded"
    sentence = f"PostgreSQL {version} ({kind}), {encoding}, collation {collation}."
    if major < OLDEST_POSTGRESQL:
        return _problem("database", f"{sentence} Wellheard needs PostgreSQL {OLDEST_POSTGRESQL} or newer.")
    if encoding != "UTF8":
        return _problem(
            "database", f"{sentence} Make the database anew with ENCODING 'UTF8', or customers' words are lost."
        )
    if provider == "c" and collation not in {"C", "C.UTF-8", "C.utf8", "POSIX"}:
        return _attention(
            "database", f"{sentence} An upgrade of its operating system can break indexes; C.UTF-8 cannot be."
        )
    return _ok("database", sentence)


def tables() -> Finding:
    """Look whether the tables fit this version."""
    from wellheard.foundation import schema

    if newer := schema.unknown():
        return _problem("tables", f"A newer Wellheard made them ({newer[-1]}); install that version again.")
    if steps := schema.pending():
        return _problem("tables", f"{len(steps)} steps are not applied; run: wellheard upgrade")
    return _ok("tables", "They fit this version.")


def mail() -> Finding:
    """Connect to the mail server, sending nothing."""
    from django.conf import settings

    from wellheard.foundation.demo import is_demo
    from wellheard.foundation.mail.delivery import MailSettingError, reach_server

    if is_demo():
        return _ok("mail", "The demo sends none; it stays in the built-in mailbox.")
    if not settings.SMTP_URL:
        return _attention(
            "mail",
            "No mail leaves, it stays in the built-in mailbox; set WELLHEARD_SMTP_URL so that customers hear back.",
        )
    try:
        reach_server()
    except MailSettingError as problem:
        return _problem("mail", f"{problem}.")
    except (smtplib.SMTPException, OSError) as problem:
        return _problem("mail", f"The mail server does not take us ({problem}); check WELLHEARD_SMTP_URL.")
    return _ok("mail", f"The mail server answers and takes us; mail comes from {settings.MAIL_FROM}.")


def backup() -> Finding:
    """Look how old the last backup is."""
    from wellheard.foundation.backups import last_backup

    made_at = last_backup()
    if made_at is None:
        return _attention("backup", "None was ever made here; run daily: wellheard backup --rotate FOLDER")
    age = datetime.now(UTC) - made_at
    sentence = f"The last one was made {age.days} days ago." if age.days else "The last one was made within a day."
    return _attention("backup", f"{sentence} Make one daily.") if age > BACKUP_IS_OLD else _ok("backup", sentence)


def worker() -> Finding:
    """Look whether somebody works the jobs."""
    from wellheard.foundation import jobs

    if jobs.is_somebody_working():
        return _ok("worker", "Jobs are being worked.")
    return _attention("worker", "Nobody works the jobs; start: wellheard serve (or wellheard work)")


def queue() -> Finding:
    """Look whether jobs wait too long, or died with their worker."""
    from django.db import transaction

    from wellheard.foundation import clock, jobs
    from wellheard.foundation.facts.queries import waits_since

    since = waits_since()
    if since and clock.now() - since > WAIT_IS_LONG:
        return _problem("queue", f"Jobs have waited since {since:%Y-%m-%d %H:%M} UTC; start more of: wellheard work")
    with transaction.atomic():
        stalled = len(jobs.stalled_jobs())
    if stalled:
        return _attention("queue", f"{stalled} jobs of dead workers wait to be given back; the next worker does it.")
    return _ok("queue", "No job waits long.")


def failures() -> Finding:
    """Look whether reactions or mails failed for good."""
    from wellheard.foundation.facts.queries import FAILED, owed_counts
    from wellheard.foundation.mail.models import OutgoingMail

    reactions, mails = owed_counts()[FAILED], OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED).count()
    if reactions or mails:
        return _attention(
            "failures",
            f"{reactions} reactions and {mails} mails failed; read why and run them again under /operations/reactions/",
        )
    return _ok("failures", "No reaction and no mail has failed.")


def mailboxes() -> Finding:
    """Look whether the mail of every mailbox can be fetched, and what waits in quarantine."""
    from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

    rows = list(Mailbox.objects.open().by_name())
    if failing := [row for row in rows if row.failing_since]:
        return _problem("mailboxes", f"The mail of {failing[0].address} cannot be fetched: {failing[0].last_error}")
    if waiting := IncomingMail.objects.quarantined().count():
        return _attention(
            "mailboxes", f"{waiting} mails wait in quarantine; look at them under /operations/quarantine/"
        )
    return _ok("mailboxes", f"{len(rows)} take mail in, and none waits in quarantine.")


def counters() -> Finding:
    """Look whether the ideas that rank first, and the newest, keep what their evidence comes to."""
    from wellheard.decide.counters import untrue
    from wellheard.decide.models import Idea

    ideas = Idea.objects.unmerged()
    first = ideas.worth_most_first().values_list("pk", flat=True)[:LOOKED_AT]
    newest = ideas.order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT]
    looked_at = {*first, *newest}
    if wrong := untrue(looked_at):
        return _attention(
            "counters",
            f"{len(wrong)} of {len(looked_at)} ideas looked at, such as {wrong[0]}, keep other figures than their evidence comes "
            "to. Where no job waits, run: wellheard recount",
        )
    return _ok("counters", f"{len(looked_at)} ideas looked at keep what their evidence comes to.")


def lake() -> Finding:
    """Look whether the lake of usage events can be opened and is whole, and whether events are moved into it."""
    from wellheard.foundation import clock
    from wellheard.listen.usage.event_store import StoreError
    from wellheard.listen.usage.models import ArrivedEvent, Batch

    oldest = ArrivedEvent.objects.order_by("pk").first()
    if oldest and clock.now() - oldest.received_at > WAIT_IS_LONG:
        since = f"{oldest.received_at:%Y-%m-%d %H:%M}"
        return _problem("lake", f"Events have waited since {since} UTC; look at the log of: wellheard work")
    if not Batch.objects.exists():
        return _ok("lake", "No usage event has come yet.")
    try:
        return _whole_lake()
    except StoreError as problem:
        return _problem("lake", f"{problem} Events wait in the database until it can.")


def _whole_lake() -> Finding:
    from django.conf import settings

    from wellheard.listen.usage.stores import event_store

    if missing := event_store().missing():
        return _problem(
            "lake",
            f"{len(missing)} of its files are gone, such as {missing[0]}; bring them back from a backup or, on S3, from "
            "their former versions. Events of other files can be read.",
        )
    sentence = f"It can be opened and holds {event_store().size()} events."
    if settings.LAKE.startswith("s3://"):
        sentence += (
            f" No backup holds them: {settings.LAKE} has to keep versions of its files, as long as you keep backups."
        )
    return _ok("lake", sentence)


def scanner() -> Finding:
    """Look whether the virus scanner that is set answers."""
    from django.conf import settings

    from wellheard.connect.mail_in.scanning import ScannerError, virus_in

    try:
        virus_in(b"Subject: a mail without a virus\n\n")
    except ScannerError as problem:
        return _problem("scanner", f"{problem} Mail waits until it does.")
    return _ok("scanner", "It answers." if settings.CLAMD else "No mail is looked through for viruses.")


OF_THE_MACHINE: list[Check] = [program, data_folder, disk, keys, address, mail, scanner, backup]
OF_THE_DATABASE: list[Check] = [database, tables, worker, queue, failures, mailboxes, counters, lake]
