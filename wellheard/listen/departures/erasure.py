"""What departures hold of a person: that they were the one who told us, and what they wrote on the form."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.listen.departures.models import Cancellation, Departure


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "departures",
            _("That they said their company leaves"),
            pointing_at(Departure),
            {"left_on": _("Left"), "reason__name": _("Reason")},
            _forget_who,
        ),
        covers=[(Departure, "contact")],
    )
    register(
        Part(
            "cancellations",
            _("What they said on the cancellation form"),
            pointing_at(Cancellation),
            {"begun_at": _("Opened"), "reason__name": _("Reason"), "comment": _("Comment"), "missing": _("Missed")},
            _erase_words,
        ),
        covers=[(Cancellation, "contact")],
    )


def _forget_who(person: Person) -> None:
    """The company still left; who said so is forgotten. Their words are feedback, and erased as such."""
    Departure.objects.filter(contact_id__in=person.ids).update(contact=None)


def _erase_words(person: Person) -> None:
    Cancellation.objects.filter(contact_id__in=person.ids).update(contact=None, comment="", missing="", return_url="")
