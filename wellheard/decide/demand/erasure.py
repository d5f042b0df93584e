"""What asking "still needed?" holds of a person, and how it is erased: the words go, yes or no stays."""

from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, pointing_at, register
from wellheard.decide.demand.models import Asked, StillNeeded


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "still_needed",
            _("What they were asked whether they still need it"),
            pointing_at(Asked),
            {"asked_at": _("Asked")},
            _erase,
        ),
        covers=[(Asked, "contact")],
    )
    register(
        Part(
            "still_needed_answers",
            _("What they said of it"),
            lambda person: StillNeeded.objects.filter(asked__contact__in=person.ids).order_by("pk"),
            {"idea__title": _("Idea"), "answer": _("Answer"), "reason": _("Words"), "answered_at": _("Said")},
            lambda _person: None,
        )
    )


def _erase(person: Person) -> None:
    StillNeeded.objects.filter(asked__contact__in=person.ids).update(reason="")
