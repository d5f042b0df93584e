"""The page about roles in the docs is the table the product asks."""

from pathlib import Path

from wellheard.cli import roles

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text().strip() == roles.as_markdown(), "run: bin/wellheard roles > docs/roles.md"
