"""`wellheard import`: bring in what you already have in files. Nobody is ever mailed because of an import."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from wellheard.cli import starting
from wellheard.cli.terminal import RefusedError, note, tell

if TYPE_CHECKING:
    from wellheard.listen.imports.reports import Report

NAME = "import"
HELP = (
    "Bring in companies, subscriptions, contacts, feedback, ideas, conversations, deals or departures from CSV, XLSX, "
    "JSON Lines, what Singer taps write, or the exports of other boards and inboxes, "
    "and exchange rates from a table. "
    "Running it again changes only what is new. Nobody is mailed."
)
KINDS = (
    "companies", "subscriptions", "contacts", "feedback", "ideas", "conversations", "deals", "departures", "rates",
)  # fmt: skip
# What their values mean was said on the page of an earlier file of the same system.
TRANSLATED = {"conversations", "deals", "departures"}
RATES, MOST_RATES_BYTES = "rates", 20_000_000
REFUSED = 1
_BETWEEN_SECONDS = 0.2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("kind", choices=KINDS, help="what each row is")
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or JSON Lines; told apart by what is in it")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        nargs="+",
        metavar="OURS=THEIRS",
        help="which column of the file is which of ours, such as --map words=Comment heard_at='Posted on'",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="read and check every row, and leave everything as it was"
    )
    parser.add_argument(
        "--source", default="", metavar="NAME", help="the system whose ids these are; ids of two systems may be alike"
    )
    parser.add_argument(
        "--currency", default="", metavar="CODE", help="currency of amounts that name none; WELLHEARD_CURRENCY"
    )
    parser.add_argument(
        "--dates", choices=("dmy", "mdy"), default="", help="how the file writes days such as 03/04/2026"
    )
    parser.add_argument(
        "--decimal", choices=("point", "comma"), default="", help="how the file writes 1.5; told by each number"
    )
    parser.add_argument(
        "--make-areas",
        default="",
        metavar="PRODUCT",
        help="with feedback: make areas that the file names and that are missing, as parts of this product",
    )


def run(options: argparse.Namespace) -> int:
    """Import the file; 0 when every row is in, 1 when some were refused."""
    mapped = _mapped(options.map)
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        if options.kind == RATES:
            return _import_rates(options.file)
        report = _import(options, mapped)
    _tell(report, is_trial=options.dry_run)
    return REFUSED if report.refusals.count else 0


def _import_rates(path: Path) -> int:
    """Take in a table of rates, such as the one the European Central Bank publishes; all of it or, with a bad line, nothing."""
    from wellheard.customers.commands import CustomerError, save_rates
    from wellheard.customers.rate_tables import read_rates
    from wellheard.workspace.installation import installation

    if not path.is_file() or path.stat().st_size > MOST_RATES_BYTES:
        raise RefusedError(f"{path} is no file of at most {MOST_RATES_BYTES // 1_000_000} MB; name a table of rates.")
    try:
        quotes = read_rates(path.read_text(encoding="utf-8-sig", errors="replace"), into=installation().currency)
        count = save_rates(quotes=quotes, source=path.name)
    except CustomerError as problem:
        raise RefusedError(str(problem)) from problem
    tell(f"{len(quotes):,} rates into {installation().currency}: {count:,} new or corrected.")
    return 0


def _import(options: argparse.Namespace, mapped: dict[str, str]) -> "Report":
    from wellheard.listen.imports.errors import FileError
    from wellheard.listen.imports.importers import Options
    from wellheard.listen.imports.running import import_file, try_file
    from wellheard.listen.imports.uploads import values_said
    from wellheard.listen.imports.values import Habits

    said = Options(
        mapped=mapped,
        source=options.source,
        currency=options.currency,
        habits=Habits(dates=options.dates, decimal=options.decimal),
        areas_product=options.make_areas,
        values=values_said(options.kind, options.source) if options.kind in TRANSLATED else {},
    )
    begin = try_file if options.dry_run else import_file
    try:
        return begin(kind=options.kind, path=options.file, options=said, progress=_progress())
    except FileError as problem:
        raise RefusedError(f"{problem} {problem.by_command}".strip()) from problem


def _mapped(pairs: list[list[str]]) -> dict[str, str]:
    mapped = {}
    for pair in [pair for group in pairs for pair in group]:
        ours, sign, theirs = pair.partition("=")
        if not (ours and sign and theirs):
            raise RefusedError(
                f"--map {pair}: write our name, an equals sign and the file's column, such as words=Comment"
            )
        mapped[ours.strip()] = theirs.strip()
    return mapped


def _progress() -> Callable[[int], None]:
    """Count rows on a terminal; say nothing into a log."""
    if not sys.stderr.isatty():
        return lambda _rows: None
    last = 0.0

    def show(rows: int) -> None:
        nonlocal last
        if time.monotonic() - last > _BETWEEN_SECONDS:
            last = time.monotonic()
            sys.stderr.write(f"\r{rows:,} rows…")
            sys.stderr.flush()

    return show


def _tell(report: "Report", *, is_trial: bool) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    for found in report.notes.values():
        where = f"Line {found.line}: " if found.line else ""
        more = f" (and {found.count - 1:,} more lines)" if found.count > 1 else ""
        note(f"{where}{found.text}{more}")
    for refusal in report.refusals.shown:
        note(f"Line {refusal.number} refused: {refusal.reason}")
    if report.refusals.is_written:
        note(f"… {report.refusals.count:,} lines were refused; all of them are in {report.refusals.path}")
    elif (left := report.refusals.count - len(report.refusals.shown)) > 0:
        note(f"… and {left:,} more lines were refused; {report.refusals.path} could not be written.")
    _tell_columns(report)
    _tell_counts(report, is_trial=is_trial)


def _tell_columns(report: "Report") -> None:
    used = ", ".join(f"{ours} from “{theirs}”" for ours, theirs in report.columns.theirs.items())
    tell(f"Read: {used}.")
    if report.columns.others:
        kept = report.kind in {"companies", "contacts", "feedback", "conversations", "deals"}
        tell(f"{'Kept beside it as it is' if kept else 'Not used'}: {', '.join(report.columns.others)}.")


def _tell_counts(report: "Report", *, is_trial: bool) -> None:
    counts = report.counts
    tell(
        f"{report.rows:,} rows in {report.seconds:.1f} s: {counts['new']:,} new, {counts['updated']:,} updated, "
        f"{counts['unchanged']:,} unchanged, {report.refusals.count:,} refused."
    )
    if is_trial:
        tell("This was a trial: nothing was changed.")
