"""The scripts that customers' pages load are small, are what their source says, and need no exception from a strict page."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SOURCE = CHECKOUT / "widget"
BUILT = CHECKOUT / "wellheard" / "web" / "static" / "widget"
KILOBYTE = 1024


def gzipped(name: str) -> int:
    return len(gzip.compress((BUILT / name).read_bytes(), compresslevel=9, mtime=0))


@pytest.mark.parametrize(("name", "most"), [("v1.js", KILOBYTE), ("tab.js", 10 * KILOBYTE)])
def test_what_every_page_loads_stays_small(name: str, most: int) -> None:
    assert gzipped(name) <= most


@pytest.mark.parametrize("name", ["v1.js", "tab.js", "screenshot.js"])
def test_no_script_does_what_a_strict_page_forbids(name: str) -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.cookie\b|setAttribute\(\"style"
    )
    assert re.findall(forbidden, (BUILT / name).read_text()) == []


def node() -> str:
    found = shutil.which("node")
    if not found or not (SOURCE / "node_modules" / "esbuild").is_dir():
        pytest.skip(
            "Node or the build tools are not here: run npm ci in widget/ to compare the scripts with their source."
        )
    return found


def test_the_scripts_are_what_their_source_gives(tmp_path: Path) -> None:
    subprocess.run([node(), "build.mjs", str(tmp_path)], cwd=SOURCE, check=True, capture_output=True, timeout=60)
    names = sorted(path.name for path in BUILT.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    for name in names:
        assert (tmp_path / name).read_bytes() == (BUILT / name).read_bytes(), f"run npm run build in widget/: {name}"


def test_the_source_keeps_to_its_types() -> None:
    compiler = SOURCE / "node_modules" / "typescript" / "bin" / "tsc"
    command = [node(), str(compiler), "--noEmit"]
    run = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout == ""
