"""Installations in real processes."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.prepared import put_installation
from tests.serving.installation import Installation


@pytest.fixture(scope="session")
def served() -> Iterator[Installation]:
    """Return an installation that all tests share: they only ask it for pages."""
    with tempfile.TemporaryDirectory(prefix="wh-") as folder:
        # As root the database runs as another user, who must reach the folder.
        Path(folder).chmod(0o755)
        installation = Installation(Path(folder) / "data")
        try:
            yield installation.start("--pages", "1")
        finally:
            installation.end()


@pytest.fixture
def install(install_bare: Callable[..., Installation]) -> Callable[..., Installation]:
    """Return what makes installations of a test's own, which have their tables; they are ended with the test."""

    def make(**settings: str) -> Installation:
        installation = install_bare(**settings)
        put_installation(installation.data)
        return installation

    return make


@pytest.fixture
def install_bare(scratch: Path) -> Iterator[Callable[..., Installation]]:
    """Return what makes installations whose data folder is not there yet."""
    made: list[Installation] = []
    scratch.chmod(0o755)

    def make(**settings: str) -> Installation:
        made.append(Installation(scratch / f"data{len(made)}", **settings))
        return made[-1]

    yield make
    for installation in made:
        installation.end()
