"""One process that uses the database, for tests to start, command by lines on standard input, and kill.

Prints one line per thing done. `joined` comes first; a refusal is printed as `refused KIND: TEXT`.
"""

import os
import sys
from itertools import count
from pathlib import Path

from wellheard.foundation import database


def main(data: str, preferred: str) -> None:
    """Join, then obey until standard input ends, then leave as any process does: by ending."""
    try:
        handle = database.join(Path(data), report=lambda text: say(f"report {text}"), preferred=Path(preferred))
    except database.DatabaseError as refusal:
        say(f"refused {type(refusal).__name__}: {refusal}".replace("\n", " "))
        return
    say("joined")
    for line in sys.stdin:
        obey(line.strip(), handle)


def obey(command: str, handle: database.Handle) -> None:
    if command == "leave":
        handle.leave()
    elif command == "leave running":
        handle.leave_running()
    elif command == "fork a child that ends":
        fork_and_wait()
    elif command == "write":
        write(handle)
    say(f"done {command}")


def fork_and_wait() -> None:
    child = os.fork()
    if child == 0:
        sys.exit()  # runs what was registered for the end of the process, as a forked worker does
    os.waitpid(child, 0)


def write(handle: database.Handle) -> None:
    """Insert rows one by one, say each after the server acknowledged it, until the server is gone."""
    import psycopg

    with psycopg.connect(handle.address.dsn, autocommit=True) as connection:
        try:
            for number in count(1):
                connection.execute("INSERT INTO said VALUES (%s, %s)", [os.getpid(), number])
                say(f"wrote {number}")
        except psycopg.OperationalError:
            connection.close()


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
