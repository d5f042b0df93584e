"""What systems of sales are asked because of something that happened. All of it waits for them, so in a lane of its own."""

from wellheard.connect.crm import once
from wellheard.foundation.facts.ledger import reacts_to
from wellheard.foundation.facts.models import Fact
from wellheard.foundation.jobs import OUTSIDE
from wellheard.workspace.commands.notifying import notify
from wellheard.workspace.models import Notification, Staff
from wellheard.workspace.permissions import Role


@reacts_to("crm.arrived")
def work_arrival(fact: Fact) -> None:
    """Have the deals read again that a message speaks of."""
    once.arrive_once(fact.subject_id)


@reacts_to("crm.readings_wanted", queue=OUTSIDE)
def read_wanted(fact: Fact) -> None:
    """Read the deals that are to be read again."""
    once.read_once(fact.subject_id)


@reacts_to("crm.connected", "crm.renewed", queue=OUTSIDE)
def begin(fact: Fact) -> None:
    """Read what there is, or what waited."""
    once.begin_again(fact.subject_id)


@reacts_to("crm.refused")
def tell_admins(fact: Fact) -> None:
    """Tell whoever can give it another key, once."""
    admins = Staff.objects.at_work().filter(role=Role.ADMIN).values_list("pk", flat=True)
    notify(kind=Notification.Kind.CONNECTION, fact=fact, to=list(admins), about=("crmconnection", fact.subject_id))
