"""A small IMAP server in this process that keeps folders, numbers and sessions, and misbehaves as it is told to."""

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread


class Standin:
    """What the server has, and how it misbehaves."""

    def __init__(self) -> None:
        self.port = 0
        self.folder = "INBOX"
        self.mails: dict[int, bytes] = {}
        self.uid_validity = 7
        self.capabilities = "IMAP4rev1 UIDPLUS"
        self.tells_next = True
        self.refused: set[int] = set()
        self.breaks_at = 0
        self.renumbers_at = 0
        self.shortened: dict[int, int] = {}
        self.announced: dict[int, int] = {}
        self.twice = False
        self.chatters = False
        self.finds_everything = False
        self.byes_in_idle = False
        self.logins = 0
        self.lets_in = True
        self.commands: list[str] = []
        self.changed = Condition()

    def arrive(self, uid: int, raw: bytes) -> None:
        """Let a mail arrive; whoever idles is told."""
        with self.changed:
            self.mails[uid] = raw
            self.changed.notify_all()

    def renumber(self) -> None:
        """Number the folder anew from one on, as after it was restored from a backup."""
        self.uid_validity += 1
        self.mails = dict(enumerate(self.mails.values(), 1))


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self._say("* OK ready")
        for line in self.rfile:
            tag, _space, rest = line.decode().strip().partition(" ")
            self.server.standin.commands.append(rest)
            word = rest.upper().removeprefix("UID ").split(" ")[0]
            answer = getattr(self, f"_do_{word.lower()}", self._refuse)
            if not answer(tag, rest):
                return

    def _do_capability(self, tag: str, _rest: str) -> bool:
        self._say(f"* CAPABILITY {self.server.standin.capabilities}", f"{tag} OK done")
        return True

    def _do_login(self, tag: str, _rest: str) -> bool:
        standin = self.server.standin
        standin.logins += 1
        self._say(f"{tag} OK done" if standin.lets_in else f"{tag} NO [ALERT] Too many simultaneous connections")
        return True

    def _do_list(self, tag: str, _rest: str) -> bool:
        self._say(f'* LIST () "/" {self.server.standin.folder}', f"{tag} OK done")
        return True

    def _do_examine(self, tag: str, rest: str) -> bool:
        standin = self.server.standin
        if rest.partition(" ")[2].strip('"') != standin.folder:
            self._say(f"{tag} NO [NONEXISTENT] Unknown Mailbox")
            return True
        self._say(f"* {len(standin.mails)} EXISTS", f"* OK [UIDVALIDITY {standin.uid_validity}] set")
        if standin.tells_next:
            self._say(f"* OK [UIDNEXT {max(standin.mails, default=0) + 1}] next")
        self._say(f"{tag} OK [READ-ONLY] done")
        return True

    def _do_search(self, tag: str, rest: str) -> bool:
        standin = self.server.standin
        if "CHARSET" in rest.upper():
            self._say(f"{tag} NO [BADCHARSET (US-ASCII)] not supported")
            return True
        asked = re.search(r"UID (\d+):(\d+|\*)", rest.removeprefix("UID SEARCH"))
        found = sorted(standin.mails)
        if asked and not standin.finds_everything:
            first, last = int(asked[1]), max(found, default=0) if asked[2] == "*" else int(asked[2])
            # "*" is the last mail, also where that came before the first that is asked for (RFC 3501, 6.4.8).
            found = [uid for uid in found if min(first, last) <= uid <= max(first, last)]
        self._say(f"* SEARCH {' '.join(map(str, found))}".rstrip(), f"{tag} OK done")
        return True

    def _do_fetch(self, tag: str, rest: str) -> bool:
        standin = self.server.standin
        wanted = [int(number) for number in rest.split(" ")[2].split(",")]
        if standin.chatters:
            self._say("* 9 EXISTS", "* 1 FETCH (FLAGS (\\Seen))", "* 2 EXPUNGE", "* OK [ALERT] The disk is nearly full")
        for uid in wanted:
            if uid not in standin.mails:
                continue
            if "RFC822.SIZE" in rest.upper():
                self._say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(standin.mails[uid])})")
            elif uid in standin.refused:
                self._say(f"{tag} NO internal error")
                return True
            else:
                self._give(uid)
        self._say(f"{tag} OK done")
        return True

    def _give(self, uid: int) -> None:
        standin = self.server.standin
        raw = standin.mails[uid]
        length = standin.announced.get(uid, len(raw) - standin.shortened.get(uid, 0))
        head = b"* %d FETCH (UID %d BODY[] {%d}\r\n" % (uid, uid, length)
        if uid == standin.breaks_at:
            self.wfile.write(head + raw[: len(raw) // 2])
            raise ConnectionAbortedError
        for _time in range(2 if standin.twice else 1):
            self.wfile.write(head + raw + b")\r\n")
        if uid == standin.renumbers_at:
            standin.renumbers_at = 0
            standin.renumber()

    def _do_idle(self, tag: str, _rest: str) -> bool:
        standin = self.server.standin
        self._say("+ idling")
        if standin.byes_in_idle:
            self._say("* BYE Server shutting down")
            return False
        count = len(standin.mails)
        with standin.changed:
            standin.changed.wait_for(lambda: len(standin.mails) != count, timeout=5)
        self._say(f"* {len(standin.mails)} EXISTS")
        self.rfile.readline()
        self._say(f"{tag} OK done")
        return True

    def _do_noop(self, tag: str, _rest: str) -> bool:
        self._say(f"{tag} OK done")
        return True

    def _do_logout(self, tag: str, _rest: str) -> bool:
        self._say("* BYE", f"{tag} OK")
        return False

    def _refuse(self, tag: str, _rest: str) -> bool:
        self._say(f"{tag} BAD unknown command")
        return True

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, standin: Standin) -> None:
        self.standin = standin
        super().__init__(("127.0.0.1", 0), _Session)

    def handle_error(self, *_who: object) -> None:
        """Break off as it was asked to."""


@contextmanager
def running_standin() -> Iterator[Standin]:
    """Serve it."""
    standin = Standin()
    with _Server(standin) as server:
        standin.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()
