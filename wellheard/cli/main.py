"""The operator's command line: one file per command, found here by name."""

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellheard.settings")
    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["manage"]:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["wellheard manage", *words[1:]])
    return 0
