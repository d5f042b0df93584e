"""The subscription a person has to what is new, and how it is erased."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.deliver.models import Subscriber


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "subscription",
            _("News they wanted"),
            pointing_at(Subscriber),
            {"since": _("Since"), "stopped_at": _("Stopped")},
            _forget,
        ),
        covers=[(Subscriber, "contact")],
    )


def _forget(person: Person) -> None:
    Subscriber.objects.filter(contact_id__in=person.ids).delete()
