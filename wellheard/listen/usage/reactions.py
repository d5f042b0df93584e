"""What is owed when we learn who somebody is: what they did before follows them. And when they are erased: it is deleted."""

from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.listen.usage.commands import erase_owed, follow_contact
from wellheard.listen.usage.holding import lake_to_itself
from wellheard.listen.usage.models import OwedErasure
from wellheard.listen.usage.stores import event_store


@reacts_to("contact.saved", "contact.joined_company")
def let_use_follow(fact: Fact) -> None:
    """Give a contact what was done under their ids and devices, and their company what they did."""
    if fact.contact_id:
        follow_contact(contact_id=fact.contact_id)


@reacts_to("contact.erased")
def erase_from_the_lake(fact: Fact) -> None:  # noqa: ARG001 - all that is owed is deleted together
    """Delete from the lake what people did who were erased, and every file that held it."""
    if OwedErasure.objects.exists():
        with lake_to_itself():
            erase_owed(store=event_store())
