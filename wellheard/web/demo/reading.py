"""Read the files of the demo story: one per noun, in `data/`, so that they can be read and changed without programming."""

import csv
import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def chapters(name: str) -> dict[str, Any]:
    """Return what a TOML file holds."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
