"""What every template keeps to: the strict policy, the kit's classes, icons that exist."""

import re
from pathlib import Path

import pytest

import wellheard
from wellheard.web.templatetags.kit import ICONS

PACKAGE = Path(wellheard.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("**/templates/**/*.html"))
SOURCES = sorted(PACKAGE.glob("**/*.py"))
STYLES = "".join(path.read_text() for path in sorted((PACKAGE / "web" / "static" / "css").glob("*.css")))
KIT_CLASSES = set(re.findall(r"\.([a-z][a-z0-9-]*)", STYLES))
PAPER = (PACKAGE / "web" / "static" / "print" / "paper.css").read_text()
# What is typeset for paper has a sheet of styles of its own.
PAPER_CLASSES = set(re.findall(r"\.([a-z][a-z0-9-]*)", PAPER))
PAPER_PAGES = [text for path in TEMPLATES if "print/paper.css" in (text := path.read_text())]

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=[str(path.relative_to(PACKAGE)) for path in TEMPLATES])


@every_template
def test_nothing_in_a_page_needs_an_exception_from_the_policy(path: Path) -> None:
    text = path.read_text()
    assert (
        re.findall(r"\sstyle\s*=|\son[a-z]+\s*=|<style|<script(?![^>]*\ssrc=)|javascript:|\shx-on|\shx-vals=.js", text)
        == []
    )


@every_template
def test_a_page_uses_the_classes_of_the_kit(path: Path) -> None:
    plain = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "§", path.read_text()))
    words = {word for value in re.findall(r'class="([^"]*)"', plain) for word in value.split()}
    # A word that a value completes ("h{{ depth }}") names no class of its own.
    used = {word for word in words if "§" not in word}
    assert used - (KIT_CLASSES | PAPER_CLASSES if _is_on_paper(path) else KIT_CLASSES) == set()


def _is_on_paper(path: Path) -> bool:
    """Tell whether a template is typeset for paper, or a part of one that it is told so."""
    part = f'include "{path.parent.name}/{path.name}" with on_paper=True'
    return "print/paper.css" in path.read_text() or any(part in page for page in PAPER_PAGES)


@every_template
def test_an_icon_in_a_page_exists(path: Path) -> None:
    assert [name for name in re.findall(r'{% icon "([^"]+)"', path.read_text()) if not _exists(name)] == []


def test_an_icon_named_in_the_code_exists() -> None:
    named = {name for path in SOURCES for name in re.findall(r'icon(?:_name)?="([a-z0-9-]+)"', path.read_text())}
    assert {name for name in named if not _exists(name)} == set()


def _exists(name: str) -> bool:
    return (ICONS / f"{name}.svg").is_file()
