"""What ratings hold of a person, and how it is erased: the words go, how it went stays."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.listen.satisfaction.models import Rating


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "ratings",
            _("How they said conversations went"),
            pointing_at(Rating),
            {"score": _("How it went"), "comment": _("Words"), "rated_at": _("Said")},
            _erase,
        ),
        covers=[(Rating, "contact")],
    )


def _erase(person: Person) -> None:
    Rating.objects.filter(contact__in=person.ids).update(comment="")
