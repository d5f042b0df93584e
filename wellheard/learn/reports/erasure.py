"""What reports hold of a person: words they quote, which go even out of what is frozen and published."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, register
from wellheard.learn.reports.models import Verbatim


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    register(
        Part(
            "reports",
            _("Words of theirs in reports"),
            _quoted,
            {
                "words": _("Words"),
                "name": _("Name"),
                "company": _("Company"),
                "report__begins_on": _("Report from"),
                "report__last_on": _("Report until"),
            },
            _erase,
        )
    )


def _quoted(person: Person) -> "QuerySet[Verbatim]":
    return Verbatim.objects.filter(feedback__contact_id__in=person.ids).order_by("pk")


def _erase(person: Person) -> None:
    """Erase words and names; that somebody was quoted there stays."""
    _quoted(person).update(words="", language="", name="", company="", trade="")
