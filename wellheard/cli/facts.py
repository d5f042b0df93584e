"""`wellheard facts`: the names the ledger uses, for readers of webhooks, exports and the docs."""

import argparse
import importlib

from wellheard.cli import starting
from wellheard.cli.terminal import tell

NAME = "facts"
HELP = "Print the name of every fact of the ledger and what it means, as the page docs/facts.md."

_INTRODUCTION = """# Facts

Every change records a fact in the same transaction: who, when, about what, in codes and numbers only, never words, names or
addresses. Timelines, status history, reactions and figures are all read from this one ledger. A name is never changed once
it is published, only added to.

This page is written by `wellheard facts`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001
    """Print the page."""
    starting.wake_django()
    tell(as_markdown())
    return 0


def as_markdown() -> str:
    """Return the page of the docs: the same on every machine."""
    from django.conf import settings
    from django.urls import get_resolver

    from wellheard.foundation.facts.names import registry

    # Importing every page imports every command, which declares its facts; periodic work declares some of its own.
    _ = get_resolver().url_patterns
    for path in settings.PROCRASTINATE_IMPORT_PATHS:
        importlib.import_module(path)
    rows = [f"| `{fact.name}` | {fact.meaning} |" for fact in sorted(registry.values(), key=lambda fact: fact.name)]
    return "\n".join([_INTRODUCTION, "", "| Fact | Meaning |", "|---|---|", *rows])
