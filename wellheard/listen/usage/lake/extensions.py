"""DuckDB's extensions, loaded from the files that come with us: nothing is fetched, and signatures are verified."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from wellheard.listen.usage.event_store import StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The file of the postgres extension looks for an entry point that is called after its file.
_CALLED = {"postgres": "postgres_scanner"}


def load(duck: "DuckDBPyConnection", names: tuple[str, ...], links: Path) -> None:
    """Load extensions by name. Raises StoreError when one is not installed."""
    for name in names:
        duck.execute(f"LOAD '{_quoted(_linked(name, links))}'")


def _linked(name: str, links: Path) -> Path:
    """Return the file under the name that DuckDB wants, beside the others."""
    file = _file(name)
    link = links / f"{_CALLED.get(name, name)}.duckdb_extension"
    if not link.is_symlink() or link.readlink() != file:
        links.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = link.with_suffix(".new")
        draft.unlink(missing_ok=True)
        draft.symlink_to(file)
        draft.replace(link)
    return link


def _file(name: str) -> Path:
    spec = find_spec(f"duckdb_extension_{name}")
    folders = list(spec.submodule_search_locations or []) if spec else []
    for folder in folders:
        for file in sorted(Path(folder).glob(f"extensions/*/{name}.duckdb_extension")):
            return file
    raise StoreError(
        f"The package duckdb-extension-{name} is not installed; install Wellheard with all that requirements.lock names."
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
