"""What is made from the tables and can be made again: taken away before they change, put back when they stand."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, transaction


@dataclass(frozen=True)
class Derived:
    """Something made from the tables. `make` does nothing where it is there already; `drop` is safe to repeat."""

    name: str
    make: Callable[[], None]
    drop: Callable[[], None]


_registry: dict[str, Derived] = {}


def register(derived: Derived) -> None:
    """Add something at start-up."""
    _registry[derived.name] = derived


def drop_all() -> None:
    """Take everything away, so that nothing stands on a column that is about to change."""
    for derived in _registry.values():
        with transaction.atomic():
            derived.drop()


def make_all(*, report: Callable[[str], None]) -> None:
    """Put everything back. What the database refuses is said and left out: nothing else needs it."""
    for derived in _registry.values():
        try:
            with transaction.atomic():
                derived.make()
        except Error as problem:
            said = (str(problem).strip() or type(problem).__name__).splitlines()[0]
            report(f"{derived.name} could not be made ({said}). Everything else works; see docs/bi.md.")
