"""`wellheard manage`: Django's own commands, with the embedded database joined for those that need it."""

import argparse
from contextlib import nullcontext

from wellheard.cli import starting

NAME = "manage"
HELP = "Run one of Django's own commands, such as `wellheard manage shell`."
# These read the code alone.
WITHOUT_DATABASE = {"makemigrations", "check", "makemessages", "compilemessages", "collectstatic", "findstatic", "help"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="the command and its options")


def run(options: argparse.Namespace) -> int:
    """Hand the words to Django."""
    from django.core.management import execute_from_command_line

    needs_none = not options.words or options.words[0] in WITHOUT_DATABASE
    with nullcontext() if needs_none else starting.joined_database():
        execute_from_command_line(["wellheard manage", *options.words])
    return 0
