"""Who wants to hear no more of an idea is not asked either whether they still need it."""

from wellheard.answer.queries import opt_outs
from wellheard.decide.demand import refusals


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    refusals.register(opt_outs)
