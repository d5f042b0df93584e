"""`wellheard figures`: what each figure means, as the page of the docs."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import tell

NAME = "figures"
HELP = "Print what each figure means, as the page docs/figures.md."

_INTRODUCTION = """# Figures

Under *Learn, Figures* stand the figures about the loop itself, each for a month, a quarter, a year or chosen days, for
everybody or for a segment, a tier, an area or a team, where its cases say so. A figure is the length of a list, or is counted
from one: its page shows the list, row by row, and the list can be exported. Days, months and quarters begin in the
installation's time zone.

![The figures, each with its target and its trend](pictures/figures.png)

A share comes with the number of cases and the interval in which the true share lies, 19 times in 20 (Wilson's score interval).
An ask is one contact wanting one idea, since they first said so or voted; withdrawn evidence, what was set aside and what
nobody could place with a contact are no asks. An outcome is a recorded decision or a published release.

Half of the cases keep within the median, nine of ten within the 90th percentile. The smallest length that does is taken, and
who still waits counts as waiting longest: where that many wait, the figure is "not yet".

A rate comes with Poisson's interval. A sum of money is a whole and has none: what of it is not known is said beside it.
*Learn, Aims* puts customers won, customers kept and support load on one page.

An area is meant with its parts, a team with the areas it owns; below each figure stands how its cases are narrowed to them. It
never depends on how a case ended: else an area would hold more of the good cases, or of the bad, than there are. A deal that
was won and a company that stayed name no area, so there the companies count that had spoken of it before. What they said is
read from feedback filed there, from feedback and votes behind ideas of it that stand, and from confirmed tags of their
conversations; spam, and what was said twice, says nothing. What cannot honestly be told of a choice is left empty: deflection
of a segment or tier, because it is not kept who wrote, and *Closed with area and category* of an area. The trend is narrowed
as the number is; a target stands as it was set for everybody.

A segment is its companies of today, also for the past. Companies and people that were joined count as the one they turned out
to be. Targets are set by those who may edit the workspace; a target is noted in the history, and earlier ones are only there.

![Time to a decision, month by month, and the cases below it](pictures/figure.png)

This page is written by `wellheard figures`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Print the page."""
    starting.wake_django()
    tell(as_markdown())
    return 0


def as_markdown() -> str:
    """Return the page of the docs: the same on every machine."""
    from django.utils import translation

    from wellheard.learn.figures import FIGURES
    from wellheard.learn.figures.narrowing import SENTENCES

    with translation.override("en"):
        parts = [
            f"## {figure.name}\n\n{figure.meaning}\n\n**One case.** {figure.one_case}\n\n"
            f"**Areas and teams.** {SENTENCES[figure.areas_by]}\n\n**The past.** {figure.history}"
            for figure in FIGURES.values()
        ]
    return "\n\n".join([_INTRODUCTION, *parts])
