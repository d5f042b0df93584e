"""Files for imports."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wellheard.listen.imports.importers import Options
from wellheard.listen.imports.reports import Report
from wellheard.listen.imports.running import import_file, try_file

Run = Callable[..., Report]


@pytest.fixture
def bring_in(tmp_path: Path) -> Run:
    """Write text or bytes into a file and import it."""

    def run(kind: str, content: str | bytes, *, name: str = "file.csv", trial: bool = False, **options: Any) -> Report:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        begin = try_file if trial else import_file
        return begin(kind=kind, path=path, options=Options(**options), progress=lambda _rows: None)

    return run
