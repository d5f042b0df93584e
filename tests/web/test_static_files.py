"""Static files carry their content in their name, also where one of them names another."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

import wellheard.web

STATIC = Path(wellheard.web.__file__).parent / "static"


@pytest.fixture
def collected(settings: Settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "wellheard.web.static_files.HashedFiles"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_styles_and_scripts_name_hashed_files(collected: Path) -> None:
    """Fails too when one of them names a file that is not there."""
    tokens = next((collected / "css").glob("tokens.????????????.css")).read_text()
    assert re.search(r'url\("\.\./fonts/inter-latin-wght-normal\.[0-9a-f]{12}\.woff2"\)', tokens)
    main = next((collected / "js").glob("main.????????????.js")).read_text()
    assert re.search(r'import ?"\./palette\.[0-9a-f]{12}\.js"', main)


def test_styles_are_also_kept_compressed(collected: Path) -> None:
    assert list((collected / "css").glob("tokens.????????????.css.gz"))


@pytest.mark.parametrize("path", sorted((STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_a_script_of_ours_stays_small_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 100


def test_all_styles_together_stay_light() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "css").glob("*.css")) < 80_000


def test_every_style_sheet_is_linked() -> None:
    links = (STATIC.parent / "templates" / "kit" / "styles.html").read_text()
    assert {path.name for path in (STATIC / "css").glob("*.css")} == set(re.findall(r"css/([a-z]+\.css)", links))


@pytest.mark.parametrize("licence", ["fonts/LICENSE-inter.txt", "fonts/LICENSE-source-serif-4.txt",
    "icons/LICENSE-lucide.txt", "vendor/LICENSE-htmx.txt"])  # fmt: skip
def test_what_others_made_comes_with_its_licence(licence: str) -> None:
    assert (STATIC / licence).stat().st_size > 0
