"""Fetch new mail from the servers of all mailboxes: each by one process, in a thread of its own."""

import logging
import time
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection, connections
from django.utils import translation
from django.utils.translation import gettext as _

from wellheard.connect.mail_in.imap import BrokenOffError, Folder, ImapError, Inbox, MessageError, SignInError, opened
from wellheard.foundation import clock
from wellheard.listen.mailboxes import commands
from wellheard.listen.mailboxes.models import IncomingMail, Mailbox

logger = logging.getLogger("wellheard.mail_in")

LOOK_SECONDS = 5.0
AT_ONCE = 50
MISSED_AT_ONCE = 20
# After so many connections that ended at the same mail it is passed over.
MOST_BREAKS = 3
# A connection that held for so long and then ended has done its work: servers close those that are silent.
STEADY_SECONDS = 60.0
# A folder that is numbered anew may have been restored: what came in a little before we last looked is looked at again.
OVERLAP = timedelta(days=2)
# Any number will do, as long as nothing else in this database locks by it.
_LOCK = 7_311_848


def keep_fetching(stop: Event) -> None:
    """Fetch for every mailbox that no other process fetches for, until told to stop."""
    watch = Watch()
    while not stop.is_set():
        try:
            watch.look()
        except Error as problem:
            logger.warning("the database went away; mail waits on its servers", extra={"error": type(problem).__name__})
            watch.let_go()
        stop.wait(LOOK_SECONDS)
    watch.let_go()


class Watch:
    """The mailboxes this process fetches for. Who fetches for one holds its lock, so that nobody else does."""

    def __init__(self) -> None:
        self._fetchers: dict[int, Fetcher] = {}

    def look(self) -> None:
        """Begin with mailboxes that are new or due, and end with those that were changed or closed."""
        wanted = {mailbox.pk: mailbox for mailbox in Mailbox.objects.fetched()}
        for mailbox_id, fetcher in list(self._fetchers.items()):
            if mailbox_id not in wanted or wanted[mailbox_id].version != fetcher.version:
                fetcher.stop()
            if not fetcher.is_alive():
                del self._fetchers[mailbox_id]
                _ask_lock("pg_advisory_unlock", mailbox_id)
        for mailbox_id, mailbox in wanted.items():
            is_due = mailbox.next_try_at is None or mailbox.next_try_at <= clock.now()
            if mailbox_id not in self._fetchers and is_due and _ask_lock("pg_try_advisory_lock", mailbox_id):
                self._fetchers[mailbox_id] = Fetcher(mailbox)
                self._fetchers[mailbox_id].start()

    def let_go(self) -> None:
        """End with all of them; the locks go with the connection."""
        for fetcher in self._fetchers.values():
            fetcher.stop()
        for fetcher in self._fetchers.values():
            fetcher.join()
        self._fetchers.clear()
        connections.close_all()


