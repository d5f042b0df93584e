"""`wellheard run`, behind bin/run: the first command of a newcomer, on one machine, with the demo story."""

import argparse
import os
import sys
from functools import partial

from wellheard.cli import serve, starting, welcome
from wellheard.cli.terminal import framed, note, tell

NAME = "run"
HELP = "Start everything on this machine, with the demo story on the first start, and say how to sign in."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    serve.add_address_arguments(parser)
    parser.add_argument(
        "--empty", action="store_true", help="start without the demo story and print a one-time set-up link"
    )


def run(options: argparse.Namespace) -> int:
    """Bring everything up, print the way in, and serve until Ctrl-C."""
    address = serve.address_of(options)
    os.environ.setdefault("WELLHEARD_URL", address)
    if sys.stderr.isatty():
        os.environ.setdefault("WELLHEARD_LOG_FORMAT", "text")
    options.pages, options.work = 1, 1
    serve.check_port(options.host, options.port)
    return serve.keep_serving(options, prepare=partial(_prepare, options), welcome=_say_welcome)


def _prepare(options: argparse.Namespace) -> list[str]:
    starting.bring_up(report=note)
    return welcome.prepare(host=options.host, wants_story=not options.empty, report=note)


def _say_welcome(way_in: list[str]) -> None:
    address = os.environ["WELLHEARD_URL"]
    tell(framed([f"Wellheard runs at {address}", "", *way_in, "", "Stop it with Ctrl-C."]))
