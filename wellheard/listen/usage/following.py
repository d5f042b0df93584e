"""How what somebody did follows a company or a contact that turns out to be another one."""

from wellheard.customers.merging import Kind, moves, stays
from wellheard.listen.usage.models import CompanySeen, ContactSeen, DailyUse, Deletion, OwedErasure, RecentEvent


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    moves(Kind.COMPANY, DailyUse, "company")
    moves(Kind.COMPANY, CompanySeen, "company")
    moves(Kind.COMPANY, RecentEvent, "company")
    moves(Kind.CONTACT, DailyUse, "contact")
    moves(Kind.CONTACT, ContactSeen, "contact")
    moves(Kind.CONTACT, RecentEvent, "contact")
    # Of whoever was erased: nobody is joined to them any more.
    stays(Deletion, "contact")
    stays(OwedErasure, "contact")
