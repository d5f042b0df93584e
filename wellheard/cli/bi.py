"""`wellheard bi`: the tables for Tableau, Metabase and spreadsheets, as files or as the page that describes them."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from wellheard.cli import starting
from wellheard.cli.terminal import RefusedError, note, tell

NAME = "bi"
HELP = (
    "Write the tables for tools of business intelligence as files, one for each: CSV or Parquet. "
    "Without a folder, print what every table and column means, as the page docs/bi.md."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="where to write the files")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="csv when not given")
    parser.add_argument("--only", action="append", metavar="TABLE", help="this table; may be given several times")


def run(options: argparse.Namespace) -> int:
    """Print the page, or write the files."""
    if options.folder is None:
        starting.wake_django()
        from wellheard.learn.bi.page import as_markdown

        tell(as_markdown())
        return 0
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        written = _write(options.folder, options.format, options.only)
    tell(f"{written} files are in {options.folder}.")
    return 0


def _write(folder: Path, kind: str, only: list[str] | None) -> int:
    """Write into a new folder beside the place, and move the files when all are whole. Raises RefusedError."""
    from wellheard.learn.bi import files
    from wellheard.learn.bi.tables import TABLES
    from wellheard.listen.usage.event_store import StoreError

    if unknown := sorted(set(only or ()) - set(TABLES)):
        raise RefusedError(f"There is no table {', '.join(unknown)}. There are: {', '.join(TABLES)}.")
    tables = [TABLES[name] for name in only or TABLES]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=".writing-") as draft:
            if kind == "csv":
                for table in tables:
                    note(f"Writing {table.name}…")
                    files.write_csv(table, Path(draft) / f"{table.name}.csv")
            else:
                note(f"Writing {len(tables)} tables…")
                files.write_parquet(tables, Path(draft))
            for file in sorted(Path(draft).iterdir()):
                file.replace(folder / file.name)
    except OSError as problem:
        raise RefusedError(
            f"No file can be written to {folder} ({problem.strerror}); choose another place."
        ) from problem
    except StoreError as problem:
        raise RefusedError(str(problem)) from problem
    return len(tables)
