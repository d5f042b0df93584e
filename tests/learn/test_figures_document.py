"""What the docs say of figures is what the product says of them."""

from pathlib import Path

from wellheard.cli import figures

DOCUMENT = Path(__file__).resolve().parent.parent.parent / "docs" / "figures.md"


def test_the_document_is_what_the_figures_say_of_themselves() -> None:
    assert DOCUMENT.read_text().strip() == figures.as_markdown().strip(), "run: bin/wellheard figures > docs/figures.md"
