"""How what was asked about demand follows a contact, and an idea, that turn out to be another one."""

from wellheard.customers.merging import Kind, moves
from wellheard.decide import merging
from wellheard.decide.demand.models import Asked, Estimate, NeedQuestion


def register_all() -> None:
    """Fill the registries; called once at start-up."""
    moves(Kind.CONTACT, Asked, "contact")
    merging.register_rows("demand.estimates", Estimate, once_per=("name",))
    merging.register_rows("demand.need_questions", NeedQuestion)
