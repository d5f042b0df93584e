"""`wellheard settings`: every value an owner may set, what it is now, and what it means."""

import argparse
import os
import textwrap
from typing import TYPE_CHECKING

from wellheard.cli.supervisor import PACKAGE_FOLDER
from wellheard.cli.terminal import tell

if TYPE_CHECKING:
    from wellheard.environment import Setting

NAME = "settings"
HELP = "Print every setting with its value, where it comes from and what it means. Secrets are not shown."
WIDTH = 90


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--markdown", action="store_true", help="print the page docs/settings.md instead, with defaults only"
    )


def run(options: argparse.Namespace) -> int:
    """Print the settings."""
    tell(as_markdown() if options.markdown else as_text())
    return 0


def as_text() -> str:
    """Return the settings as they are now."""
    return "\n\n".join(_paragraph(setting) for setting in _registered())


def as_markdown() -> str:
    """Return the page of the docs: the same on every machine."""
    rows = [f"| `{setting.name}` | {_default(setting)} | {setting.help} |" for setting in _registered()]
    return "\n".join([_INTRODUCTION, "", "| Setting | Default | Meaning |", "|---|---|---|", *rows])


_INTRODUCTION = """# Settings

Wellheard runs with none of these. Set them as environment variables of the process; `wellheard settings` prints what is
set on a machine, and `wellheard doctor` says what is missing for real use. Secrets may also be read from files: put the
file's path into the same name with `_FILE` at its end.

This page is written by `wellheard settings --markdown`."""


def _registered() -> list["Setting"]:
    from django.conf import settings

    from wellheard.environment import registry

    # Reading any value makes Django read the file, which registers all of them.
    _ = settings.DATA
    return list(registry.values())


def _paragraph(setting: "Setting") -> str:
    value, source = _value(setting)
    meaning = textwrap.fill(setting.help, WIDTH, initial_indent="    ", subsequent_indent="    ")
    return f"{setting.name} = {value}  ({source})\n{meaning}"


def _value(setting: "Setting") -> tuple[str, str]:
    if setting.name in os.environ:
        return ("…" if setting.secret else repr(os.environ[setting.name])), "set"
    if setting.secret and os.environ.get(f"{setting.name}_FILE"):
        return "…", f"from the file that {setting.name}_FILE names"
    return (repr(setting.default) if setting.default else "not set"), "default"


def _default(setting: "Setting") -> str:
    # The data folder's default lies in the checkout, wherever that is.
    default = setting.default.replace(f"{PACKAGE_FOLDER}{os.sep}", "")
    return f"`{default}`" if default else ""
