"""The operator's command line: one file per command, named here and imported only when it is called."""

import argparse
import importlib
import importlib.util
import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType, ModuleType

from wellheard.cli.outcome import exit_code_of

# Each module has NAME, HELP, add_arguments(parser) and run(options) -> exit code.
COMMANDS = {
    "run": "wellheard.cli.run",
    "serve": "wellheard.cli.serve",
    "work": "wellheard.cli.work",
    "receive": "wellheard.cli.receive",
    "import": "wellheard.cli.import_rows",
    "export": "wellheard.cli.export_rows",
    "backup": "wellheard.cli.backup",
    "restore": "wellheard.cli.restore",
    "upgrade": "wellheard.cli.upgrade",
    "rollback": "wellheard.cli.rollback",
    "systemd": "wellheard.cli.systemd",
    "doctor": "wellheard.cli.doctor",
    "recount": "wellheard.cli.recount",
    "replay": "wellheard.cli.replay",
    "settings": "wellheard.cli.settings",
    "facts": "wellheard.cli.facts",
    "roles": "wellheard.cli.roles",
    "figures": "wellheard.cli.figures",
    "bi": "wellheard.cli.bi",
    "password": "wellheard.cli.password",
    "manage": "wellheard.cli.manage",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")
    options = _parse(sys.argv[1:] if arguments is None else arguments)
    if options.data:
        os.environ["WELLHEARD_DATA"] = str(Path(options.data).resolve())
    # As Ctrl-C does: whatever was begun is left in order, the database first of all.
    signal.signal(signal.SIGTERM, _leave)
    return exit_code_of(lambda: int(options.run(options)))


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wellheard",
        description="Every customer, well heard. Each command explains itself: wellheard serve --help",
    )
    parser.add_argument("--version", action="version", version=_version())
    # Before the command or after it, as one likes.
    folder = "data folder; WELLHEARD_DATA or ./data when not given"
    parser.add_argument("--data", metavar="DIR", help=folder)
    kinds = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in _modules(words):
        command = kinds.add_parser(module.NAME, help=_first_sentence(module.HELP), description=module.HELP)
        command.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=folder)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser.parse_args(words)


def _modules(words: list[str]) -> Iterable[ModuleType]:
    """Import the command that was named; all of them only for the overview."""
    first = words[2:] if words[:1] == ["--data"] else words[1:] if words and words[0].startswith("--data=") else words
    named = first[0] if first and first[0] in COMMANDS else None
    for path in [COMMANDS[named]] if named else COMMANDS.values():
        if importlib.util.find_spec(path):
            yield importlib.import_module(path)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".") + "."


def _version() -> str:
    from wellheard import __version__

    return f"Wellheard {__version__}"
