"""`wellheard roles`: who may do what, as the page of the docs."""

import argparse

from wellheard.cli import starting
from wellheard.cli.terminal import tell

NAME = "roles"
HELP = "Print who may do what, as the page docs/roles.md."

_INTRODUCTION = """# Roles

Everybody who works here has one role, and a role gives permissions. Every page and every form of the product asks this one
table; a test opens each address in each role and fails where the two disagree. The same table stands in the product under
Settings, Who may do what.

An admin gives roles under Settings, Staff. There is always at least one admin: the last one can neither leave nor take
another role.

This page is written by `wellheard roles`."""


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

    from wellheard.workspace.permissions import GRANTS, Permission, Role

    with translation.override("en"):
        head = "| | " + " | ".join(str(role.label) for role in Role) + " |"
        rows = [
            f"| {permission.label} | " + " | ".join("yes" if role in GRANTS[permission] else "" for role in Role) + " |"
            for permission in Permission
        ]
    return "\n".join([_INTRODUCTION, "", head, "|---" * (len(Role) + 1) + "|", *rows])
