"""`wellheard recount`: count every idea's figures and every day's volumes anew from what is behind them."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import note

NAME = "recount"
HELP = (
    "Count votes, companies, money and months of every idea, and what was said on each day, anew; safe to repeat, also while "
    "serving."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Count, and say how many ideas and days there are."""
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        from wellheard.decide.counters import in_parts, recount
        from wellheard.decide.models import Idea
        from wellheard.understand.trends.commands.counting import count_stale_days, mark_all_days

        ids = list(Idea.objects.values_list("pk", flat=True))
        in_parts(recount, ids)
        mark_all_days()
        days = 0
        while done := count_stale_days():
            days += done
    note(f"Counted {len(ids):,} ideas and {days:,} days anew.")
    return 0
