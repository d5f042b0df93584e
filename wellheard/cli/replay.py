"""`wellheard replay`: count stored scores of ideas again from formula, inputs and seed, and say whether they are the same."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import tell

NAME = "replay"
HELP = "Count every stored score of ideas again and say which do not come out as they were stored."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("scoring", nargs="?", type=int, metavar="NUMBER", help="only this scoring; all when left out")


def run(options: argparse.Namespace) -> int:
    """Replay; 1 when something differs."""
    with starting.joined_database():
        starting.wake_django()
        starting.require_tables()
        from wellheard.decide.demand.models import Scoring
        from wellheard.decide.demand.queries.scores import replay

        scorings = Scoring.objects.select_related("formula").order_by("pk")
        if options.scoring is not None:
            scorings = scorings.filter(pk=options.scoring)
        differing = 0
        for scoring in scorings:
            found = replay(scoring)
            differing += not found.is_same
            verdict = "the same" if found.is_same else f"differs for {len(found.differing)} ideas"
            tell(f"{scoring.pk}: {scoring.formula}, seed {scoring.seed}: {verdict}")
    return 1 if differing else 0
