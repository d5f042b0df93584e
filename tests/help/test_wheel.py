"""Installed from a wheel, without the clone beside it, the product has its pages, its looks and its help."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wellheard.web.help.pages import PAGES

CHECKOUT = Path(__file__).resolve().parents[2]
SOURCES = ("wellheard", "docs", "pyproject.toml", "setup.py", "README.md", "LICENSE")
ASK = """
import json, os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "wellheard.settings"
django.setup()
from django.contrib.staticfiles import finders
from django.template.loader import get_template
import wellheard
from wellheard.web.help.pages import every_page, picture_called
print(json.dumps({
    "file": wellheard.__file__,
    "pages": [page.name for page in every_page()],
    "picture": bool(picture_called("home.png")),
    "template": get_template("help/page.html").origin.name,
    "style": finders.find("css/tokens.css"),
}))
"""


def wheel(folder: Path) -> Path:
    """Build the wheel from a copy, so that nothing of it is left beside the sources."""
    copy = folder / "sources"
    copy.mkdir()
    for name in SOURCES:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, copy)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(copy)]
    done = subprocess.run(build, capture_output=True, text=True, check=False, cwd=folder)
    if "No matching distribution" in done.stderr or "Could not find a version" in done.stderr:
        pytest.skip("The tool that builds wheels cannot be fetched from here.")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("wellheard-*.whl"))


@pytest.mark.all
def test_a_wheel_carries_the_pages_their_looks_and_the_help(tmp_path: Path) -> None:
    packed = wheel(tmp_path)
    place = tmp_path / "fresh"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    python = place / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", packed], check=True, capture_output=True)
    # The libraries are those of this checkout: what is asked is what the wheel itself brings.
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    next(place.glob("lib/*/site-packages")).joinpath("libraries.pth").write_text("\n".join(libraries))

    environment = {"WELLHEARD_DATA": str(tmp_path / "data"), "PATH": "/usr/bin"}
    told = subprocess.run(
        [python, "-c", ASK], capture_output=True, text=True, check=True, cwd=tmp_path, env=environment
    )
    found = json.loads(told.stdout)

    assert found["pages"] == list(PAGES)
    assert found["picture"]
    assert all(found[name].startswith(str(place)) for name in ("file", "template", "style"))
