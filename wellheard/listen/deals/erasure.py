"""What deals hold of a person, and how it is erased: the source's own row goes, how the deal ended stays."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.listen.deals.models import Deal


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "deals",
            _("Deals they took part in"),
            pointing_at(Deal),
            {"title": _("Deal"), "outcome": _("How it ended"), "day": _("Day"), "raw": _("As the source has it")},
            _erase,
        ),
        covers=[(Deal, "contact")],
    )


def _erase(person: Person) -> None:
    Deal.objects.filter(contact__in=person.ids).update(raw={})
