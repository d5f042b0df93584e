"""What the search keeps of a person's words, and how it is erased."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wellheard.customers.erasing import Part, Person, register
from wellheard.listen.conversations.models import Conversation
from wellheard.listen.models import Feedback
from wellheard.understand.models import SearchDocument
from wellheard.understand.queries import FEEDBACK, FILED, TAGGED


def register_all() -> None:
    """Fill the registry; called once at start-up."""
    columns = {"kind": _("Kind"), "language": _("Language")}
    register(Part("search", _("What the search finds them by"), _found, columns, _forget))


def _found(person: Person) -> "QuerySet[SearchDocument]":
    said = Feedback.objects.filter(contact_id__in=person.ids).values("pk")
    asked = Conversation.objects.filter(requester_id__in=person.ids).values("pk")
    theirs = Q(kind__in=[FEEDBACK, FILED], object_id__in=said) | Q(kind=TAGGED, object_id__in=asked)
    return SearchDocument.objects.filter(theirs).order_by("pk")


def _forget(person: Person) -> None:
    _found(person).delete()
