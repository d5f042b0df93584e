"""What all tests share: a real database, and the jobs that changes owe."""

import gc
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
# Fixtures whose tests write for good.
COMMITTING = {"live_server", "transactional_db"}
# A power cut may take the tests' own rows: those that must survive one are in installations of their own.
OF_TESTS = {"shared_buffers": "128MB", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
PG_BIN = os.environ.get("WELLHEARD_PG_BIN", "")
# One cluster serves all test runs of a checkout; each run makes databases of its own in it.
os.environ["WELLHEARD_DATA"] = str(CHECKOUT / ".cache" / f"tests{'-' + PG_BIN.split('/')[-2] if PG_BIN else ''}")
os.environ["DJANGO_SETTINGS_MODULE"] = "wellheard.settings"
os.environ["WELLHEARD_LOG_LEVEL"] = "ERROR"
# Compiled files are kept, whatever the machine says: else each of the many processes compiles all of it again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
for name in ("WELLHEARD_SMTP_URL", "WELLHEARD_URL", "WELLHEARD_HOLD_MINUTES", "WELLHEARD_TIME_ZONE"):
    os.environ.pop(name, None)

import django  # noqa: E402 - the settings above must come first
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import translation  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402
from pytest_django import DjangoDbBlocker  # noqa: E402

django.setup()

# A machine that is busy with other tests answers later, not differently.
hypothesis_settings.register_profile("unhurried", deadline=None)
hypothesis_settings.load_profile("unhurried")

from tests import in_hand, prepared  # noqa: E402
from tests.postbox import Postbox, open_postbox  # noqa: E402
from wellheard.connect.webhooks import queries as webhooks  # noqa: E402
from wellheard.foundation import database  # noqa: E402
from wellheard.foundation.facts.running import run_waiting_jobs  # noqa: E402
from wellheard.learn.playbooks import queries as playbooks  # noqa: E402
from wellheard.listen.sources import queries as sources  # noqa: E402
from wellheard.understand.similar import statistics  # noqa: E402
from wellheard.workspace import installation  # noqa: E402
from wellheard.workspace.models import Staff, Vendor  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """Tests reach loopback only; the folder of collected static files is there, though empty."""
    (Path(os.environ["WELLHEARD_DATA"]) / "static").mkdir(parents=True, exist_ok=True)
    # A demo that an earlier run left behind would keep every mail here.
    (Path(os.environ["WELLHEARD_DATA"]) / "keys" / "demo-sign-in").unlink(missing_ok=True)
    config.option.allow_hosts = "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    in_hand.note_requests()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over all that is loaded: looking at it again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Start or join the tests' cluster; the database's name is this run's own, so that runs do not disturb each other."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    connection.settings_dict["TEST"]["NAME"] = f"test_{os.getpid()}{worker}"
    # A server's thread that kept its connection would keep the database from being dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    data = Path(os.environ["WELLHEARD_DATA"])
    data.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:
        if not settings.DATABASE_URL:
            running.enter_context(database.join(data, preferred=Path(PG_BIN) if PG_BIN else None, settings=OF_TESTS))
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = prepared.tables()
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Show out whoever still holds the test database at the end, such as a server's thread, or it could not be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _plain_static_files(settings: object) -> None:
    """Pages name static files as they are: nothing was collected."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def _no_statistics_of_earlier_tests() -> None:
    """Weigh words by this test's texts: a process keeps what it last counted for a while."""
    statistics.forget()


@pytest.fixture(autouse=True)
def _nothing_set_yet() -> None:
    """Begin with an owner who has set nothing, known without asking the database: tests count queries."""
    installation.remember(Vendor(), seconds=3600)
    webhooks.remember([], seconds=3600)
    playbooks.remember([], seconds=3600)
    sources.forget()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Begin in the language of our texts: a request leaves its own behind in the thread that answered it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _quick_passwords(settings: object) -> None:
    """Hash passwords in no time: a quarter of a second each is for attackers."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _leave_no_jobs_behind(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Forget the jobs that a test commits: Django empties only the tables of its own models."""
    marker = request.node.get_closest_marker("django_db")
    # A live server commits, whether its test says so by a mark or not.
    commits = bool(marker and marker.kwargs.get("transaction")) or not COMMITTING.isdisjoint(request.fixturenames)
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits and "live_server" in request.fixturenames:
        with django_db_blocker.unblock():
            in_hand.wait_until_done()
    if commits:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    """Run all waiting jobs in place: a worker could not see the test's open transaction."""

    def run() -> None:
        run_waiting_jobs()

    return run


@pytest.fixture
def signed_in() -> Callable[[Staff], Client]:
    """Return a browser in which this person is signed in."""

    def sign_in(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def queries_of() -> Callable[[Client, str], int]:
    """Tell how often a page asks the database."""

    def count(browser: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    return count


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Return a short-named folder: socket paths have a limit."""
    with tempfile.TemporaryDirectory(prefix="wh-") as folder:
        yield Path(folder)


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A real mail server that takes our mail, or answers as a test wants it to."""
    with open_postbox() as (box, address):
        settings.SMTP_URL = address
        yield box
