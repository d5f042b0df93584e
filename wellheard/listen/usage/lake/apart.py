"""Read the lake in a process of its own, which ends with its answer: pages never open it in theirs.

Takes a question as JSON on its input, gives events as lines of JSON.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from wellheard.listen.usage.event_store import StoreError, Subject
from wellheard.listen.usage.lake.places import Place
from wellheard.listen.usage.lake.store import LakeStore

SECONDS = 120
MOST_EVENTS = 200_000


class _Question(msgspec.Struct):
    place: dict[str, Any]
    subject: Subject


def events_of(place: Place, subject: Subject) -> list[dict[str, Any]]:
    """Return everything one person did, the oldest first. Raises StoreError."""
    question = msgspec.json.encode({"place": asdict(place) | {"links": str(place.links)}, "subject": subject})
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "wellheard.listen.usage.lake.apart"],
            input=question,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise StoreError("The lake of usage events could not be read; look at Operations, then try again.") from problem
    return [msgspec.json.decode(line) for line in answer.stdout.splitlines()]


def _lines(question: bytes) -> Iterator[bytes]:
    asked = msgspec.json.decode(question, type=_Question)
    bucket = asked.place.pop("bucket")
    place = msgspec.convert(asked.place | {"bucket": bucket}, type=Place, dec_hook=lambda _kind, said: Path(said))
    store = LakeStore(place)
    try:
        for count, event in enumerate(store.of_subject(asked.subject)):
            if count >= MOST_EVENTS:
                break
            yield msgspec.json.encode(event)
    finally:
        store.close()


def main() -> None:
    """Answer one question."""
    for line in _lines(sys.stdin.buffer.read()):
        sys.stdout.buffer.write(line + b"\n")


if __name__ == "__main__":
    main()
