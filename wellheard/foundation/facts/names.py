"""The names of all facts and what each means. They are public (webhooks, exports): never renamed, only added."""

from dataclasses import dataclass


class UnknownFactError(KeyError):
    """A fact was recorded under a name that is not declared."""


@dataclass(frozen=True)
class FactName:
    """A declared fact: its name and its meaning for readers of the docs."""

    name: str
    meaning: str


registry: dict[str, FactName] = {}


def declare(name: str, meaning: str) -> str:
    """Declare a fact's name once, next to the commands that record it."""
    registry[name] = FactName(name, meaning)
    return name
