"""The real server over HTTP: how soon it is ready, how quick API and portal are, how many ideas a second, how much memory.

`wellheard serve` runs as it is installed, two listeners and a worker on two cores, on the filled database (10,000 ideas of
2,000 companies, unless the full size is there already); who asks runs on the same machine and takes its share of it. Memory
is each process's own and its part of what it shares (PSS), without PostgreSQL.
"""

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

from benchmarks._filling import MANY_IDEAS, filled
from wellheard.decide.models import Idea
from wellheard.understand import similar
from wellheard.workspace.commands import make_token, revoke_token

ROUNDS = 300
CLIENTS, SECONDS = 8, 10
READY_SECONDS = 120
TITLE = "Made by the benchmark"


def main() -> None:
    """Print a line for each figure."""
    with tempfile.TemporaryDirectory(prefix="wh-bench-") as folder:
        for state in ("new", "existing"):
            with _served(Path(folder)) as (_port, seconds, _process):
                print(f"from start to ready, {state} data folder: {seconds:.1f} s")
    size = filled(MANY_IDEAS)
    token, plain = make_token(name=f"Benchmark {time.time():.0f}", by=None, scopes=["ideas:read", "ideas:write"])
    with _served(settings.DATA) as (port, _seconds, process):
        print(f"over HTTP, {size.ideas:,} ideas, {size.companies:,} companies, {size.feedback:,} pieces of feedback:")
        _print_memory("as started", process)
        _measure("list API", port, _request("GET", "/api/v1/ideas", plain))
        _measure("portal page", port, _request("GET", "/portal/"))
        _count_created(port, plain)
        _print_memory("afterwards", process)
    revoke_token(token_id=token.pk)
    _forget_created()


@contextmanager
def _served(data: Path) -> Iterator[tuple[int, float, psutil.Process]]:
    """Serve a data folder; yield the port, after how many seconds it was ready, and the process all others descend from."""
    port = _free_port()
    environment = os.environ | {
        "WELLHEARD_DATA": str(data),
        "WELLHEARD_API_PER_MINUTE": "0",
        # A first start would make a backup meanwhile.
        "WELLHEARD_BACKUPS": "off",
        "WELLHEARD_LOG_LEVEL": "ERROR",
    }
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "wellheard", "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until_ready(port)
        yield port, time.perf_counter() - began, psutil.Process(server.pid)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(READY_SECONDS)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait_until_ready(port: int) -> None:
    give_up_at = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up_at:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
                if _ask(wire, _request("GET", "/readyz")) == 200:  # noqa: PLR2004 - HTTP's word for yes
                    return
        except OSError:
            pass
        time.sleep(0.02)
    raise RuntimeError(f"The server was not ready after {READY_SECONDS} s.")


def _measure(name: str, port: int, request: bytes) -> None:
    spent = []
    with socket.create_connection(("127.0.0.1", port)) as wire:
        for number in range(ROUNDS + 20):
            began = time.perf_counter()
            status = _ask(wire, request)
            if status != 200:  # noqa: PLR2004 - HTTP's word for yes
                raise RuntimeError(f"{name}: {status}")
            # The first ones find every process as it was started.
            if number >= 20:  # noqa: PLR2004
                spent.append((time.perf_counter() - began) * 1000)
    p95 = sorted(spent)[int(len(spent) * 0.95)]
    print(f"{name:<32} p50 {statistics.median(spent):7.1f} ms  p95 {p95:7.1f} ms")


def _count_created(port: int, token: str) -> None:
    made, until = [0] * CLIENTS, time.monotonic() + SECONDS

    def make(client: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            while time.monotonic() < until:
                # The same title within a minute would be a double click.
                title = f"{TITLE}, {client} {made[client]} {time.monotonic_ns()}"
                body = json.dumps({"title": title, "problem": "It takes too long."}).encode()
                if _ask(wire, _request("POST", "/api/v1/ideas", token, body)) == 201:  # noqa: PLR2004 - HTTP's word for made
                    made[client] += 1

    clients = [threading.Thread(target=make, args=[client]) for client in range(CLIENTS)]
    began = time.monotonic()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    print(f"creating by API, {CLIENTS} clients: {sum(made) / (time.monotonic() - began):.0f} ideas a second")


def _request(method: str, path: str, token: str = "", body: bytes = b"") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/json"] if body else []
    lines += [f"Authorization: Bearer {token}"] if token else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def _ask(wire: socket.socket, request: bytes) -> int:
    """Send a request and read its answer whole; return the status."""
    wire.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(wire)
    head, _end, body = got.partition(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    missing = length - len(body)
    while missing > 0:
        missing -= len(_more(wire))
    return int(head[9:12])


def _more(wire: socket.socket) -> bytes:
    if not (part := wire.recv(65536)):
        raise OSError("the server hung up")
    return part


def _print_memory(when: str, process: psutil.Process) -> None:
    tree = [process, *process.children(recursive=True)]
    parts = [round(one.memory_full_info().pss / 1_000_000) for one in tree if "postgres" not in one.name()]
    print(f"all processes without PostgreSQL, {when}: {sum(parts)} MB ({', '.join(map(str, parts))})")


def _forget_created() -> None:
    made = list(Idea.objects.filter(title__startswith=TITLE).values_list("pk", flat=True))
    similar.forget(kind="idea", object_ids=made)
    Idea.objects.filter(pk__in=made).delete()


if __name__ == "__main__":
    main()
