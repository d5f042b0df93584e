"""The real clients, unmodified, in processes and folders of their own, against an installation in real processes."""

import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.fetched import fetched, python_packages
from tests.prepared import put_installation
from tests.serving.installation import Installation, wait_for
from wellheard.foundation import database
from wellheard.workspace.keys import hash_of

HERE = Path(__file__).parent
# A client that finds nobody waits twice as long before each further try: on a slow machine that adds up to minutes.
RUN_SECONDS = 600
PAGES = "wellheard pages"
PLAIN = ("message_id", "kind", "name", "user_id", "anonymous_id", "previous_id", "group_id", "is_trusted")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every one of them: they fetch what they test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.all)


@pytest.fixture(scope="session")
def base_url() -> str:
    """Name no address for all tests. (The plugin's own fixture is deprecated by pytest.)"""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Start Debian's Chromium, as root too, and let it talk to nobody but us."""
    quiet = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
    return {"executable_path": "/usr/bin/chromium", "args": [*quiet, "--disable-sync", "--no-first-run"]}


@dataclass
class Clients:
    """Where the clients lie, and how a program that uses one is run."""

    folder: Path
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, program: str, *arguments: str) -> "subprocess.Popen[str]":
        """Begin a program from `programs/`; it prints one line of JSON at the end."""
        return subprocess.Popen(
            [*self.command, str(HERE / "programs" / program), *arguments],
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, program: str, *arguments: str) -> dict[str, Any]:
        """Run a program to its end and return what it printed."""
        return ended(self.start(program, *arguments))


def ended(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Wait for a program and return what it printed; one that does not end is ended, and leaves nothing open behind it."""
    with process:
        try:
            said, wrong = process.communicate(timeout=RUN_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert process.returncode == 0, f"it ended with {process.returncode}:\n{said[-2000:]}\n{wrong[-3000:]}"
    return dict(json.loads(said.splitlines()[-1]))


@pytest.fixture(scope="session")
def python_clients() -> Clients:
    """The clients from requirements.txt, apart from our own environment."""
    return _python("requirements")


@pytest.fixture(scope="session")
def old_python_clients() -> Clients:
    """An older client that would overwrite a newer one."""
    return _python("requirements-old")


@pytest.fixture(scope="session")
def node_clients() -> Clients:
    """The clients from package-lock.json."""
    if not shutil.which("npm"):
        pytest.skip("Node and npm are missing; bin/test --all installs them.")
    made_from = [HERE / "node" / "package.json", HERE / "node" / "package-lock.json"]

    def fetch(folder: Path) -> list[str]:
        for path in made_from:
            shutil.copy(path, folder)
        return ["npm", "ci", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund"]

    folder = fetched("sdk-node", made_from, fetch)
    return Clients(folder, ["node"], {"NODE_PATH": str(folder / "node_modules")})


def _python(name: str) -> Clients:
    folder = python_packages("sdk-python", HERE / "python" / f"{name}.txt")
    return Clients(folder, [sys.executable, "-P"], {"PYTHONPATH": str(folder)})


class Server(Installation):
    """An installation with sources, whose inbox can be looked into. It works no jobs: what arrives stays in the inbox."""

    def is_ready(self) -> bool:
        """Tell whether it answers: it works no jobs, so it never says that all is well."""
        try:
            return bool(json.loads(self.get("/readyz").body)["tables"])
        except (OSError, http.client.HTTPException, ValueError):
            return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the installation's database."""
        with psycopg.connect(database.address(self.data).dsn, autocommit=True) as connection:
            found = connection.execute(query.encode(), values)
            return list(found) if found.description else []

    def make_source(self, name: str, *, kind: str = "server", per_minute: int = 0) -> str:
        """Make a source, of which no process that listens has heard, and return its key."""
        key = f"{'wb_' if kind == 'browser' else 'ws_'}{name}-{secrets.token_hex(4)}"
        self.rows(
            "INSERT INTO sources_source (name, kind, key, key_sha256, key_hint, origins, per_minute, made_at, version) "
            "VALUES (%s, %s, %s, %s, %s, '{}', %s, now(), 1)",
            name, kind, key if kind == "browser" else "", hash_of(key), key[:8], per_minute,
        )  # fmt: skip
        return key

    def arrived(self, key: str) -> list[dict[str, Any]]:
        """Return what is in the inbox of a source, as it came."""
        columns = (*PLAIN, "properties", "traits", "context", "said_at", "received_at")
        found = self.rows(
            f"SELECT {', '.join(columns)} FROM usage_arrived WHERE source_id = "  # noqa: S608 - our own names
            "(SELECT id FROM sources_source WHERE key_sha256 = %s) ORDER BY id",
            hash_of(key),
        )
        rows = [dict(zip(columns, row, strict=True)) for row in found]
        return [row | {name: json.loads(row[name]) for name in ("properties", "traits", "context")} for row in rows]

    def messages(self, key: str) -> Counter[str]:
        """Return the messages of a source by their id, with how often each came."""
        return Counter(row["message_id"] for row in self.arrived(key))

    def letters(self, key: str) -> list[str]:
        """Return why messages of a source could not be understood."""
        return [
            reason
            for (reason,) in self.rows(
                "SELECT reason FROM sources_deadletter WHERE source_id = "
                "(SELECT id FROM sources_source WHERE key_sha256 = %s) ORDER BY id",
                hash_of(key),
            )
        ]

    def kill_listeners(self) -> None:
        """Kill -9 every process that answers, and wait until others do."""
        processes = self.processes(PAGES)
        assert processes
        for process in processes:
            process.kill()
        wait_for(lambda: not any(process.is_running() for process in processes), seconds=90, what="their death")
        self.wait_until_ready()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Return an installation that all these tests share; each makes a source of its own."""
    with place() as folder:
        yield from _serving(Server(folder / "data"))


@contextmanager
def place() -> Iterator[Path]:
    """Return a folder for an installation: as root the database runs as another user, who must reach it."""
    with tempfile.TemporaryDirectory(prefix="wh-sdk-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _serving(installation: Server) -> Iterator[Server]:
    put_installation(installation.data)
    try:
        installation.start("--pages", "1", "--no-work")
        yield installation
    finally:
        installation.end()
