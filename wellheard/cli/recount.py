"""`wellheard recount`: count every idea's figures anew from the evidence behind them."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import note

NAME = "recount"
HELP = (
    "Count votes, companies, money and months of every idea anew from the evidence; safe to repeat, also while serving."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Count, and say how many ideas there are."""
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        from wellheard.decide.counters import in_parts, recount
        from wellheard.decide.models import Idea

        ids = list(Idea.objects.values_list("pk", flat=True))
        in_parts(recount, ids)
    note(f"Counted {len(ids):,} ideas anew.")
    return 0
