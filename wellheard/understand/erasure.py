"""What the search keeps of a person's words, and how it is erased."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, register
from wellheard.listen.models import Feedback
from wellheard.understand.models import SearchDocument


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    columns = {"kind": _("Kind"), "language": _("Language")}
    register(Part("search", _("What the search finds them by"), _found, columns, _forget))


def _found(person: Person) -> "QuerySet[SearchDocument]":
    said = Feedback.objects.filter(contact_id__in=person.ids).values("pk")
    return SearchDocument.objects.filter(kind="feedback", object_id__in=said).order_by("pk")


def _forget(person: Person) -> None:
    _found(person).delete()
