"""Pages' files are collected when they changed, and only then."""

from pathlib import Path

import pytest
from pytest_django import Settings

from wellheard.cli.static_files import collect_if_changed


@pytest.fixture
def root(scratch: Path, settings: Settings) -> Path:
    """Return where files are collected to; one small folder of files is all there is."""
    (scratch / "source").mkdir()
    (scratch / "source" / "page.css").write_text("a { color: red }")
    settings.STATIC_ROOT = scratch / "static"
    settings.STATICFILES_DIRS = [scratch / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    return Path(settings.STATIC_ROOT)


@pytest.fixture
def said() -> list[str]:
    return []


def test_files_are_collected_once(root: Path, said: list[str]) -> None:
    collect_if_changed(report=said.append)
    collect_if_changed(report=said.append)
    assert said == ["Collecting the pages' files…"]
    assert (root / "page.css").read_text() == "a { color: red }"


def test_changed_content_is_collected_though_its_time_and_size_are_the_same(root: Path, said: list[str]) -> None:
    collect_if_changed(report=said.append)
    source = root.parent / "source" / "page.css"
    (root / "page.css").unlink()
    source.write_text("a { color: tan }")
    collect_if_changed(report=said.append)
    assert len(said) == 2
    assert (root / "page.css").read_text() == "a { color: tan }"


def test_a_folder_that_was_taken_away_is_filled_again(root: Path, said: list[str]) -> None:
    collect_if_changed(report=said.append)
    for file in root.iterdir():
        file.unlink()
    root.rmdir()
    collect_if_changed(report=said.append)
    assert (root / "page.css").exists()


def test_an_interrupted_collection_is_begun_again(root: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.core.management.call_command", interrupt)
        with pytest.raises(KeyboardInterrupt):
            collect_if_changed(report=said.append)
    collect_if_changed(report=said.append)
    assert (root / "page.css").exists()
