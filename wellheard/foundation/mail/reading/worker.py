"""The process in which strangers' mail is read: it gets the bytes of a mail, says what is in it, and waits for the next.

It may use so much memory and computing time, may write no file, and knows no password: its environment is empty. It ends when
nobody is there to read for any more.
"""

import resource
import sys
from contextlib import suppress
from typing import BinaryIO

from wellheard.foundation.mail.reading import wire
from wellheard.foundation.mail.reading.mail import read_mail

# Above what the asking process waits for; it counts should that one have been killed.
CPU_SECONDS = 60


def main() -> None:
    """Read mail after mail from standard input until it ends; the memory it may use is told in bytes."""
    _limit(resource.RLIMIT_AS, int(sys.argv[1]))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    while (raw := _next(sys.stdin.buffer)) is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_SECONDS)
        answer = wire.packed(read_mail(raw))
        sys.stdout.buffer.write(wire.length_of(answer))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def _next(stream: BinaryIO) -> bytes | None:
    head = stream.read(wire.LENGTH_BYTES)
    return stream.read(int.from_bytes(head, "big")) if len(head) == wire.LENGTH_BYTES else None


def _limit(what: int, most: int) -> None:
    # Not every system has each limit; the asking process stops what takes too long in any case.
    with suppress(ValueError, OSError):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