class Fetcher(Thread):
    """Fetches the mail of one mailbox for as long as its server holds the connection."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(name=f"mailbox {mailbox.pk}", daemon=True)
        self.version = mailbox.version
        self._mailbox = mailbox
        self._stop_asked = Event()

    def stop(self) -> None:
        """Ask it to end; a mail that is being kept is kept."""
        self._stop_asked.set()

    def run(self) -> None:
        """Fetch until asked to stop, or until something fails; then note why."""
        began = time.monotonic()
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self._fetch()
            except ImapError as problem:
                if isinstance(problem, SignInError) or time.monotonic() - began < STEADY_SECONDS:
                    self._note(problem)
            except Error as problem:
                logger.warning("fetched mail could not be kept", extra={"error": type(problem).__name__})
            finally:
                connections.close_all()

    def _fetch(self) -> None:
        with opened(self._mailbox) as inbox:
            fetch_missed(inbox, self._mailbox)
            while not self._stop_asked.is_set():
                self._mailbox.refresh_from_db()
                fetch_new(inbox, self._mailbox, self._stop_asked)
                commands.note_fetched(mailbox_id=self._mailbox.pk)
                # Waiting takes no connection to the database.
                connections.close_all()
                inbox.wait(self._stop_asked)

    def _note(self, problem: ImapError) -> None:
        note = commands.note_sign_in_failed if isinstance(problem, SignInError) else commands.note_fetch_failed
        try:
            note(mailbox_id=self._mailbox.pk, problem=str(problem))
        except Error as other:
            logger.warning("why mail cannot be fetched could not be noted", extra={"error": type(other).__name__})


def fetch_new(inbox: Inbox, mailbox: Mailbox, stop: Event) -> int:
    """Keep what came since we last looked, mail by mail; return how many there were. One that fails stops no other."""
    folder = inbox.look()
    if mailbox.uid_validity != folder.uid_validity:
        mailbox = commands.note_numbering(
            mailbox_id=mailbox.pk, uid_validity=folder.uid_validity, last_uid=_beginning(inbox, folder, mailbox)
        )
    uids = inbox.uids_after(mailbox.last_uid)
    for begin in range(0, len(uids), AT_ONCE):
        part = uids[begin : begin + AT_ONCE]
        commands.note_to_fetch(mailbox_id=mailbox.pk, count=len(uids) - begin if len(uids) > AT_ONCE else 0)
        sizes = inbox.sizes(part)
        for uid in part:
            if stop.is_set():
                return begin
            _keep(inbox, mailbox, folder.uid_validity, uid, sizes.get(uid))
    commands.note_to_fetch(mailbox_id=mailbox.pk, count=0)
    return len(uids)


def fetch_missed(inbox: Inbox, mailbox: Mailbox) -> None:
    """Ask once more for mails that the server would not give us, as long as their numbers hold."""
    folder = inbox.look()
    waiting = IncomingMail.objects.quarantined().filter(
        mailbox=mailbox, byte_count=0, cause="", origin_key__startswith=f"{mailbox.pk}:{folder.uid_validity}:"
    )
    for mail in waiting.order_by("pk")[:MISSED_AT_ONCE]:
        try:
            raw = inbox.raw(int(mail.origin_key.rpartition(":")[2]))
        except MessageError:
            continue
        except BrokenOffError:
            commands.give_up_asking(mail_id=mail.pk, problem=_breaking())
            raise
        if raw:
            commands.keep_missed(mail_id=mail.pk, raw=raw)


def _beginning(inbox: Inbox, folder: Folder, mailbox: Mailbox) -> int:
    """Return the number before the first mail to fetch from a folder whose numbers are new to us.

    Of a new mailbox that is what its owner chose; of one whose server numbers anew, what came since we last looked. What we
    have already is known again by its content.
    """
    since = mailbox.imap_since
    if mailbox.uid_validity is not None:
        since = ((mailbox.last_fetched_at or mailbox.made_at) - OVERLAP).date()
    found = inbox.uids_since(since) if since else []
    return found[0] - 1 if found else folder.next_uid - 1


def _keep(inbox: Inbox, mailbox: Mailbox, uid_validity: int, uid: int, size: int | None) -> None:
    key = {"mailbox_id": mailbox.pk, "uid_validity": uid_validity, "uid": uid}
    try:
        if size is not None and size > settings.MAIL_MEGABYTES * 1_000_000:
            sentence = _(
                "It has %(size)d MB, more than is taken in; only its header is here. It is still on the mail server."
            )
            header = inbox.raw(uid, part="HEADER") or b""
            commands.keep_part_of_fetched(**key, raw=header, problem=sentence % {"size": size // 1_000_000})
        elif raw := inbox.raw(uid):
            commands.keep_fetched(**key, raw=raw)
    except BrokenOffError:
        if commands.count_break(mailbox_id=mailbox.pk, uid=uid) >= MOST_BREAKS:
            missed = commands.note_missed(**key, problem=_breaking())
            commands.give_up_asking(mail_id=missed.pk, problem=_breaking())
        raise
    except MessageError as problem:
        sentence = _("The mail server would not give us this mail (%(why)s). It is asked for again.")
        commands.note_missed(**key, problem=sentence % {"why": problem})
    except (OperationalError, InterfaceError):
        raise
    except Error as problem:
        logger.exception("a fetched mail could not be kept")
        sentence = _("This mail could not be kept (%(why)s). It is asked for again.")
        commands.note_missed(**key, problem=sentence % {"why": type(problem).__name__})


def _breaking() -> str:
    return _(
        "The mail server breaks off whenever this mail is asked for. It is still there; those after it come in. "
        "Read it in your mail program, or let it be asked for once more."
    )


def _ask_lock(function: str, mailbox_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, mailbox_id])
        return bool(cursor.fetchone()[0])
